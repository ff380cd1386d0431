#pragma once

#include "base/terminal_text.hpp"
#include "edgegap/client/paginator.hpp"
#include "fleet/session.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <vector>

namespace gamekeeper::fleet {

template <class Item>
using fetch_page = typename edgegap::paginator<Item>::fetch;

template <class Item>
boost::asio::awaitable<edgegap::api_result<edgegap::decoded_response<edgegap::page<Item>>>> last_page(
    const fetch_page<Item>& fetch, int number) {
  auto got = co_await fetch(number);
  if (got) got->value.position.next.reset();
  co_return got;
}

/// One page as a list that ends with it.
template <class Item>
edgegap::paginator<Item> one_page(edgegap::operation_id what, int number, fetch_page<Item> fetch) {
  return edgegap::paginator<Item>(
      what, [number, fetch = std::move(fetch)](int) { return last_page<Item>(fetch, number); });
}

/// What came of a list, and what the platform said about the last of its pages.
template <class Item>
struct walked_list {
  std::vector<Item> items;
  edgegap::page_position last;
};

/// Walks a list to its end: with --json each page is printed as it came, otherwise the items are kept.
/// Remarks of the platform go to stderr.
template <class Item>
boost::asio::awaitable<edgegap::api_result<walked_list<Item>>> walked(session& s,
                                                                      edgegap::paginator<Item> walk) {
  walked_list<Item> all;
  for (;;) {
    auto next = co_await walk.next_page();
    if (!next) co_return next.error();
    if (!next->has_value()) co_return all;
    auto& got = **next;
    if (s.show.json) s.show.verbatim(got.text);
    for (const auto& message : got.value.messages) s.show.complain(base::terminal_text(message));
    for (auto& each : got.value.items) all.items.push_back(std::move(each));
    all.last = got.value.position;
  }
}

}  // namespace gamekeeper::fleet
