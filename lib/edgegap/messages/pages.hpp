#pragma once

#include "edgegap/messages/decoded_response.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
}  // namespace gamekeeper::edgegap
