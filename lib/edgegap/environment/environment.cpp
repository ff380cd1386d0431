#include "edgegap/environment/environment.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "edgegap/environment/variables.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace gamekeeper::edgegap {

namespace {

constexpr std::string_view no_self_stop = "the deployment cannot stop itself";
constexpr std::string_view no_context = "the context endpoint cannot be asked";
constexpr std::string_view no_mapping =
    "the ports are taken from the ARBITRIUM_PORT_* variables, if there are any";

// Reads a JSON variable with `decode(reader)`; what it did not understand becomes warnings.
template <class Decode>
void read_json(variables& from, std::string_view name, std::string_view lost, Decode decode) {
  const auto found = from.all().find(name);
  if (found == from.all().end() || found->second.empty()) return;
  const auto parsed = base::parse_json(found->second);
  if (!parsed) return from.warn(name, parsed.error().message(), lost);
  if (!parsed->is_object()) return from.warn(name, "is not a JSON object", lost);
  std::vector<std::string> problems;
  decode(base::json_reader(*parsed, problems));
  for (const auto& problem : problems) from.warn(name, problem, "this member is left out");
}

void take_port_variable(variables& from, std::string_view name, std::string_view suffix, port& into) {
  if (suffix == "_INTERNAL")
    into.internal = from.port(name, "the port's internal number is unknown");
  else if (suffix == "_EXTERNAL")
    into.external = from.port(name, "the port's external number is unknown");
  else
    into.protocol = from.text(name, "the port's protocol is unknown");
}

// ARBITRIUM_PORT_<NAME>_{INTERNAL,EXTERNAL,PROTOCOL}. The name is the sanitised one: "Game Port" is GAME_PORT
// here.
std::vector<port> ports_from_variables(variables& from) {
  constexpr std::string_view prefix = "ARBITRIUM_PORT_";
  constexpr std::array<std::string_view, 3> suffixes{"_INTERNAL", "_EXTERNAL", "_PROTOCOL"};
  std::map<std::string_view, port> found;
  for (const auto& entry : from.all()) {
    const auto name = entry.first;
    if (!name.starts_with(prefix)) continue;
    const auto rest = name.substr(prefix.size());
    for (const auto suffix : suffixes) {
      if (rest.size() <= suffix.size() || !rest.ends_with(suffix)) continue;
      const auto key = rest.substr(0, rest.size() - suffix.size());
      if (!found.contains(key) && found.size() == base::limits::deployment_ports) continue;
      take_port_variable(from, name, suffix, found[key]);
    }
  }
  std::vector<port> all;
  for (auto& [name, one] : found) {
    one.name = name;
    all.push_back(std::move(one));
  }
  return all;
}

void read_ports(variables& from, injected_environment& into) {
  read_json(from, "ARBITRIUM_PORTS_MAPPING", no_mapping, [&into](const base::json_reader& mapping) {
    if (const auto ports = mapping.object("ports")) into.ports = decode_ports(*ports);
  });
  if (into.ports.empty()) into.ports = ports_from_variables(from);
}

// It becomes one path segment and one DNS label.
bool is_request_id(std::string_view text) {
  return text.size() <= 63 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) || c == '-' || c == '_';
         });
}

void read_identity(variables& from, injected_environment& into) {
  constexpr std::string_view name = "ARBITRIUM_REQUEST_ID";
  constexpr std::string_view lost =
      "the deployment's public name is unknown, and so is whose status to ask for";
  into.request_id = from.text(name, lost);
  if (!is_request_id(into.request_id)) {
    from.warn(name, "is not made of letters, digits, '-' and '_', at most 63 of them", lost);
    into.request_id.clear();
  }
  if (!from.has(name)) from.warn(name, "is missing or empty", lost);
  if (!into.request_id.empty()) into.fqdn = into.request_id + ".pr.edgegap.net";
  into.public_ip = from.text("ARBITRIUM_PUBLIC_IP", "the public address is unknown");
}

void read_endpoints(variables& from, injected_environment& into) {
  into.delete_url = from.trusted_url("ARBITRIUM_DELETE_URL", no_self_stop);
  into.delete_token = from.token("ARBITRIUM_DELETE_TOKEN", no_self_stop);
  for (std::string_view name : {"ARBITRIUM_DELETE_URL", "ARBITRIUM_DELETE_TOKEN"})
    if (!from.has(name)) from.warn(name, "is missing or empty", no_self_stop);

  // The platform may have dropped the context endpoint altogether: nothing at all is no surprise, one half
  // is.
  constexpr std::string_view url = "ARBITRIUM_CONTEXT_URL";
  constexpr std::string_view token = "ARBITRIUM_CONTEXT_TOKEN";
  into.context_url = from.trusted_url(url, no_context);
  into.context_token = from.token(token, no_context);
  if (from.has(url) && !from.has(token)) from.warn(token, "is missing or empty", no_context);
  if (from.has(token) && !from.has(url)) from.warn(url, "is missing or empty", no_context);
}

void read_place(variables& from, injected_environment& into) {
  read_json(from, "ARBITRIUM_DEPLOYMENT_LOCATION", "the location is unknown",
            [&into](const base::json_reader& place) { into.place = decode_location(place); });
  std::string tags = from.text("ARBITRIUM_DEPLOYMENT_TAGS", "the tags are unknown");
  for (std::string_view rest = tags; !rest.empty();) {
    const auto comma = rest.find(',');
    if (const auto tag = rest.substr(0, comma); !tag.empty()) into.tags.emplace_back(tag);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
}

void read_host(variables& from, injected_environment& into) {
  into.host_id = from.text("ARBITRIUM_HOST_ID", "the host is unknown");
  into.vcpu_units = from.count("ARBITRIUM_DEPLOYMENT_VCPU_UNITS", "the processor share is unknown");
  into.memory_mb = from.count("ARBITRIUM_DEPLOYMENT_MEMORY_MB", "the memory limit is unknown");
  into.base_clock_mhz = from.count("ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY", "the host's clock rate is unknown");
  into.private_fleet =
      from.flag("ARBITRIUM_HOST_IN_PRIVATE_FLEET", "whether the host is one of a private fleet is unknown");
  into.private_fleet_id = from.text("ARBITRIUM_PRIVATE_FLEET_ID", "the private fleet's name is unknown");

  constexpr std::string_view no_beacon = "the host's beacon is unknown";
  into.beacon.enabled = from.flag("ARBITRIUM_HOST_BEACON_ENABLED", no_beacon);
  if (!into.beacon.enabled) into.beacon.enabled = from.flag("ARBITRIUM_BEACON_ENABLED", no_beacon);
  into.beacon.public_ip = from.text("ARBITRIUM_HOST_BEACON_PUBLIC_IP", no_beacon);
  into.beacon.udp_port = from.port("ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL", no_beacon);
  into.beacon.tcp_port = from.port("ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL", no_beacon);
}

bool set_by_developers(std::string_view name) {
  return name == "ARBITRIUM_ENV_DEBUG" || name == "ARBITRIUM_MOCK_ENV";
}

}  // namespace

injected_environment read_environment(std::span<const std::string> name_equals_value_list) {
  variables from(name_equals_value_list);
  injected_environment into;
  into.on_platform = std::any_of(from.all().begin(), from.all().end(),
                                 [](const auto& each) { return !set_by_developers(each.first); });
  if (!into.on_platform) return into;
  // The promise to stop comes first, so that its warnings are the last to be cut.
  read_endpoints(from, into);
  read_identity(from, into);
  read_host(from, into);
  read_place(from, into);
  read_ports(from, into);
  const std::array<const base::secret*, 2> tokens{&into.delete_token, &into.context_token};
  into.warnings = from.warnings_without(tokens);
  return into;
}

}  // namespace gamekeeper::edgegap
