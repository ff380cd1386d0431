#include "emulator/reading/private_fleet_reader.hpp"

#include "base/limits.hpp"
#include "emulator/reading/location_reader.hpp"

#include <boost/json.hpp>

#include <array>
#include <set>
#include <string>

namespace gamekeeper::emulator {

namespace limits = base::limits;

namespace {

void read_centroid(const fields& host, fleet_host& into) {
  static constexpr std::array<std::string_view, 5> known{"label", "latitude", "longitude", "radius_km",
                                                         "desired_host_count"};
  into.centroid_label = into.place.city;
  into.centroid = {into.place.latitude, into.place.longitude};
  const auto given = host.object("centroid", presence::optional);
  if (!given) return;
  given->allow_only(known);
  auto& at = into.centroid;
  into.centroid_label =
      given->text("label", presence::optional, limits::emulator_name_bytes).value_or(into.centroid_label);
  at.latitude = given->number("latitude", presence::optional, -90, 90).value_or(at.latitude);
  at.longitude = given->number("longitude", presence::optional, -180, 180).value_or(at.longitude);
  into.centroid_radius_km = given->number("radius_km", presence::optional, 0, 20'040).value_or(0);
  into.desired_host_count =
      static_cast<int>(given->integer("desired_host_count", presence::optional, 0, 1'000'000).value_or(1));
}

fleet_host read_host(const fields& host) {
  static constexpr std::array<std::string_view, 8> known{
      "host_id",   "status",    "ip_address",           "location",
      "cpu_units", "memory_mb", "base_clock_speed_mhz", "centroid"};
  host.allow_only(known);
  fleet_host made;
  made.host_id = host.text("host_id", presence::required, limits::emulator_name_bytes).value_or("");
  const auto status = host.text("status", presence::optional, limits::emulator_name_bytes).value_or("ACTIVE");
  if (status != "ACTIVE" && status != "PENDING")
    host.add_problem("status", "'" + status + "' is none of ACTIVE, PENDING");
  made.active = status == "ACTIVE";
  made.ip_address =
      host.text("ip_address", presence::optional, limits::emulator_name_bytes).value_or(made.ip_address);
  if (const auto place = host.object("location", presence::optional)) made.place = read_location(*place);
  const auto number = [&host](std::string_view key, int otherwise) {
    return static_cast<int>(host.integer(key, presence::optional, 1, 100'000'000).value_or(otherwise));
  };
  made.cpu_units = number("cpu_units", made.cpu_units);
  made.memory_mb = number("memory_mb", made.memory_mb);
  made.base_clock_speed_mhz = number("base_clock_speed_mhz", made.base_clock_speed_mhz);
  read_centroid(host, made);
  return made;
}

}  // namespace

std::vector<private_fleet> read_private_fleets(const fields& root, std::vector<problem>& problems) {
  static constexpr std::array<std::string_view, 2> known{"name", "hosts"};
  std::vector<private_fleet> made;
  std::set<std::string> names, host_ids;
  const auto* given = root.array("private_fleets", presence::optional);
  for (std::size_t i = 0; given && i < given->size(); ++i) {
    const fields fleet((*given)[i], problems, "/private_fleets/" + std::to_string(i));
    if (!fleet.is_object()) continue;
    fleet.allow_only(known);
    auto& one = made.emplace_back();
    one.name = fleet.text("name", presence::required, limits::emulator_name_bytes).value_or("");
    if (!names.insert(one.name).second) fleet.add_problem("name", "'" + one.name + "' is there twice");
    const auto* hosts = fleet.array("hosts", presence::required);
    for (std::size_t j = 0; hosts && j < hosts->size(); ++j) {
      const fields host((*hosts)[j], problems, fleet.pointer_to("hosts") + "/" + std::to_string(j));
      if (!host.is_object()) continue;
      one.hosts.push_back(read_host(host));
      if (!host_ids.insert(one.hosts.back().host_id).second)
        host.add_problem("host_id", "'" + one.hosts.back().host_id + "' is there twice");
    }
  }
  return made;
}

}  // namespace gamekeeper::emulator
