#include "base/json.hpp"
#include "telemetry/readable_text.hpp"
#include "telemetry/state_file.hpp"

#include <boost/json.hpp>

namespace gamekeeper::telemetry {

namespace json = boost::json;

namespace {

constexpr std::int64_t year_10000_ms = 253'402'300'800'000;
constexpr std::int64_t exit_code_max = 255;

void require(const base::json_reader& reader, std::string_view key, bool there) {
  // A value of the wrong type has been reported by the reader itself.
  if (!there && !reader.member(key)) reader.problem(key, "is missing");
}

}  // namespace

base::result<remembered> parse_state(std::string_view text) {
  const auto whole = base::parse_json(text);
  if (!whole) return whole.error();
  std::vector<std::string> problems;
  const base::json_reader reader(*whole, problems);
  const auto request_id = reader.text("request_id");
  const auto verdict = reader.text("verdict");
  const auto decided_at = reader.integer("decided_at_unix_ms");
  const auto exit_code = reader.integer("game_exit_code");
  const auto reason = reader.text("reason");
  const auto accepted = reader.boolean("accepted");
  if (whole->is_object()) {
    require(reader, "request_id", request_id.has_value());
    require(reader, "verdict", verdict.has_value());
    require(reader, "decided_at_unix_ms", decided_at.has_value());
  }
  if (decided_at && (*decided_at < 0 || *decided_at >= year_10000_ms)) {
    reader.problem("decided_at_unix_ms", "expected milliseconds since 1970, before the year 10000");
  }
  if (exit_code && (*exit_code < 0 || *exit_code > exit_code_max)) {
    reader.problem("game_exit_code", "expected 0 to 255");
  }
  if (!problems.empty()) {
    std::string all;
    for (const auto& each : problems) all.append(all.empty() ? "" : "; ").append(each);
    return base::error(base::errc::malformed, std::move(all));
  }
  remembered state{*request_id, *verdict, reason.value_or(""), {}, {}, accepted.value_or(false)};
  state.decided_at = base::wall_time(base::duration(*decided_at));
  if (exit_code) state.game_exit_code = static_cast<int>(*exit_code);
  return state;
}

// The parser takes UTF-8 only, and a state that cannot be read back is worse than one with a wrong letter in
// it.
std::string format_state(const remembered& state) {
  json::object whole;
  whole["request_id"] = readable(state.request_id);
  whole["verdict"] = readable(state.verdict);
  whole["reason"] = readable(state.reason);
  whole["decided_at_unix_ms"] = state.decided_at.time_since_epoch().count();
  if (state.game_exit_code) whole["game_exit_code"] = *state.game_exit_code;
  whole["accepted"] = state.accepted;
  return json::serialize(whole) + "\n";
}

}  // namespace gamekeeper::telemetry
