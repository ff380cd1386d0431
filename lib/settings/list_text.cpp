#include "settings/list_text.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::settings {

namespace json = boost::json;

namespace {

base::error not_an_array(std::string_view what) {
  std::string message = "begins with '[' and is no JSON array of strings: ";
  return base::error(base::errc::invalid_input, message.append(what));
}

std::string_view without_spaces(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

base::result<std::vector<std::string>> parse_array(std::string_view text) {
  json::error_code ec;
  const auto parsed = json::parse({text.data(), text.size()}, ec);
  if (ec) return not_an_array(ec.message());
  std::vector<std::string> items;
  for (const auto& each : parsed.as_array()) {
    if (!each.is_string()) return not_an_array(json::serialize(each) + " is none");
    items.emplace_back(each.as_string().c_str(), each.as_string().size());
  }
  return items;
}

}  // namespace

base::result<std::vector<std::string>> parse_list(std::string_view text) {
  text = without_spaces(text);
  if (text.starts_with('[')) return parse_array(text);
  std::vector<std::string> items;
  for (bool more = !text.empty(); more;) {
    const auto comma = text.find(',');
    items.emplace_back(without_spaces(text.substr(0, comma)));
    more = comma != std::string_view::npos;
    text.remove_prefix(more ? comma + 1 : text.size());
  }
  return items;
}

std::string write_list(const std::vector<std::string>& items) {
  json::array array;
  for (const auto& item : items) array.emplace_back(json::string_view(item));
  return json::serialize(array);
}

std::string show_list(const std::vector<std::string>& items) {
  std::string text;
  for (const auto& item : items) text.append(text.empty() ? "" : ",").append(item);
  const auto back = parse_list(text);
  return back && *back == items ? text : write_list(items);
}

}  // namespace gamekeeper::settings
