#include "base/json_text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace gamekeeper::base {

namespace json = boost::json;

namespace {

// The shortest digits that read back as the same number, as base::decimal finds them, and the power of ten of the
// first of them. std::to_chars does this too, with 130 KB of tables.
std::pair<std::string, int> digits_of(double number) {
  std::array<char, 40> text{};
  for (int digits = 15; digits <= 17; ++digits) {
    std::snprintf(text.data(), text.size(), "%.*e", digits - 1, number);
    if (std::strtod(text.data(), nullptr) == number) break;
  }
  std::string all(text.data());
  const auto e = all.find('e');
  const int power = std::atoi(all.c_str() + e + 1);
  all.resize(e);
  std::erase(all, '.');
  all.resize(std::max<std::size_t>(all.find_last_not_of('0') + 1, 1));
  return {std::move(all), power};
}

// The longest one is as small as a double can be: 0. and 323 zeros before its digits.
void append_number(std::string& text, double number) {
  if (!std::isfinite(number)) {
    text += "null";
    return;
  }
  if (std::signbit(number)) text += '-';
  const auto [digits, power] = digits_of(std::abs(number));
  if (power < 0) {
    text.append("0.").append(static_cast<std::size_t>(-power - 1), '0').append(digits);
    return;
  }
  const auto whole = static_cast<std::size_t>(power) + 1;
  text.append(digits, 0, whole);
  if (digits.size() < whole) text.append(whole - digits.size(), '0');
  // 45.0 stays a number with a fraction for those who read its type from its text.
  text.append(".").append(digits.size() > whole ? digits.substr(whole) : "0");
}

bool holds_double(const json::value& value) {
  if (const auto* object = value.if_object())
    return std::any_of(object->begin(), object->end(),
                       [](const auto& each) { return holds_double(each.value()); });
  if (const auto* array = value.if_array()) return std::any_of(array->begin(), array->end(), holds_double);
  return value.is_double();
}

// As deep as the value, which is one of ours or has come through parse_json.
void append(std::string& text, const json::value& value) {
  char separator = 0;
  if (const auto* object = value.if_object()) {
    for (const auto& [key, member] : *object) {
      text += separator ? separator : '{';
      text += json::serialize(json::string_view(key)) + ":";
      append(text, member);
      separator = ',';
    }
    text += separator ? "}" : "{}";
  } else if (const auto* array = value.if_array()) {
    for (const auto& element : *array) {
      text += separator ? separator : '[';
      append(text, element);
      separator = ',';
    }
    text += separator ? "]" : "[]";
  } else if (const auto* number = value.if_double()) {
    append_number(text, *number);
  } else {
    text += json::serialize(value);
  }
}

}  // namespace

std::string json_text(const json::value& value) {
  if (!holds_double(value)) return json::serialize(value);
  std::string text;
  append(text, value);
  return text;
}

}  // namespace gamekeeper::base
