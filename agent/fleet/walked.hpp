#pragma once

#include "edgegap/pages.hpp"
#include "fleet/session.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <string>
#include <vector>

namespace gamekeeper::fleet {

/// Walks a list to its end: with --json each page is printed as it came, otherwise the items are kept.
/// Remarks of the platform go to stderr.
template <class Item>
boost::asio::awaitable<edgegap::api_result<std::vector<Item>>> walked(session& s,
                                                                      edgegap::page_walker<Item> walk) {
  std::vector<Item> all;
  for (;;) {
    auto next = co_await walk.next_page();
    if (!next) co_return next.error();
    if (!next->has_value()) co_return all;
    auto& got = **next;
    if (s.show.json) s.show.verbatim(got.text);
    for (const auto& message : got.value.messages) s.show.complain(message);
    for (auto& each : got.value.items) all.push_back(std::move(each));
  }
}

}  // namespace gamekeeper::fleet
