#include "base/json.hpp"

#include "base/byte_order_mark.hpp"
#include "base/decimal.hpp"
#include "base/limits.hpp"
#include "base/whole_number.hpp"

#include <boost/json.hpp>

#include <cmath>

namespace gamekeeper::base {

namespace json = boost::json;

result<json::value> parse_json(std::string_view whole) {
  const auto text = without_byte_order_mark(whole);
  const auto before = whole.size() - text.size();
  json::parse_options options;
  options.max_depth = limits::json_depth;
  json::stream_parser parser({}, options);
  boost::system::error_code ec;
  const auto consumed = parser.write_some(text.data(), text.size(), ec);
  if (!ec && consumed < text.size()) {
    return error(errc::malformed,
                 "not JSON: something follows the value at byte " + std::to_string(before + consumed));
  }
  if (!ec) parser.finish(ec);
  if (ec == json::error::too_deep) {
    return error(errc::malformed,
                 "JSON is nested deeper than " + std::to_string(limits::json_depth) + " levels");
  }
  if (ec)
    return error(errc::malformed,
                 "not JSON: " + ec.message() + " at byte " + std::to_string(before + consumed));
  return parser.release();
}

std::string_view kind_of(const json::value& value) noexcept {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "a boolean";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      return "a number";
    case json::kind::string:
      return "a string";
    case json::kind::array:
      return "an array";
    case json::kind::object:
      return "an object";
  }
  return "something else";
}

json_reader::json_reader(const json::value& value, std::vector<std::string>& problems, std::string pointer)
    : object_(value.if_object()), problems_(&problems), pointer_(std::move(pointer)) {
  if (!object_) {
    problems_->push_back((pointer_.empty() ? "/" : pointer_) + ": expected an object, found " +
                         std::string(kind_of(value)));
  }
}

const json::value* json_reader::member(std::string_view key) const {
  if (!object_) return nullptr;
  const auto* found = object_->if_contains(key);
  return found && !found->is_null() ? found : nullptr;
}

std::vector<std::string> json_reader::keys() const {
  std::vector<std::string> all;
  if (object_)
    for (const auto& each : *object_) all.emplace_back(each.key());
  return all;
}

std::string json_reader::pointer_to(std::string_view key) const {
  std::string pointer = pointer_ + "/";
  for (char c : key) {  // RFC 6901
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

void json_reader::problem(std::string_view key, std::string_view what) const {
  problems_->push_back(pointer_to(key) + ": " + std::string(what));
}

namespace {

std::string expected(std::string_view what, const json::value& found) {
  return "expected " + std::string(what) + ", found " + std::string(kind_of(found));
}

}  // namespace

std::optional<std::string> json_reader::text(std::string_view key) const {
  const auto* value = member(key);
  if (!value) return std::nullopt;
  if (const auto* string = value->if_string()) return std::string(*string);
  problem(key, expected("a string", *value));
  return std::nullopt;
}

std::optional<std::int64_t> json_reader::integer(std::string_view key) const {
  const auto* value = member(key);
  if (!value) return std::nullopt;
  if (const auto whole = whole_number_of(*value)) return whole;
  problem(key, value->is_number() ? "expected a whole number that fits 64 bits"
                                  : expected("a whole number", *value));
  return std::nullopt;
}

std::optional<double> json_reader::number(std::string_view key) const {
  const auto* value = member(key);
  if (!value) return std::nullopt;
  if (value->is_number()) return value->to_number<double>();
  if (const auto* string = value->if_string())
    if (const auto parsed = parse_decimal(*string); parsed && std::isfinite(*parsed)) return parsed;
  problem(key, expected("a number", *value));
  return std::nullopt;
}

std::optional<bool> json_reader::boolean(std::string_view key) const {
  const auto* value = member(key);
  if (!value) return std::nullopt;
  if (const auto* flag = value->if_bool()) return *flag;
  if (const auto* string = value->if_string()) {
    if (*string == "true" || *string == "True") return true;
    if (*string == "false" || *string == "False") return false;
  }
  problem(key, expected("a boolean", *value));
  return std::nullopt;
}

std::optional<std::vector<std::string>> json_reader::texts(std::string_view key) const {
  const auto* value = member(key);
  if (!value) return std::nullopt;
  const auto* array = value->if_array();
  if (!array) {
    problem(key, expected("an array of strings", *value));
    return std::nullopt;
  }
  std::vector<std::string> all;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto& element = (*array)[i];
    if (const auto* string = element.if_string())
      all.emplace_back(*string);
    else
      problems_->push_back(pointer_to(key) + "/" + std::to_string(i) + ": " + expected("a string", element));
  }
  return all;
}

std::optional<json_reader> json_reader::object(std::string_view key) const {
  const auto* value = member(key);
  if (!value) return std::nullopt;
  json_reader inner(*value, *problems_, pointer_to(key));
  if (!inner.object_) return std::nullopt;
  return inner;
}

std::vector<json_reader> json_reader::objects(std::string_view key) const {
  std::vector<json_reader> all;
  const auto* value = member(key);
  if (!value) return all;
  const auto* array = value->if_array();
  if (!array) {
    problem(key, expected("an array of objects", *value));
    return all;
  }
  all.reserve(array->size());
  for (std::size_t i = 0; i < array->size(); ++i) {
    json_reader element((*array)[i], *problems_, pointer_to(key) + "/" + std::to_string(i));
    if (element.object_) all.push_back(std::move(element));
  }
  return all;
}

}  // namespace gamekeeper::base
