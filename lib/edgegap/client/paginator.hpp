#pragma once

#include "base/limits.hpp"
#include "edgegap/messages/api_error.hpp"
#include "edgegap/messages/pages.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace gamekeeper::edgegap {

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
class paginator {
 public:
  using page_response = decoded_response<page<Item>>;
  using fetch = std::function<boost::asio::awaitable<api_result<page_response>>(int number)>;

  paginator(operation_id what, fetch get, int most_pages = base::limits::list_pages)
      : what_(what), get_(std::move(get)), left_(most_pages) {}

  /// The next page whole, or nothing behind the last one. Do not mix with next().
  boost::asio::awaitable<api_result<std::optional<page_response>>> next_page() {
    if (!number_) co_return std::optional<page_response>();
    const int number = *number_;
    number_.reset();
    if (left_-- <= 0) co_return endless_list(what_, number, std::nullopt);
    auto got = co_await get_(number);
    if (!got) co_return got.error();
    const auto next = got->value.position.next;
    if (next && *next <= number) co_return endless_list(what_, number, next);
    number_ = next;
    co_return std::optional<page_response>(std::move(*got));
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
