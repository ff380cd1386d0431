#include "emulator/api/views.hpp"

#include "emulator/reading/location_reader.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator {

namespace json = boost::json;

namespace {

json::object ports_view(const deployment& d) {
  json::object ports;
  for (const auto& port : d.ports)
    ports[port.name] = {
        {"name", port.name},         {"link", fqdn_of(d) + ":" + std::to_string(port.external)},
        {"internal", port.internal}, {"external", port.external},
        {"protocol", port.protocol}, {"tls_upgrade", false},
        {"proxy", nullptr}};
  return ports;
}

json::array texts_view(const std::vector<std::string>& words) {
  json::array all;
  for (const auto& word : words) all.emplace_back(word);
  return all;
}

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

/// The specification's types of these members do not allow null, so what is not there is left out.
template <class T>
void add_if_any(json::object& into, std::string_view key, const std::optional<T>& value) {
  if (value) into[key] = *value;
}

json::object history_view(const history_event& e) {
  json::object view{{"time", base::iso8601(e.when)}, {"event", e.event}};
  if (!e.method.empty()) view["method"] = e.method;
  if (!e.operation.empty()) view["operation"] = e.operation;
  if (e.status_code) view["status_code"] = *e.status_code;
  if (e.pid) view["pid"] = *e.pid;
  if (!e.detail.empty()) view["detail"] = e.detail;
  return view;
}

json::value exit_view(const std::optional<process::exit_status>& status) {
  if (!status) return nullptr;
  return {{"code", status->exit_code()}, {"signal", status->signal}, {"text", status->describe()}};
}

}  // namespace

std::string fqdn_of(const deployment& d) {
  return d.request_id + ".pr.edgegap.net";
}

json::object status_view(const deployment& d, base::time_point now) {
  const bool in_error = d.status == deployment_status::error || d.error_detail.has_value();
  json::object view{{"request_id", d.request_id},
                    {"fqdn", fqdn_of(d)},
                    {"public_ip", d.public_ip},
                    {"app_name", d.version->application},
                    {"app_version", d.version->version},
                    {"current_status", on_the_wire(d.status)},
                    {"running", d.status == deployment_status::ready}};
  // Required text in both sources, "when it is up and running"; before that the time of the request stands
  // in.
  view["start_time"] = v1_time(d.ready_at.value_or(d.created_at));
  view["elapsed_time"] = elapsed_seconds(d, now);
  view["max_duration"] = d.version->max_duration_minutes;
  if (d.last_status) view["last_status"] = on_the_wire(*d.last_status);
  if (d.removed_at) view["removal_time"] = v1_time(*d.removed_at);
  view["error"] = in_error;
  add_if_any(view, "error_detail", d.error_detail);
  view["ports"] = ports_view(d);
  view["location"] = location_view(d.place);
  view["tags"] = texts_view(names_of(d.tags));
  // These four are in the API reference and no longer in the v1 specification; clients of either find what
  // they read.
  view["whitelisting_active"] = false;
  view["sockets"] = or_null(d.version->sockets);
  view["sockets_usage"] = or_null(d.sockets_usage);
  view["sessions"] = json::array();
  add_if_any(view, "command", d.command_override);
  add_if_any(view, "arguments", d.arguments_override);
  return view;
}

json::object context_view(const deployment& d) {
  return {{"request_id", d.request_id},
          {"fqdn", fqdn_of(d)},
          {"public_ip", d.public_ip},
          {"status", on_the_wire(d.status)},
          {"ready", d.status == deployment_status::ready},
          {"whitelisting_active", false},
          {"ports", ports_view(d)},
          {"location", location_view(d.place)},
          {"tags", texts_view(names_of(d.tags))},
          {"sockets", or_null(d.version->sockets)},
          {"sockets_usage", or_null(d.sockets_usage)},
          {"is_joinable_by_session", d.status == deployment_status::ready}};
}

json::object listed_view(const deployment& d) {
  return {{"request_id", d.request_id},
          {"fqdn", fqdn_of(d)},
          {"ready", d.status == deployment_status::ready},
          {"start_time", v1_time(d.ready_at.value_or(d.created_at))},
          {"public_ip", d.public_ip},
          {"ports", ports_view(d)},
          {"tags", texts_view(names_of(d.tags))}};
}

json::object tag_view(const deployment_tag& tag) {
  return {{"name", tag.name}, {"create_time", v1_time(tag.created)}, {"last_updated", v1_time(tag.updated)}};
}

json::object host_view(const fleet_host& host, int allocated_cpu_units, int allocated_memory_mb,
                       base::wall_time made) {
  json::object view{{"host_id", host.host_id},           {"status", host.active ? "ACTIVE" : "PENDING"},
                    {"ip_address", host.ip_address},     {"latitude", host.place.latitude},
                    {"longitude", host.place.longitude}, {"city", host.place.city},
                    {"country", host.place.country},     {"continent", host.place.continent}};
  view["allocated_cpu_units"] = allocated_cpu_units;
  view["allocated_memory_mb"] = allocated_memory_mb;
  view["allocatable_cpu_units"] = host.cpu_units;
  view["allocatable_memory_mb"] = host.memory_mb;
  view["beacon"] = nullptr;
  view["created_at"] = base::iso8601(made);
  view["updated_at"] = base::iso8601(made);
  view["centroid"] = {{"label", host.centroid_label},
                      {"latitude", host.centroid.latitude},
                      {"longitude", host.centroid.longitude},
                      {"radius_km", host.centroid_radius_km},
                      {"desired_host_count", host.desired_host_count}};
  view["delete_schedule"] = nullptr;
  view["fleet_host_specifications"] = {{"cpu_units", host.cpu_units},
                                       {"memory_mb", host.memory_mb},
                                       {"base_clock_speed_mhz", host.base_clock_speed_mhz}};
  return view;
}

json::object admin_view(const deployment& d) {
  json::array history;
  for (const auto& each : d.history) history.emplace_back(history_view(each));
  return {{"request_id", d.request_id},
          {"application", d.version->application},
          {"version", d.version->version},
          {"status", on_the_wire(d.status)},
          {"stop_pending", d.stop_pending},
          {"sockets_usage", or_null(d.sockets_usage)},
          {"error_detail", or_null(d.error_detail)},
          {"created_at", base::iso8601(d.created_at)},
          {"ready_at", d.ready_at ? json::value(base::iso8601(*d.ready_at)) : json::value(nullptr)},
          {"removed_at", d.removed_at ? json::value(base::iso8601(*d.removed_at)) : json::value(nullptr)},
          {"pid", d.container.pid ? json::value(d.container.pid) : json::value(nullptr)},
          {"restart_count", d.container.restart_count},
          {"last_exit", exit_view(d.container.last_exit)},
          {"log_file", d.container.log_file},
          {"ports", ports_view(d)},
          {"history", std::move(history)},
          {"history_dropped", d.history_dropped}};
}

}  // namespace gamekeeper::emulator
