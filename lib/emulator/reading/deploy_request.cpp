#include "emulator/reading/deploy_request.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "emulator/reading/deploy_fields.hpp"

#include <boost/json.hpp>

#include <set>

namespace gamekeeper::emulator {

namespace json = boost::json;
namespace limits = base::limits;

namespace {

constexpr auto required = presence::required;
constexpr auto optional = presence::optional;

std::optional<coordinates> read_user(const fields& user) {
  const auto type = user.text("user_type", required, limits::emulator_name_bytes);
  const auto data = user.object("user_data", required);
  if (!type) return std::nullopt;
  if (*type != "ip_address" && *type != "geo_coordinates") {
    user.add_problem("user_type", "'" + *type + "' is none of ip_address, geo_coordinates");
  } else if (data && *type == "ip_address") {
    const auto address = data->text("ip_address", required, limits::emulator_name_bytes);
    if (address && !is_ip_address(*address))
      data->add_problem("ip_address", "'" + *address + "' is no IPv4 or IPv6 address");
  } else if (data) {
    const auto latitude = data->number("latitude", required, -90, 90);
    const auto longitude = data->number("longitude", required, -180, 180);
    if (latitude && longitude) return coordinates{*latitude, *longitude};
  }
  return std::nullopt;
}

/// Where the users are of whom that is known: an address says nothing here.
std::vector<coordinates> read_users(const fields& body, std::vector<problem>& problems) {
  std::vector<coordinates> known;
  const auto* users = body.array("users", required);
  if (!users) return known;
  if (users->empty())
    body.add_problem("users", "must hold at least one user of type ip_address or geo_coordinates");
  if (users->size() > limits::emulator_users)
    body.add_problem("users", "at most " + std::to_string(limits::emulator_users) + " users are allowed");
  for (std::size_t i = 0; i < users->size() && i < limits::emulator_users; ++i)
    if (const auto at = read_user(fields((*users)[i], problems, "/users/" + std::to_string(i))))
      known.push_back(*at);
  return known;
}

void read_resources(const fields& body, deploy_order& order) {
  const auto resources = body.object("resources", optional);
  if (!resources) return;
  const auto cpu = resources->integer("cpu_units", required, 100, 1'000'000);
  const auto memory = resources->integer("memory_mib", required, 100, 2'000'000);
  if (!cpu || !memory) return;
  if (*memory > 2 * *cpu)
    resources->add_problem("memory_mib",
                           "must be at most double cpu_units, here " + std::to_string(2 * *cpu));
  order.cpu_units = static_cast<int>(*cpu);
  order.memory_mb = static_cast<int>(*memory);
}

webhook_urls read_webhooks(const fields& body) {
  const auto url_of = [&body](std::string_view key) {
    const auto webhook = body.object(key, optional);
    return webhook ? read_webhook_url(*webhook, "url", required) : std::string();
  };
  return {url_of("webhook_on_ready"), url_of("webhook_on_error"), url_of("webhook_on_terminated")};
}

const app_version* find_version(const fields& body, const catalogue& offered) {
  const auto application = body.text("application", required, limits::emulator_name_bytes);
  const auto version = body.text("version", required, limits::emulator_name_bytes);
  if (!application || !version) return nullptr;
  if (const auto* found = offered.find(*application, *version)) return found;
  const auto versions = offered.version_names(*application);
  if (versions.empty())
    body.add_problem("application",
                     "no application '" + *application + "'; there is: " + offered.application_names());
  else
    body.add_problem("version",
                     "no version '" + *version + "' of '" + *application + "'; there is: " + versions);
  return nullptr;
}

void read_hosts(const fields& body, const catalogue& offered, std::vector<problem>& problems,
                deploy_order& order) {
  const auto ids = body.texts("private_host_ids", required, limits::emulator_name_bytes);
  const auto* given = body.array("private_host_ids", optional);
  if (given && given->empty()) body.add_problem("private_host_ids", "must hold at least one host's id");
  std::set<std::string> seen;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto host = find_host(offered.fleets, ids[i]).host;
    const auto pointer = "/private_host_ids/" + std::to_string(i);
    if (!seen.insert(ids[i]).second)
      problems.push_back({pointer, "'" + ids[i] + "' is there twice"});
    else if (!host)
      problems.push_back({pointer, "no host '" + ids[i] + "' in any private fleet"});
    else
      order.hosts.push_back(host);
  }
}

std::optional<deploy_order> parse(std::string_view body, const catalogue& offered, bool to_a_fleet,
                                  std::vector<problem>& problems) {
  const auto parsed = base::parse_json(body);
  if (!parsed) {
    problems.push_back({"", parsed.error().message()});
    return std::nullopt;
  }
  const fields root(*parsed, problems);
  if (!root.is_object()) return std::nullopt;
  deploy_order order;
  order.version = find_version(root, offered);
  const auto users = read_users(root, problems);
  if (to_a_fleet) read_hosts(root, offered, problems, order);
  // The v2 specification requires is_hidden; v1's does not.
  order.environment = read_variables(root, "environment_variables", required, problems);
  order.tags = read_tags(root);
  root.boolean("require_cached_locations", optional);
  read_resources(root, order);
  order.webhooks = read_webhooks(root);
  if (!problems.empty()) return std::nullopt;
  const auto* nearest = nearest_location(offered.locations, users, [](const location&) { return true; });
  order.place = nearest ? *nearest : offered.place;
  return order;
}

}  // namespace

std::optional<deploy_order> parse_deploy_request(std::string_view body, const catalogue& offered,
                                                 std::vector<problem>& problems) {
  return parse(body, offered, false, problems);
}

std::optional<deploy_order> parse_fleet_deploy_request(std::string_view body, const catalogue& offered,
                                                       std::vector<problem>& problems) {
  return parse(body, offered, true, problems);
}

}  // namespace gamekeeper::emulator
