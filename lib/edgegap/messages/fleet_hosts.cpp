#include "edgegap/messages/fleet_hosts.hpp"

#include "base/limits.hpp"
#include "edgegap/messages/answer_reader.hpp"

namespace gamekeeper::edgegap {

namespace {

constexpr std::int64_t most = 1'000'000'000'000;

host_status parse_host_status(std::string_view text) noexcept {
  if (text == "ACTIVE" || text == "active") return host_status::active;
  if (text == "PENDING" || text == "pending") return host_status::pending;
  return host_status::unknown;
}

host_centroid read_centroid(const answer_reader& from) {
  host_centroid centroid;
  centroid.label = from.text("label");
  centroid.latitude = from->number("latitude");
  centroid.longitude = from->number("longitude");
  centroid.radius_km = from->number("radius_km");
  centroid.desired_host_count = from.integer_within("desired_host_count", 0, most);
  return centroid;
}

void read_place(const answer_reader& from, fleet_host& into) {
  into.ip_address = from.text("ip_address");
  into.latitude = from->number("latitude");
  into.longitude = from->number("longitude");
  into.city = from.text("city");
  into.country = from.text("country");
  into.continent = from.text("continent");
  if (const auto centroid = from.object("centroid")) into.centroid = read_centroid(*centroid);
  if (const auto beacon = from.object("beacon"))
    into.beacon = fleet_host::beacon_address{beacon->port("tcp_port"), beacon->port("udp_port"),
                                             beacon->text("ip_address")};
}

void read_resources(const answer_reader& from, fleet_host& into) {
  into.allocated_cpu_units = from.integer_within("allocated_cpu_units", 0, most);
  into.allocated_memory_mb = from.integer_within("allocated_memory_mb", 0, most);
  into.allocatable_cpu_units = from.integer_within("allocatable_cpu_units", 0, most);
  into.allocatable_memory_mb = from.integer_within("allocatable_memory_mb", 0, most);
  if (const auto specified = from.object("fleet_host_specifications")) {
    into.specified_cpu_units = specified->integer_within("cpu_units", 0, most);
    into.specified_memory_mb = specified->integer_within("memory_mb", 0, most);
    into.base_clock_speed_mhz = specified->integer_within("base_clock_speed_mhz", 0, most);
  }
}

fleet_host read_host(const answer_reader& from) {
  fleet_host one;
  one.host_id = from.required_text("host_id");
  one.status_text = from.text("status");
  one.status = parse_host_status(one.status_text);
  read_place(from, one);
  read_resources(from, one);
  one.created_at = from.time("created_at");
  one.updated_at = from.time("updated_at");
  if (const auto schedule = from.object("delete_schedule"))
    one.delete_schedule = fleet_host::deletion{schedule->text("uuid"), schedule->time("scheduled_at")};
  return one;
}

}  // namespace

std::string_view to_string(host_status status) noexcept {
  switch (status) {
    case host_status::pending:
      return "pending";
    case host_status::active:
      return "active";
    case host_status::unknown:
      break;
  }
  return "unknown";
}

base::result<decoded_response<page<fleet_host>>> decode_host_page(std::string_view text, int number) {
  return decode_answer<page<fleet_host>>(text, "a list of hosts", [number](const answer_reader& from) {
    page<fleet_host> got;
    for (const auto& each : from.objects("data", base::limits::page_items))
      got.items.push_back(read_host(each));
    got.position = decode_position(from, number);
    return got;
  });
}

}  // namespace gamekeeper::edgegap
