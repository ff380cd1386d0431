#include "emulator/deploy_request.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"

#include <boost/json.hpp>

#include <arpa/inet.h>

namespace gamekeeper::emulator {

namespace json = boost::json;
namespace limits = base::limits;

namespace {

constexpr auto required = presence::required;
constexpr auto optional = presence::optional;

bool is_ip_address(const std::string& text) {
  in6_addr space;
  return ::inet_pton(AF_INET, text.c_str(), &space) == 1 || ::inet_pton(AF_INET6, text.c_str(), &space) == 1;
}

void check_user(const fields& user) {
  const auto type = user.text("user_type", required, limits::emulator_name_bytes);
  const auto data = user.object("user_data", required);
  if (!type) return;
  if (*type != "ip_address" && *type != "geo_coordinates") {
    user.add_problem("user_type", "'" + *type + "' is none of ip_address, geo_coordinates");
  } else if (data && *type == "ip_address") {
    const auto address = data->text("ip_address", required, limits::emulator_name_bytes);
    if (address && !is_ip_address(*address))
      data->add_problem("ip_address", "'" + *address + "' is no IPv4 or IPv6 address");
  } else if (data) {
    data->number("latitude", required, -90, 90);
    data->number("longitude", required, -180, 180);
  }
}

void check_users(const fields& body, std::vector<problem>& problems) {
  const auto* users = body.array("users", required);
  if (!users) return;
  if (users->empty())
    body.add_problem("users", "must hold at least one user of type ip_address or geo_coordinates");
  for (std::size_t i = 0; i < users->size(); ++i)
    check_user(fields((*users)[i], problems, "/users/" + std::to_string(i)));
}

// The v1 specification: keys are "automatically sanitized". To what, it does not say: to what a shell takes.
std::string sanitised(std::string_view key) {
  std::string name;
  for (const unsigned char c : key) name += c < 0x80 && std::isalnum(c) ? static_cast<char>(c) : '_';
  if (std::isdigit(static_cast<unsigned char>(name.front()))) name.insert(0, "_");
  return name;
}

std::map<std::string, std::string> read_environment(const fields& body, std::vector<problem>& problems) {
  std::map<std::string, std::string> made;
  const auto* given = body.array("environment_variables", optional);
  for (std::size_t i = 0; given && i < given->size(); ++i) {
    const fields variable((*given)[i], problems, "/environment_variables/" + std::to_string(i));
    const auto key = variable.text("key", required, limits::emulator_name_bytes);
    const auto value = variable.any_text("value", required, limits::emulator_value_bytes);
    // Decides what the dashboard shows, and this platform has none; but the v2 specification requires it.
    variable.boolean("is_hidden", required);
    if (key && value) made[sanitised(*key)] = *value;
  }
  return made;
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

// In the injected list of tags a comma separates two of them.
std::vector<std::string> read_tags(const fields& body) {
  auto tags = body.texts("tags", optional, limits::emulator_tag_bytes);
  for (const auto& tag : tags)
    if (tag.find(',') != std::string::npos)
      body.add_problem("tags", "'" + tag + "' must not contain a comma");
  return tags;
}

void check_webhooks(const fields& body) {
  for (const auto key : {"webhook_on_ready", "webhook_on_error", "webhook_on_terminated"}) {
    const auto webhook = body.object(key, optional);
    if (!webhook) continue;
    const auto url = webhook->text("url", required, limits::emulator_value_bytes);
    if (url && !url->starts_with("http://") && !url->starts_with("https://"))
      webhook->add_problem("url", "must start with http:// or https://");
  }
}

const app_version* find_version(const fields& body, const catalogue& offered) {
  const auto application = body.text("application", required, limits::emulator_name_bytes);
  const auto version = body.text("version", required, limits::emulator_name_bytes);
  if (!application || !version) return nullptr;
  if (const auto* found = offered.find(*application, *version)) return found;
  std::string applications, versions;
  for (const auto& each : offered.versions) {
    const auto name = "'" + each.application + "'";
    if (applications.find(name) == std::string::npos)
      applications.append(applications.empty() ? "" : ", ").append(name);
    if (each.application == *application)
      versions.append(versions.empty() ? "" : ", ").append("'" + each.version + "'");
  }
  if (versions.empty())
    body.add_problem("application", "no application '" + *application + "'; there is: " + applications);
  else
    body.add_problem("version",
                     "no version '" + *version + "' of '" + *application + "'; there is: " + versions);
  return nullptr;
}

}  // namespace

std::optional<deploy_order> parse_deploy_request(std::string_view body, const catalogue& offered,
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
  check_users(root, problems);
  order.environment = read_environment(root, problems);
  order.tags = read_tags(root);
  root.boolean("require_cached_locations", optional);
  read_resources(root, order);
  check_webhooks(root);
  if (!problems.empty()) return std::nullopt;
  return order;
}

}  // namespace gamekeeper::emulator
