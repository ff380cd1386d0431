#include "emulator/views.hpp"

#include <boost/json.hpp>

#include <cstdio>
#include <ctime>

namespace gamekeeper::emulator {

namespace json = boost::json;

namespace {

// The platform's name for a deployment. It does not resolve here: the join address is the public IP.
std::string fqdn_of(const deployment& d) {
  return d.request_id + ".pr.edgegap.net";
}

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

json::value time_or_null(const std::optional<base::wall_time>& when) {
  return when ? json::value(v1_time(*when)) : json::value(nullptr);
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

std::string v1_time(base::wall_time when) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when);
  const auto micros = static_cast<long>(std::chrono::microseconds(when - seconds).count());
  const std::time_t t = std::chrono::system_clock::to_time_t(seconds);
  std::tm utc{};
  gmtime_r(&t, &utc);
  char text[40];
  const auto length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &utc);
  std::snprintf(text + length, sizeof text - length, ".%06ld", micros);
  return text;
}

json::object location_view(const location& place) {
  return {{"city", place.city},           {"country", place.country},
          {"continent", place.continent}, {"administrative_division", place.administrative_division},
          {"timezone", place.timezone},   {"latitude", place.latitude},
          {"longitude", place.longitude}};
}

json::object status_view(const deployment& d, const catalogue& offered, base::time_point now) {
  const bool in_error = d.status == deployment_status::error || d.error_detail.has_value();
  json::object view{
      {"request_id", d.request_id},
      {"fqdn", fqdn_of(d)},
      {"public_ip", offered.public_ip},
      {"app_name", d.version->application},
      {"app_version", d.version->version},
      {"current_status", on_the_wire(d.status)},
      {"last_status", d.last_status ? json::value(on_the_wire(*d.last_status)) : json::value(nullptr)},
      {"running", d.status == deployment_status::ready}};
  // Required text in both sources, "when it is up and running"; before that the time of the request stands
  // in.
  view["start_time"] = v1_time(d.ready_at.value_or(d.created_at));
  view["elapsed_time"] = elapsed_seconds(d, now);
  view["max_duration"] = d.version->max_duration_minutes;
  view["removal_time"] = time_or_null(d.removed_at);
  view["error"] = in_error;
  view["error_detail"] = or_null(d.error_detail);
  view["ports"] = ports_view(d);
  view["location"] = location_view(offered.place);
  view["tags"] = texts_view(d.tags);
  // These four are in the API reference and no longer in the v1 specification; clients of either find what
  // they read.
  view["whitelisting_active"] = false;
  view["sockets"] = or_null(d.version->sockets);
  view["sockets_usage"] = or_null(d.sockets_usage);
  view["sessions"] = json::array();
  // Overrides of the container's own: there is no operation here that sets them.
  view["command"] = nullptr;
  view["arguments"] = nullptr;
  return view;
}

json::object context_view(const deployment& d, const catalogue& offered) {
  return {{"request_id", d.request_id},
          {"fqdn", fqdn_of(d)},
          {"public_ip", offered.public_ip},
          {"status", on_the_wire(d.status)},
          {"ready", d.status == deployment_status::ready},
          {"whitelisting_active", false},
          {"ports", ports_view(d)},
          {"location", location_view(offered.place)},
          {"tags", texts_view(d.tags)},
          {"sockets", or_null(d.version->sockets)},
          {"sockets_usage", or_null(d.sockets_usage)},
          {"is_joinable_by_session", d.status == deployment_status::ready}};
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
