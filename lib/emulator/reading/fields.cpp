#include "emulator/reading/fields.hpp"

#include "base/json.hpp"
#include "base/json_text.hpp"
#include "base/nearest.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <cmath>

namespace gamekeeper::emulator {

namespace json = boost::json;

namespace {

std::string expected(std::string_view wanted, const json::value& found) {
  return "expected " + std::string(wanted) + ", found " + std::string(base::kind_of(found));
}

std::string shortest(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return std::string(text, end);
}

// Empty when the text is fit to become a name or a variable's value.
std::string unfit(std::string_view text, bool may_be_empty, std::size_t longest) {
  if (text.empty() && !may_be_empty) return "must not be empty";
  if (text.size() > longest)
    return "has " + std::to_string(text.size()) + " bytes; at most " + std::to_string(longest) +
           " are allowed";
  if (text.find('\0') != std::string_view::npos) return "must not contain a NUL character";
  return "";
}

}  // namespace

std::string to_text(const std::vector<problem>& problems) {
  std::string text;
  for (const auto& each : problems) {
    if (!text.empty()) text += "; ";
    text.append(each.pointer.empty() ? "/" : each.pointer).append(": ").append(each.what);
  }
  return text;
}

fields::fields(const json::value& value, std::vector<problem>& problems, std::string pointer)
    : object_(value.if_object()), problems_(&problems), pointer_(std::move(pointer)) {
  if (!object_) problems_->push_back({pointer_, expected("an object", value)});
}

const json::value* fields::member(std::string_view key, presence need, std::string_view wanted) const {
  if (!object_) return nullptr;
  const auto* found = object_->if_contains(key);
  if (found && !found->is_null()) return found;
  if (need == presence::required) add_problem(key, "is required: " + std::string(wanted));
  return nullptr;
}

std::optional<std::string> fields::any_text(std::string_view key, presence need, std::size_t longest) const {
  const auto* value = member(key, need, "a string");
  if (!value) return std::nullopt;
  const auto* text = value->if_string();
  const auto wrong = text ? unfit(*text, true, longest) : expected("a string", *value);
  if (wrong.empty()) return std::string(*text);
  add_problem(key, wrong);
  return std::nullopt;
}

std::optional<std::string> fields::text(std::string_view key, presence need, std::size_t longest) const {
  auto given = any_text(key, need, longest);
  if (!given || !given->empty()) return given;
  add_problem(key, unfit("", false, longest));
  return std::nullopt;
}

std::optional<std::int64_t> fields::integer(std::string_view key, presence need, std::int64_t least,
                                            std::int64_t most) const {
  const auto wanted = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  const auto* value = member(key, need, wanted);
  if (!value) return std::nullopt;
  boost::system::error_code not_exact;
  const auto number = value->is_number() ? value->to_number<std::int64_t>(not_exact) : 0;
  if (value->is_number() && !not_exact && number >= least && number <= most) return number;
  add_problem(key, value->is_number() ? "expected " + wanted + ", found " + base::json_text(*value)
                                      : expected(wanted, *value));
  return std::nullopt;
}

std::optional<double> fields::number(std::string_view key, presence need, double least, double most) const {
  const auto wanted = "a number from " + shortest(least) + " to " + shortest(most);
  const auto* value = member(key, need, wanted);
  if (!value) return std::nullopt;
  const auto number = value->is_number() ? value->to_number<double>() : std::nan("");
  if (number >= least && number <= most) return number;
  add_problem(key, value->is_number() ? "expected " + wanted + ", found " + base::json_text(*value)
                                      : expected(wanted, *value));
  return std::nullopt;
}

std::optional<bool> fields::boolean(std::string_view key, presence need) const {
  const auto* value = member(key, need, "true or false");
  if (!value) return std::nullopt;
  if (const auto* flag = value->if_bool()) return *flag;
  add_problem(key, expected("true or false", *value));
  return std::nullopt;
}

std::optional<fields> fields::object(std::string_view key, presence need) const {
  const auto* value = member(key, need, "an object");
  if (!value) return std::nullopt;
  fields inner(*value, *problems_, pointer_to(key));
  if (!inner.is_object()) return std::nullopt;
  return inner;
}

const json::array* fields::array(std::string_view key, presence need) const {
  const auto* value = member(key, need, "an array");
  if (!value) return nullptr;
  if (const auto* found = value->if_array()) return found;
  add_problem(key, expected("an array", *value));
  return nullptr;
}

std::vector<std::string> fields::texts(std::string_view key, presence need, std::size_t longest) const {
  std::vector<std::string> all;
  const auto* found = array(key, need);
  for (std::size_t i = 0; found && i < found->size(); ++i) {
    const auto& element = (*found)[i];
    const auto* text = element.if_string();
    const auto wrong = text ? unfit(*text, false, longest) : expected("a string", element);
    if (wrong.empty())
      all.emplace_back(*text);
    else
      problems_->push_back({pointer_to(key) + "/" + std::to_string(i), wrong});
  }
  return all;
}

std::vector<std::string> fields::keys() const {
  std::vector<std::string> all;
  if (object_)
    for (const auto& each : *object_) all.emplace_back(each.key());
  return all;
}

void fields::allow_only(std::span<const std::string_view> known) const {
  for (const auto& key : keys()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    std::string what = "unknown key; allowed:";
    for (const auto each : known) what.append(" ").append(each);
    if (const auto near = base::nearest(key, known); !near.empty())
      what.append("; did you mean ").append(near).append("?");
    add_problem(key, std::move(what));
  }
}

void fields::add_problem(std::string_view key, std::string what) const {
  problems_->push_back({pointer_to(key), std::move(what)});
}

std::string fields::pointer_to(std::string_view key) const {
  std::string pointer = pointer_ + "/";
  for (const char c : key) {  // RFC 6901
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

}  // namespace gamekeeper::emulator
