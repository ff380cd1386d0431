#include "edgegap/messages/types.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <cctype>

namespace gamekeeper::edgegap {

std::optional<std::uint16_t> port_number(std::int64_t value) noexcept {
  if (value < 1 || value > 65'535) return std::nullopt;
  return static_cast<std::uint16_t>(value);
}

namespace {

std::optional<std::uint16_t> decode_number(const base::json_reader& from, std::string_view key) {
  const auto value = from.integer(key);
  if (!value) return std::nullopt;
  const auto number = port_number(*value);
  if (!number) from.problem(key, "expected a port, 1 to 65535");
  return number;
}

port decode_port(std::string key, const base::json_reader& from) {
  port one;
  one.name = from.text("name").value_or("");
  if (one.name.empty()) one.name = std::move(key);
  one.internal = decode_number(from, "internal");
  one.external = decode_number(from, "external");
  one.protocol = from.text("protocol").value_or("");
  std::transform(one.protocol.begin(), one.protocol.end(), one.protocol.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  one.link = from.text("link").value_or("");
  one.tls_upgrade = from.boolean("tls_upgrade").value_or(false);
  one.proxy = decode_number(from, "proxy");
  return one;
}

}  // namespace

std::vector<port> decode_ports(const base::json_reader& ports) {
  std::vector<port> all;
  for (auto& key : ports.keys()) {
    if (all.size() == base::limits::deployment_ports) {
      ports.problem(key, "this and the ports after it are left out, a deployment has at most " +
                             std::to_string(base::limits::deployment_ports));
      break;
    }
    if (const auto one = ports.object(key)) all.push_back(decode_port(std::move(key), *one));
  }
  return all;
}

location decode_location(const base::json_reader& place) {
  location where;
  where.city = place.text("city").value_or("");
  where.country = place.text("country").value_or("");
  where.continent = place.text("continent").value_or("");
  where.administrative_division = place.text("administrative_division").value_or("");
  where.timezone = place.text("timezone").value_or("");
  where.latitude = place.number("latitude");
  where.longitude = place.number("longitude");
  return where;
}

void keep_first(std::vector<std::string>& warnings) {
  if (warnings.size() <= base::limits::decode_warnings) return;
  const auto left_out = warnings.size() - base::limits::decode_warnings;
  warnings.resize(base::limits::decode_warnings);
  warnings.push_back("and " + std::to_string(left_out) + " more");
}

}  // namespace gamekeeper::edgegap
