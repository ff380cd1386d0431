#include "control/snapshot.hpp"

#include "base/json.hpp"
#include "control/json_members.hpp"

namespace gamekeeper::control {

namespace json = boost::json;

namespace {

json::value occupancy_of(const snapshot& seen) {
  json::array detectors;
  for (const auto& each : seen.detectors) {
    detectors.push_back({{"name", text(each.name)},
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

json::array timers_of(const snapshot& seen) {
  json::array out;
  for (const auto& each : seen.timers)
    out.push_back({{"name", text(each.name)},
                   {"state", text(each.state)},
                   {"fires_in_ms", milliseconds(each.fires_in)},
                   {"leads_to", text(each.leads_to)},
                   {"starts_when", text(each.starts_when)},
                   {"stops_when", text(each.stops_when)}});
  return out;
}

json::array holds_of(const snapshot& seen) {
  json::array out;
  for (const auto& each : seen.holds)
    out.push_back(
        {{"id", text(each.id)}, {"reason", text(each.reason)}, {"expires_in_ms", each.expires_in.count()}});
  return out;
}

json::value match_of(const snapshot& seen) {
  json::value metadata = nullptr;
  if (!seen.match.metadata.empty())
    if (auto given = base::parse_json(seen.match.metadata)) metadata = std::move(*given);
  return {{"state", seen.match.state},
          {"id", text_or_null(seen.match.id)},
          {"running_for_ms", milliseconds(seen.match.running_for)},
          {"metadata", std::move(metadata)}};
}

}  // namespace

json::value to_json(const snapshot& seen) {
  json::value end = nullptr;
  if (seen.end) end = {{"verdict", seen.end->verdict}, {"reason", text(seen.end->reason)}};
  return {{"seq", seen.seq},
          {"phase", seen.phase},
          {"phase_for_ms", seen.phase_for.count()},
          {"end", std::move(end)},
          {"game",
           {{"pid", number(seen.game.pid)},
            {"command", texts(seen.game.command)},
            {"exit_code", number(seen.game.exit_code)},
            {"ready", seen.game.ready},
            {"restarts", seen.game.restarts}}},
          {"match", match_of(seen)},
          {"occupancy", occupancy_of(seen)},
          {"dry_run", seen.dry_run},
          {"timers", timers_of(seen)},
          {"holds", holds_of(seen)},
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
