#include "control/arguments.hpp"

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/json_text.hpp"
#include "base/whole_number.hpp"
#include "net/url.hpp"

#include <algorithm>
#include <charconv>

namespace gamekeeper::control {

namespace json = boost::json;

namespace {

std::string listed(std::initializer_list<std::string_view> words) {
  if (words.size() == 0) return "none";
  std::string all;
  for (auto word : words) all.append(all.empty() ? "" : ", ").append(word);
  return all;
}

std::string pointer(std::string_view key) {
  return "/" + std::string(key);
}

}  // namespace

base::error arguments::invalid(std::string where, std::string_view what) {
  return base::error(base::errc::invalid_input, std::move(where.append(": ").append(what)));
}

base::error arguments::wrong_kind(std::string_view key, std::string_view expected, const json::value& found) {
  return invalid(pointer(key),
                 "expected " + std::string(expected) + ", found " + std::string(base::kind_of(found)));
}

base::result<arguments> arguments::of(const net::http_request& request,
                                      std::initializer_list<std::string_view> known) {
  arguments read;
  if (!request.body.empty()) {
    auto parsed = base::parse_json(request.body);
    if (!parsed) return parsed.error().within("body");
    if (!parsed->is_object())
      return invalid("body", "expected an object, found " + std::string(base::kind_of(*parsed)));
    read.members_ = std::move(parsed->as_object());
  }
  for (const auto& each : read.members_) {
    if (std::find(known.begin(), known.end(), std::string_view(each.key())) != known.end()) continue;
    return invalid(pointer(each.key()), "unknown member; allowed: " + listed(known));
  }
  return read;
}

base::result<std::string> arguments::text(std::string_view key, std::size_t max) const {
  const auto* found = member(key);
  if (!found || found->is_null()) return std::string();
  if (!found->is_string()) return wrong_kind(key, "a string", *found);
  if (found->as_string().size() > max)
    return invalid(pointer(key), "at most " + std::to_string(max) + " bytes are allowed");
  return std::string(found->as_string());
}

base::result<std::string> arguments::required_text(std::string_view key, std::size_t max) const {
  auto given = text(key, max);
  if (given && given->empty()) return invalid(pointer(key), "is missing or empty");
  return given;
}

base::result<int> arguments::count(std::string_view key, int max) const {
  const auto* found = member(key);
  const auto range = "a whole number from 0 to " + std::to_string(max);
  if (!found) return invalid(pointer(key), "is missing; expected " + range);
  const auto value = base::whole_number_of(*found);
  if (!value) return wrong_kind(key, range, *found);
  if (*value < 0 || *value > max)
    return invalid(pointer(key), "expected " + range + ", found " + std::to_string(*value));
  return static_cast<int>(*value);
}

base::result<std::optional<base::duration>> arguments::optional_duration(std::string_view key,
                                                                         base::duration max) const {
  const auto* found = member(key);
  if (!found || found->is_null()) return std::optional<base::duration>();
  const auto allowed = "a duration such as \"30s\", at most " + base::format_duration(max);
  if (!found->is_string()) return wrong_kind(key, allowed, *found);
  const auto value = base::parse_duration(found->as_string());
  if (!value) return value.error().within(pointer(key));
  if (value->count() <= 0 || *value > max) return invalid(pointer(key), "expected " + allowed);
  return std::optional(*value);
}

base::result<base::duration> arguments::duration(std::string_view key, base::duration max) const {
  const auto given = optional_duration(key, max);
  if (!given) return given.error();
  if (!*given) return invalid(pointer(key), "is missing; expected a duration such as \"30s\"");
  return **given;
}

base::result<std::string> arguments::object_text(std::string_view key, std::size_t max) const {
  const auto* found = member(key);
  if (!found || found->is_null()) return std::string();
  if (!found->is_object()) return wrong_kind(key, "an object", *found);
  auto text = base::json_text(*found);
  if (text.size() > max)
    return invalid(pointer(key), "at most " + std::to_string(max) + " bytes are allowed");
  return text;
}

std::optional<std::string> query_value(const net::http_request& request, std::string_view key) {
  const auto query = request.query();
  for (std::size_t begin = 0; begin < query.size();) {
    const auto end = std::min(query.find('&', begin), query.size());
    const auto pair = query.substr(begin, end - begin);
    begin = end + 1;
    const auto equals = pair.find('=');
    if (pair.substr(0, equals) != key) continue;
    if (equals == std::string_view::npos) return std::string();
    auto decoded = net::percent_decode(pair.substr(equals + 1));
    return decoded ? std::move(*decoded) : std::string(pair.substr(equals + 1));
  }
  return std::nullopt;
}

base::result<std::uint64_t> query_number(const net::http_request& request, std::string_view key) {
  const auto given = query_value(request, key);
  if (!given) return std::uint64_t{0};
  std::uint64_t value = 0;
  const auto* end = given->data() + given->size();
  const auto read = std::from_chars(given->data(), end, value);
  if (read.ec != std::errc() || read.ptr != end)
    return arguments::invalid("?" + std::string(key), "expected a whole number of 0 and more");
  return value;
}

base::result<base::duration> query_duration(const net::http_request& request, std::string_view key,
                                            base::duration max) {
  const auto given = query_value(request, key);
  if (!given) return base::duration(0);
  const auto value = base::parse_duration(*given);
  if (!value) return value.error().within("?" + std::string(key));
  return std::min(*value, max);
}

}  // namespace gamekeeper::control
