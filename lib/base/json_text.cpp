#include "emulator/json_text.hpp"

#include <boost/json.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace gamekeeper::emulator {

namespace json = boost::json;

namespace {

// The longest one is as small as a double can be: 0. and 323 zeros before its digits.
void append_number(std::string& text, double number) {
  if (!std::isfinite(number)) {
    text += "null";
    return;
  }
  std::array<char, 400> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed).ptr;
  text.append(digits.data(), end);
  // 45.0 stays a number with a fraction for those who read its type from its text.
  if (std::find(digits.data(), end, '.') == end) text += ".0";
}

// The depth is that of our own views.
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
  std::string text;
  append(text, value);
  return text;
}

}  // namespace gamekeeper::emulator
