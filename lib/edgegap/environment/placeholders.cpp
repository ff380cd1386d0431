#include "edgegap/environment/placeholders.hpp"

#include "base/decimal.hpp"
#include "base/limits.hpp"
#include "base/nearest.hpp"
#include "base/port_name.hpp"

#include <algorithm>

namespace gamekeeper::edgegap {

namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_name_character(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

constexpr std::string_view port_prefix = "port.";

/// A port's name may have blanks in it, and whatever else the platform lets pass.
bool is_port_character(std::string_view text) {
  constexpr std::string_view never = "{}\"\n\r";
  return !text.starts_with(":-") && never.find(text.front()) == std::string_view::npos;
}

struct placeholder {
  std::string_view name;
  std::string_view otherwise;
  bool has_default = false;
  std::size_t length = 0;  ///< with both braces; 0: it is none
};

/// `text` begins behind the brace.
placeholder read_placeholder(std::string_view text) {
  placeholder read;
  if (text.empty() || !is_lower(text.front())) return read;
  std::size_t end = 0;
  const bool is_port = text.starts_with(port_prefix);
  while (end < text.size() && (is_port ? is_port_character(text.substr(end)) : is_name_character(text[end])))
    ++end;
  // "{env.NAME:-default}": the '-' belongs to ":-", never to the name, for ':' ends that.
  read.name = text.substr(0, end);
  if (text.substr(end).starts_with(":-")) {
    const auto begin = end + 2;
    end = text.find('}', begin);
    if (end == std::string_view::npos) return {};
    read.has_default = true;
    read.otherwise = text.substr(begin, end - begin);
  }
  if (end >= text.size() || text[end] != '}') return {};
  read.length = end + 2;
  return read;
}

base::error no_such_name(std::string_view name, const std::vector<std::string>& known) {
  std::string message = "{" + std::string(name) + "} has no value";
  std::vector<std::string_view> views;
  for (const auto& each : known)
    if (read_placeholder(each + "}").length == each.size() + 2) views.emplace_back(each);
  if (const auto guess = base::nearest(name, views); !guess.empty())
    message.append(", did you mean {").append(guess).append("}?");
  message.append("; there are");
  for (const auto& each : known)
    if (read_placeholder(each + "}").length == each.size() + 2) message.append(" {").append(each).append("}");
  message.append(" and {env.NAME} for every variable of the game; {").append(name);
  message.append(":-TEXT} gives a default, {{ is a brace");
  return base::error(base::errc::not_found, std::move(message));
}

}  // namespace

placeholders::placeholders(const injected_environment& injected,
                           const std::vector<std::string>& game_environment) {
  const auto add = [this](std::string name, std::string value) {
    if (!value.empty()) values_.emplace_back(std::move(name), std::move(value));
  };
  add("request_id", injected.request_id);
  add("public_ip", injected.public_ip);
  add("fqdn", injected.fqdn);
  add("host_id", injected.host_id);
  if (const auto& place = injected.place) {
    add("location.city", place->city);
    add("location.country", place->country);
    add("location.continent", place->continent);
    add("location.administrative_division", place->administrative_division);
    add("location.timezone", place->timezone);
    if (place->latitude) add("location.latitude", base::decimal(*place->latitude));
    if (place->longitude) add("location.longitude", base::decimal(*place->longitude));
  }
  for (const auto& port : injected.ports) {
    const auto prefix = "port." + port.name + ".";
    port_names_.push_back(port.name);
    if (port.internal) add(prefix + "internal", std::to_string(*port.internal));
    if (port.external) add(prefix + "external", std::to_string(*port.external));
    add(prefix + "protocol", port.protocol);
  }
  for (const auto& entry : game_environment) {
    const auto equals = entry.find('=');
    if (equals != std::string::npos)
      variables_.emplace_back("env." + entry.substr(0, equals), entry.substr(equals + 1));
  }
}

const std::string* placeholders::find(std::string_view name) const {
  const auto& where = name.starts_with("env.") ? variables_ : values_;
  const auto found =
      std::find_if(where.begin(), where.end(), [name](const auto& each) { return each.first == name; });
  if (found != where.end()) return &found->second;
  const auto dot = name.rfind('.');
  if (!name.starts_with(port_prefix) || dot < port_prefix.size()) return nullptr;
  const auto port =
      base::find_port_name(name.substr(port_prefix.size(), dot - port_prefix.size()), port_names_);
  if (!port) return nullptr;
  const auto full = std::string(port_prefix) + port_names_[*port] + std::string(name.substr(dot));
  return full == name ? nullptr : find(full);
}

std::vector<std::string> placeholders::names() const {
  std::vector<std::string> all;
  for (const auto& each : values_) all.push_back(each.first);
  return all;
}

base::result<std::string> placeholders::expand(std::string_view text) const {
  std::string expanded;
  while (!text.empty()) {
    const auto brace = std::min(text.find('{'), text.size());
    expanded.append(text.substr(0, brace));
    text.remove_prefix(brace);
    if (expanded.size() > base::limits::expanded_bytes)
      return base::error(base::errc::too_large, "with its placeholders filled in it is larger than " +
                                                    std::to_string(base::limits::expanded_bytes) + " bytes");
    if (text.empty()) break;
    const bool doubled = text.starts_with("{{");
    const auto found = doubled ? placeholder() : read_placeholder(text.substr(1));
    if (found.length == 0) {
      expanded.push_back('{');
      text.remove_prefix(doubled ? 2 : 1);
      continue;
    }
    const auto* value = find(found.name);
    if (!value && !found.has_default) return no_such_name(found.name, names());
    expanded.append(value ? std::string_view(*value) : found.otherwise);
    text.remove_prefix(found.length);
  }
  return expanded;
}

}  // namespace gamekeeper::edgegap
