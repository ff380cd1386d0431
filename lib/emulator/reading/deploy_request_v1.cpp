#include "base/json.hpp"
#include "base/limits.hpp"
#include "emulator/reading/deploy_fields.hpp"
#include "emulator/reading/deploy_request.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace gamekeeper::emulator {

namespace json = boost::json;
namespace limits = base::limits;

namespace {

constexpr auto required = presence::required;
constexpr auto optional = presence::optional;

// The older Swagger's list; the specification shows `city` and gives none.
constexpr std::array<std::string_view, 6> filter_fields{
    "city", "country", "continent", "region", "administrative_division", "location_tags"};

constexpr std::array<std::string_view, 2> sort_strategies{"basic", "weighted"};

std::vector<std::string> texts_of(const std::string& field, const location& place) {
  if (field == "city") return {place.city};
  if (field == "country") return {place.country};
  if (field == "continent") return {place.continent};
  // The older Swagger has both names and says of neither what it is; here a region is a division.
  if (field == "region" || field == "administrative_division") return {place.administrative_division};
  return {};  // location_tags: no location here has any
}

void read_version(const fields& body, const catalogue& offered, v1_deploy_order& into) {
  const auto name = body.text("app_name", required, limits::emulator_name_bytes);
  const auto version = body.text("version_name", optional, limits::emulator_name_bytes);
  if (!name) return;
  into.order.version = version ? offered.find(*name, *version) : offered.newest(*name);
  if (into.order.version) return;
  into.no_such_version = true;
  const auto versions = offered.version_names(*name);
  if (versions.empty())
    body.add_problem("app_name", "no application '" + *name + "'; there is: " + offered.application_names());
  else
    body.add_problem("version_name",
                     "no version '" + version.value_or("") + "' of '" + *name + "'; there is: " + versions);
}

void read_addresses(const fields& body, std::vector<problem>& problems, v1_deploy_order& into) {
  const auto addresses = body.texts("ip_list", optional, limits::emulator_name_bytes);
  for (std::size_t i = 0; i < addresses.size(); ++i)
    if (!is_ip_address(addresses[i]))
      problems.push_back(
          {"/ip_list/" + std::to_string(i), "'" + addresses[i] + "' is no IPv4 or IPv6 address"});
  into.users = static_cast<int>(addresses.size());
}

std::vector<coordinates> read_places(const json::array& given, std::vector<problem>& problems) {
  std::vector<coordinates> places;
  for (std::size_t i = 0; i < given.size() && i < limits::emulator_users; ++i) {
    const fields user(given[i], problems, "/geo_ip_list/" + std::to_string(i));
    const auto address = user.text("ip", required, limits::emulator_name_bytes);
    if (address && !is_ip_address(*address))
      user.add_problem("ip", "'" + *address + "' is no IPv4 or IPv6 address");
    const auto latitude = user.number("latitude", required, -90, 90);
    const auto longitude = user.number("longitude", required, -180, 180);
    if (latitude && longitude) places.push_back({*latitude, *longitude});
  }
  return places;
}

/// "Mutually exclusive … One of them is required" (API reference).
std::vector<coordinates> read_users(const fields& body, std::vector<problem>& problems,
                                    v1_deploy_order& into) {
  const auto* addresses = body.array("ip_list", optional);
  const auto* places = body.array("geo_ip_list", optional);
  if (addresses && places)
    body.add_problem("geo_ip_list", "excludes ip_list: give one of them");
  else if (!addresses && !places)
    body.add_problem("ip_list", "is required, or geo_ip_list in its place");
  const auto* given = places ? places : addresses;
  if (!given) return {};
  const auto key = places ? "geo_ip_list" : "ip_list";
  if (given->empty()) body.add_problem(key, "must hold at least one user");
  if (given->size() > limits::emulator_users)
    body.add_problem(key, "at most " + std::to_string(limits::emulator_users) + " users are allowed");
  if (addresses) read_addresses(body, problems, into);
  if (!places) return {};
  into.users = static_cast<int>(places->size());
  return read_places(*places, problems);
}

void read_filters(const fields& body, std::vector<problem>& problems, v1_deploy_order& into) {
  const auto* given = body.array("filters", optional);
  if (given && given->size() > limits::emulator_filters)
    body.add_problem("filters",
                     "at most " + std::to_string(limits::emulator_filters) + " filters are allowed");
  for (std::size_t i = 0; given && i < given->size() && i < limits::emulator_filters; ++i) {
    const fields one((*given)[i], problems, "/filters/" + std::to_string(i));
    if (auto filter = one.is_object() ? read_bulk_filter(one, filter_fields) : std::nullopt)
      into.filters.push_back(std::move(*filter));
  }
}

/// "Enum" with the example `basic` (API reference); the platform's Unreal integration has the second one, too.
void read_sort_strategy(const fields& body, v1_deploy_order& into) {
  const auto name = body.text("ap_sort_strategy", optional, limits::emulator_name_bytes);
  if (!name) return;
  if (std::find(sort_strategies.begin(), sort_strategies.end(), *name) == sort_strategies.end())
    body.add_problem("ap_sort_strategy", "'" + *name + "' is neither basic nor weighted");
  into.sort_strategy = *name;
}

/// What is there for compatibility: its types are checked.
void check_the_rest(const fields& body) {
  body.boolean("is_public_app", optional);
  body.boolean("skip_telemetry", optional);
  body.texts("telemetry_profile_uuid_list", optional, limits::emulator_name_bytes);
}

void read_log_storage(const fields& body, v1_deploy_order& into) {
  const auto storage = body.object("container_log_storage", optional);
  if (!storage) return;
  const auto enabled = storage->boolean("enabled", required);
  const auto name = storage->any_text("endpoint_storage", required, limits::emulator_name_bytes);
  if (enabled && name) into.log_storage = log_storage_order{*enabled, *name};
}

void choose_place(const fields& body, const catalogue& offered, const std::vector<coordinates>& users,
                  v1_deploy_order& into) {
  const auto allowed = [&into](const location& place) {
    for (const auto& filter : into.filters)
      if (!filter.passes(texts_of(filter.field, place))) return false;
    return true;
  };
  // Without a known place of a user: near the catalogue's own location.
  const std::vector<coordinates> anchor{{offered.place.latitude, offered.place.longitude}};
  const auto* nearest = nearest_location(offered.locations, users.empty() ? anchor : users, allowed);
  if (users.empty() && into.filters.empty())
    into.order.place = offered.place;
  else if (nearest)
    into.order.place = *nearest;
  else
    body.add_problem("filters", "no location passes them");
}

}  // namespace

v1_deploy_order parse_v1_deploy_request(std::string_view body, const catalogue& offered,
                                        std::vector<problem>& problems) {
  v1_deploy_order made;
  const auto parsed = base::parse_json(body);
  if (!parsed) {
    problems.push_back({"", parsed.error().message()});
    return made;
  }
  const fields root(*parsed, problems);
  if (!root.is_object()) return made;
  read_version(root, offered, made);
  const auto users = read_users(root, problems, made);
  read_filters(root, problems, made);
  made.order.environment = read_variables(root, "env_vars", optional, problems);
  made.order.tags = read_tags(root);
  made.order.webhooks.ready = read_webhook_url(root, "webhook_url", optional);
  made.order.command = root.text("command", optional, limits::emulator_value_bytes);
  made.order.arguments = root.text("arguments", optional, limits::emulator_value_bytes);
  read_sort_strategy(root, made);
  read_log_storage(root, made);
  check_the_rest(root);
  choose_place(root, offered, users, made);
  return made;
}

}  // namespace gamekeeper::emulator
