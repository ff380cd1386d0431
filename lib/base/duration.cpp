#include "base/duration.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace gamekeeper::base {

namespace {

struct unit {
  std::string_view suffix;
  std::int64_t milliseconds;
};

// Largest first; "ms" is told from "m" by taking all letters that follow the digits.
constexpr std::array<unit, 4> units{{{"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::int64_t longest = 366LL * 24 * 3'600'000;

error not_a_duration(std::string_view text, std::string_view why) {
  std::string message = "'";
  message.append(text).append("' ").append(why).append("; write it with units, e.g. 500ms, 10s, 1m30s, 2h");
  return error(errc::invalid_input, std::move(message));
}

}  // namespace

result<duration> parse_duration(std::string_view text) {
  if (text.empty()) return not_a_duration(text, "is no duration");
  std::int64_t total = 0;
  std::int64_t previous_unit = std::numeric_limits<std::int64_t>::max();
  std::string_view rest = text;
  while (!rest.empty()) {
    std::int64_t number = 0;
    const auto [end, ec] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (ec == std::errc::result_out_of_range) return not_a_duration(text, "is too long");
    if (ec != std::errc() || rest.front() == '-') return not_a_duration(text, "is no duration");
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    const auto letters = rest.substr(0, rest.find_first_of("0123456789"));
    if (letters.empty()) return not_a_duration(text, "has no unit");
    const unit* found = nullptr;
    for (const auto& candidate : units)
      if (candidate.suffix == letters) found = &candidate;
    if (!found) return not_a_duration(text, "has an unknown unit");
    if (found->milliseconds >= previous_unit) return not_a_duration(text, "has its units out of order");
    if (number > longest / found->milliseconds) return not_a_duration(text, "is longer than 366 days");
    total += number * found->milliseconds;
    previous_unit = found->milliseconds;
    rest.remove_prefix(letters.size());
  }
  if (total > longest) return not_a_duration(text, "is longer than 366 days");
  return duration(total);
}

std::string format_duration(duration value) {
  auto rest = value.count();
  if (rest == 0) return "0s";
  std::string text;
  if (rest < 0) {
    text = "-";
    rest = -rest;
  }
  for (const auto& each : units) {
    const auto number = rest / each.milliseconds;
    if (number == 0) continue;
    text.append(std::to_string(number)).append(each.suffix);
    rest %= each.milliseconds;
  }
  return text;
}

}  // namespace gamekeeper::base
