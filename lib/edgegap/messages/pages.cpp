#include "edgegap/messages/pages.hpp"

#include "edgegap/messages/answer_reader.hpp"

#include <algorithm>

namespace gamekeeper::edgegap {

namespace {

constexpr std::int64_t most = 1'000'000'000;

std::optional<int> page_number(const answer_reader& from, std::string_view key) {
  const auto value = from.integer_within(key, 0, most);
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

}  // namespace

page_position decode_position(const answer_reader& from, int asked_for) {
  page_position position;
  position.number = asked_for;
  position.total = from.integer_within("total_count", 0, most);
  if (!position.total) position.total = from.integer_within("count", 0, most);
  const auto where = from.object("pagination");
  if (!where) return position;
  position.number = page_number(*where, "number").value_or(asked_for);
  position.next = page_number(*where, "next_page_number");
  position.previous = page_number(*where, "previous_page_number");
  if (const auto all = where->object("paginator")) position.pages = page_number(*all, "num_pages");
  // The two can contradict each other; a page is there when one of them names it and the other does not deny
  // it.
  const auto has_next = (*where)->boolean("has_next");
  if (has_next && !*has_next) position.next.reset();
  if (has_next && *has_next && !position.next) position.next = position.number + 1;
  return position;
}

std::vector<std::string> decode_messages(const answer_reader& from, std::string_view key) {
  auto all = from->texts(key).value_or(std::vector<std::string>());
  std::erase(all, "");
  return all;
}

}  // namespace gamekeeper::edgegap
