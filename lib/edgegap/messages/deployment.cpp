#include "edgegap/messages/deployment.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace gamekeeper::edgegap {

namespace {

constexpr std::array<std::pair<deployment_status, std::string_view>, 9> status_names{{
    {deployment_status::initializing, "initializing"},
    {deployment_status::seeking, "seeking"},
    {deployment_status::seeked, "seeked"},
    {deployment_status::scanning, "scanning"},
    {deployment_status::deploying, "deploying"},
    {deployment_status::ready, "ready"},
    {deployment_status::terminating, "terminating"},
    {deployment_status::terminated, "terminated"},
    {deployment_status::error, "error"},
}};

constexpr std::int64_t minutes_in_a_year = 366LL * 24 * 60;

/// An absent member, or one that is out of its range, is nothing; the latter leaves a problem.
std::optional<std::int64_t> integer_within(const base::json_reader& from, std::string_view key,
                                           std::int64_t least, std::int64_t most) {
  const auto value = from.integer(key);
  if (!value || (*value >= least && *value <= most)) return value;
  from.problem(key, "expected " + std::to_string(least) + " to " + std::to_string(most) + ", found " +
                        std::to_string(*value));
  return std::nullopt;
}

std::optional<int> count_of_players(const base::json_reader& from, std::string_view key) {
  const auto value = integer_within(from, key, 0, base::limits::players_max);
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<base::wall_time> time_of(const base::json_reader& from, std::string_view key) {
  const auto text = from.text(key);
  if (!text || text->empty()) return std::nullopt;
  const auto when = parse_timestamp(*text);
  if (!when) from.problem(key, "expected YYYY-MM-DD HH:MM:SS");
  return when;
}

void decode_times(const base::json_reader& from, deployment& into) {
  into.start_time = time_of(from, "start_time");
  into.removal_time = time_of(from, "removal_time");
  // Some answers carry a fraction of a second.
  if (const auto seconds = from.number("elapsed_time")) {
    if (*seconds >= 0 && *seconds <= static_cast<double>(minutes_in_a_year * 60))
      into.elapsed_time = std::chrono::seconds(static_cast<std::int64_t>(*seconds));
    else
      from.problem("elapsed_time", "expected seconds, at most a year of them");
  }
  // -1 and 0 have both meant "no limit".
  if (const auto minutes = integer_within(from, "max_duration", -1, minutes_in_a_year))
    into.max_duration = std::chrono::minutes(*minutes);
}

std::vector<deployment_session> decode_sessions(const base::json_reader& from) {
  std::vector<deployment_session> all;
  for (const auto& each : from.objects("sessions")) {
    deployment_session one;
    one.session_id = each.text("session_id").value_or("");
    one.status = each.text("status").value_or("");
    one.ready = each.boolean("ready");
    one.linked = each.boolean("linked");
    one.kind = each.text("kind").value_or("");
    one.user_count = each.integer("user_count");
    all.push_back(std::move(one));
  }
  return all;
}

deployment decode(const base::json_reader& from) {
  deployment value;
  value.request_id = from.text("request_id").value_or("");
  value.fqdn = from.text("fqdn").value_or("");
  value.public_ip = from.text("public_ip").value_or("");
  // The status operation writes current_status, the context endpoint status.
  auto status = from.text("current_status");
  if (!status) status = from.text("status");
  value.status_text = status.value_or("");
  value.status = parse_status(value.status_text);
  value.last_status_text = from.text("last_status").value_or("");
  value.ready = from.boolean("ready");
  value.running = from.boolean("running");
  value.whitelisting_active = from.boolean("whitelisting_active");
  value.is_joinable_by_session = from.boolean("is_joinable_by_session");
  value.sockets = count_of_players(from, "sockets");
  value.sockets_usage = count_of_players(from, "sockets_usage");
  decode_times(from, value);
  value.error = from.boolean("error").value_or(false);
  value.error_detail = from.text("error_detail").value_or("");
  if (const auto ports = from.object("ports")) value.ports = decode_ports(*ports);
  if (const auto place = from.object("location")) value.place = decode_location(*place);
  value.tags = from.texts("tags").value_or(std::vector<std::string>());
  value.sessions = decode_sessions(from);
  value.app_name = from.text("app_name").value_or("");
  value.app_version = from.text("app_version").value_or("");
  value.command = from.text("command");
  value.arguments = from.text("arguments");
  return value;
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return small;
}

}  // namespace

std::string_view to_string(deployment_status status) noexcept {
  for (const auto& [each, name] : status_names)
    if (each == status) return name;
  return "unknown";
}

deployment_status parse_status(std::string_view text) {
  constexpr std::string_view prefix = "status.";
  const auto small = lower(text);
  std::string_view word = small;
  if (word.starts_with(prefix)) word.remove_prefix(prefix.size());
  for (const auto& [status, name] : status_names)
    if (name == word) return status;
  return deployment_status::unknown;
}

base::result<decoded_deployment> decode_deployment(std::string_view text) {
  const auto parsed = base::parse_json(text);
  if (!parsed) return parsed.error();
  if (!parsed->is_object()) {
    return base::error(base::errc::malformed,
                       "not a deployment: expected an object, found " + std::string(base::kind_of(*parsed)));
  }
  decoded_deployment answer;
  answer.value = decode(base::json_reader(*parsed, answer.warnings));
  if (answer.value.status_text.empty() && answer.value.request_id.empty())
    return base::error(base::errc::malformed, "not a deployment: it has neither a status nor a request_id");
  keep_first(answer.warnings);
  return answer;
}

}  // namespace gamekeeper::edgegap
