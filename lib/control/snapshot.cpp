#include "control/snapshot.hpp"

#include <boost/json.hpp>

namespace gamekeeper::control {

namespace json = boost::json;

namespace {

json::value milliseconds(const std::optional<base::duration>& value) {
  return value ? json::value(value->count()) : json::value(nullptr);
}

template <class Number>
json::value number(const std::optional<Number>& value) {
  return value ? json::value(static_cast<std::int64_t>(*value)) : json::value(nullptr);
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value occupancy_of(const snapshot& seen) {
  json::array detectors;
  for (const auto& each : seen.detectors) {
    detectors.push_back({{"name", each.name},
                         {"presence", each.presence},
                         {"players", each.players},
                         {"age_ms", milliseconds(each.age)},
                         {"last_error", text_or_null(each.last_error)}});
  }
  return {{"presence", seen.presence},
          {"players", seen.players},
          {"stop_in_ms", milliseconds(seen.empty_stop_in)},
          {"detectors", std::move(detectors)}};
}

json::value platform_of(const snapshot::platform_view& seen) {
  return {{"present", seen.present},
          {"request_id", text_or_null(seen.request_id)},
          {"source", seen.source},
          {"status", text_or_null(seen.status)},
          {"age_ms", milliseconds(seen.age)},
          {"last_error", text_or_null(seen.last_error)}};
}

}  // namespace

json::value to_json(const snapshot& seen) {
  json::value end = nullptr;
  if (seen.end) end = {{"verdict", seen.end->verdict}, {"reason", seen.end->reason}};
  return {{"phase", seen.phase},
          {"phase_for_ms", seen.phase_for.count()},
          {"end", std::move(end)},
          {"game",
           {{"pid", number(seen.game.pid)},
            {"command", json::array(seen.game.command.begin(), seen.game.command.end())},
            {"exit_code", number(seen.game.exit_code)}}},
          {"match", {{"state", seen.match.state}, {"id", text_or_null(seen.match.id)}}},
          {"occupancy", occupancy_of(seen)},
          {"drain", {{"kill_in_ms", milliseconds(seen.drain_ends_in)}}},
          {"self_stop",
           {{"attempts", seen.self_stop.attempts},
            {"in_flight", seen.self_stop.in_flight},
            {"next_attempt_in_ms", milliseconds(seen.self_stop.next_attempt_in)}}},
          {"platform", platform_of(seen.platform)},
          {"agent",
           {{"version", seen.version},
            {"pid", seen.agent_pid},
            {"uptime_ms", seen.uptime.count()},
            {"orphans_reaped", seen.orphans_reaped}}}};
}

}  // namespace gamekeeper::control
