#include "emulator/platform/injected_environment.hpp"

#include "base/json_text.hpp"
#include "emulator/reading/location_reader.hpp"

#include <boost/json.hpp>

#include <cctype>
#include <map>

namespace gamekeeper::emulator {

namespace json = boost::json;

namespace {

using variables = std::map<std::string, std::string>;

// Keyed by name, as /v1/status and the Unity SDK's samples have it; the plugin's mock keys by number instead.
std::string ports_mapping(const deployment& d) {
  json::object ports;
  for (const auto& port : d.ports)
    ports[port.name] = {{"name", port.name},
                        {"internal", port.internal},
                        {"external", port.external},
                        {"protocol", port.protocol}};
  return json::serialize(json::object{{"ports", std::move(ports)}});
}

std::string comma_separated(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? "" : ",").append(word);
  return text;
}

void inject_identity(variables& into, const deployment& d, const host_environment& where) {
  into["ARBITRIUM_REQUEST_ID"] = d.request_id;
  into["ARBITRIUM_DELETE_URL"] = where.api_url + "/v1/self/stop/" + d.request_id + "/" + d.stop_key;
  into["ARBITRIUM_DELETE_TOKEN"] = d.delete_token.reveal();
  into["ARBITRIUM_CONTEXT_URL"] = where.api_url + "/v1/context/" + d.request_id + "/" + d.context_key;
  into["ARBITRIUM_CONTEXT_TOKEN"] = d.context_token.reveal();
  into["ARBITRIUM_DEPLOYMENT_TAGS"] = comma_separated(names_of(d.tags));
}

void inject_ports(variables& into, const deployment& d) {
  into["ARBITRIUM_PORTS_MAPPING"] = ports_mapping(d);
  for (const auto& port : d.ports) {
    const auto prefix = "ARBITRIUM_PORT_" + variable_name_of_port(port.name);
    into[prefix + "_INTERNAL"] = std::to_string(port.internal);
    into[prefix + "_EXTERNAL"] = std::to_string(port.external);
    into[prefix + "_PROTOCOL"] = port.protocol;
  }
}

void inject_host(variables& into, const deployment& d, const catalogue& offered) {
  const auto [fleet, host] = find_host(offered.fleets, d.host_id);
  into["ARBITRIUM_PUBLIC_IP"] = d.public_ip;
  into["ARBITRIUM_DEPLOYMENT_LOCATION"] = base::json_text(location_view(d.place));
  into["ARBITRIUM_DEPLOYMENT_VCPU_UNITS"] = std::to_string(d.cpu_units);
  into["ARBITRIUM_DEPLOYMENT_MEMORY_MB"] = std::to_string(d.memory_mb);
  into["ARBITRIUM_HOST_ID"] = host ? host->host_id : "emulator-local-1";
  into["ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY"] = host ? std::to_string(host->base_clock_speed_mhz) : "2000";
  into["ARBITRIUM_HOST_IN_PRIVATE_FLEET"] = host ? "true" : "false";
  into["ARBITRIUM_PRIVATE_FLEET_ID"] = fleet ? fleet->name : "PUBLIC_CLOUD";
  into["ARBITRIUM_HOST_BEACON_ENABLED"] = "false";
  // Present but empty: so the platform says that there is no beacon.
  into["ARBITRIUM_HOST_BEACON_PUBLIC_IP"] = "";
  into["ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL"] = "";
  into["ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL"] = "";
}

}  // namespace

std::string variable_name_of_port(std::string_view name) {
  std::string variable;
  for (const unsigned char c : name)
    variable += std::isalnum(c) && c < 0x80 ? static_cast<char>(std::toupper(c)) : '_';
  return variable;
}

std::vector<std::string> environment_for(const deployment& d, const catalogue& offered,
                                         const host_environment& where) {
  variables all;
  if (!where.path.empty()) all["PATH"] = where.path;
  if (!where.home.empty()) all["HOME"] = where.home;
  if (!where.ca_file.empty()) all["GAMEKEEPER_PLATFORM_CA_FILE"] = where.ca_file;
  all["GAMEKEEPER_PLATFORM_FLEET_SIZE"] = "1";
  for (const auto& [name, value] : d.version->environment) all[name] = value;
  for (const auto& [name, value] : d.environment) all[name] = value;
  inject_identity(all, d, where);
  inject_ports(all, d);
  inject_host(all, d, offered);
  if (!where.mark.empty()) all[std::string(emulator_mark)] = where.mark;

  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

}  // namespace gamekeeper::emulator
