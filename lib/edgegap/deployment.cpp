#include "edgegap/deployment.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
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

void decode_times(const base::json_reader& from, deployment& into) {
  if (const auto text = from.text("start_time"); text && !text->empty()) {
    into.start_time = parse_timestamp(*text);
    if (!into.start_time) from.problem("start_time", "expected YYYY-MM-DD HH:MM:SS");
  }
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
  value.ready = from.boolean("ready");
  value.running = from.boolean("running");
  value.sockets = count_of_players(from, "sockets");
  value.sockets_usage = count_of_players(from, "sockets_usage");
  decode_times(from, value);
  value.error = from.boolean("error").value_or(false);
  value.error_detail = from.text("error_detail").value_or("");
  if (const auto ports = from.object("ports")) value.ports = decode_ports(*ports);
  if (const auto place = from.object("location")) value.place = decode_location(*place);
  value.tags = from.texts("tags").value_or(std::vector<std::string>());
  value.app_name = from.text("app_name").value_or("");
  value.app_version = from.text("app_version").value_or("");
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
  decoded_deployment decoded;
  decoded.value = decode(base::json_reader(*parsed, decoded.warnings));
  if (decoded.value.status_text.empty() && decoded.value.request_id.empty())
    return base::error(base::errc::malformed, "not a deployment: it has neither a status nor a request_id");
  keep_first(decoded.warnings);
  return decoded;
}

std::optional<base::wall_time> parse_timestamp(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, read = 0;
  const std::string whole(text.substr(0, 40));
  if (std::sscanf(whole.c_str(), "%4d-%2d-%2d%*1[ T]%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute,
                  &second, &read) != 6 ||
      read == 0)
    return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (year < 1970 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60)
    return std::nullopt;
  std::string_view rest = std::string_view(whole).substr(static_cast<std::size_t>(read));
  int millis = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    for (int weight = 100; !rest.empty() && std::isdigit(static_cast<unsigned char>(rest.front()));
         weight /= 10) {
      millis += (rest.front() - '0') * weight;
      rest.remove_prefix(1);
    }
  }
  if (!rest.empty() && rest != "Z" && rest != "+00:00") return std::nullopt;
  return base::wall_time(std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(hour) +
                         std::chrono::minutes(minute) + std::chrono::seconds(second) +
                         base::duration(millis));
}

}  // namespace gamekeeper::edgegap
