#pragma once

#include "base/limits.hpp"
#include "edgegap/messages/api_error.hpp"
#include "edgegap/messages/decoded.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::edgegap {

class answer_reader;

/// Where a page stands in its list; pages count from 1. The specification requires `pagination` and
/// `total_count`, the older reference neither: a list without them is one page.
struct page_position {
  int number = 1;
  std::optional<int> next;            ///< nothing on the last page
  std::optional<int> previous;        ///< nothing on the first
  std::optional<int> pages;           ///< how many there are
  std::optional<std::int64_t> total;  ///< items in all pages together
};

/// One page of a list.
template <class Item>
struct page {
  std::vector<Item> items;
  page_position position;
  std::vector<std::string> messages;  ///< the platform's remarks on the question; empty ones are left out
};

page_position decode_position(const answer_reader& from, int asked_for);
std::vector<std::string> decode_messages(const answer_reader& from, std::string_view key);
/// The error of a list that does not end, or does not go on from where it was.
api_error endless_list(operation_id what, int at, std::optional<int> next);

/// A list that is fetched as it is walked:
///
///   auto walk = platform.list(query, deadline);
///   for (;;) {
///     auto item = co_await walk.next();
///     if (!item) co_return item.error();  // what came before it is still good
///     if (!*item) break;                  // the end
///     use(**item);
///   }
///
/// A page that does not lead forward, and more than `most_pages` of them, are errors. After an error or the
/// end, nothing more comes. The client that made it outlives it.
template <class Item>
class page_walker {
 public:
  using one_page = decoded<page<Item>>;
  using fetch = std::function<boost::asio::awaitable<api_result<one_page>>(int number)>;

  page_walker(operation_id what, fetch get, int most_pages = base::limits::list_pages)
      : what_(what), get_(std::move(get)), left_(most_pages) {}

  /// The next page whole, or nothing behind the last one. Do not mix with next().
  boost::asio::awaitable<api_result<std::optional<one_page>>> next_page() {
    if (!number_) co_return std::optional<one_page>();
    const int number = *number_;
    number_.reset();
    if (left_-- <= 0) co_return endless_list(what_, number, std::nullopt);
    auto got = co_await get_(number);
    if (!got) co_return got.error();
    const auto next = got->value.position.next;
    if (next && *next <= number) co_return endless_list(what_, number, next);
    number_ = next;
    co_return std::optional<one_page>(std::move(*got));
  }

  /// The next item, or nothing at the end.
  boost::asio::awaitable<api_result<std::optional<Item>>> next() {
    while (at_ == items_.size()) {
      auto got = co_await next_page();
      if (!got) co_return got.error();
      if (!got->has_value()) co_return std::optional<Item>();
      items_ = std::move((*got)->value.items);
      at_ = 0;
    }
    co_return std::optional<Item>(std::move(items_[at_++]));
  }

 private:
  operation_id what_;
  fetch get_;
  int left_;
  std::optional<int> number_ = 1;
  std::vector<Item> items_;
  std::size_t at_ = 0;
};

}  // namespace gamekeeper::edgegap
