#include "base/whole_number.hpp"

#include "base/byte_order_mark.hpp"
#include "base/decimal.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <cmath>

namespace gamekeeper::base {

namespace {

std::string_view without_space_around(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto begin = text.find_first_not_of(space);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(space) + 1 - begin);
}

std::optional<std::int64_t> exact(double number) {
  constexpr double largest = 9'007'199'254'740'991;  // below 2^53 no two whole numbers share a double
  if (!(std::abs(number) <= largest) || std::trunc(number) != number) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

}  // namespace

std::optional<std::int64_t> parse_whole_number(std::string_view text) {
  text = without_space_around(without_byte_order_mark(text));
  if (text.size() > 1 && text.front() == '"' && text.back() == '"')
    text = without_space_around(text.substr(1, text.size() - 2));
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec == std::errc() && end == text.data() + text.size()) return value;
  const auto number = parse_decimal(text);
  return number ? exact(*number) : std::nullopt;
}

std::optional<std::int64_t> whole_number_of(const boost::json::value& value) {
  if (const auto* text = value.if_string()) return parse_whole_number(*text);
  if (const auto* number = value.if_double()) return exact(*number);
  if (!value.is_number()) return std::nullopt;
  boost::system::error_code ec;
  const auto whole = value.to_number<std::int64_t>(ec);
  return ec ? std::nullopt : std::optional(whole);
}

}  // namespace gamekeeper::base
