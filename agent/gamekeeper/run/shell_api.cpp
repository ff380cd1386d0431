// What the local API can make the agent do.
#include "base/duration.hpp"
#include "base/limits.hpp"
#include "gamekeeper/run/shell.hpp"
#include "telemetry/event_types.hpp"

#include <algorithm>

namespace gamekeeper::run {

namespace asio = boost::asio;
namespace events = telemetry::events;

base::result<void> shell::only_in(std::initializer_list<lifecycle::phase> allowed, std::string_view what,
                                  std::string_view when) const {
  if (std::find(allowed.begin(), allowed.end(), core_.now_in) != allowed.end()) return {};
  std::string message(what);
  message.append(" is possible ").append(when).append("; the agent is ").append(to_string(core_.now_in));
  if (core_.ending.verdict) message.append(" because ").append(core_.ending.reason);
  return base::error(base::errc::busy, std::move(message));
}

base::result<void> shell::only_while_running(std::string_view what) const {
  return only_in({lifecycle::phase::running}, what, "while the game is running");
}

base::result<void> shell::only_before_the_end(std::string_view what) const {
  return only_in({lifecycle::phase::starting, lifecycle::phase::running}, what, "before the end is decided");
}

base::result<void> shell::start_match(std::string id, std::string metadata) {
  if (const auto allowed = only_while_running("starting a match"); !allowed) return allowed;
  if (core_.match.running_since)
    return base::error(base::errc::busy, "a match is running" +
                                             (match_id_.empty() ? "" : " (" + match_id_ + ")") +
                                             "; it has to end before another one starts");
  match_state_ = "running";
  match_id_ = std::move(id);
  match_metadata_ = std::move(metadata);
  log_.info("match started", {{"id", match_id_}});
  const auto given =
      match_metadata_.empty() ? std::nullopt : std::optional(telemetry::json_text{match_metadata_});
  record(events::match_started(match_id_, given));
  feed(lifecycle::match_started{});
  return {};
}

base::result<void> shell::end_match(std::string reason) {
  if (const auto allowed = only_while_running("ending a match"); !allowed) return allowed;
  match_state_ = "ended";
  log_.info("match ended", {{"id", match_id_}, {"reason", reason}});
  const auto lasted =
      core_.match.running_since ? time_.now() - *core_.match.running_since : base::duration(0);
  record(events::match_ended(match_id_, reason, lasted));
  feed(lifecycle::match_ended{std::move(reason)});
  return {};
}

base::result<void> shell::report_players(int count, std::optional<base::duration> valid_for) {
  if (const auto allowed = only_before_the_end("reporting players"); !allowed) return allowed;
  on_reading(occupancy::reported, occupancy::counted(count, time_.now(), valid_for));
  return {};
}

base::result<void> shell::hold(control::hold_request wanted) {
  if (const auto allowed = only_before_the_end("a hold"); !allowed) return allowed;
  const auto same = std::find_if(core_.holds.begin(), core_.holds.end(),
                                 [&wanted](const auto& each) { return each.id == wanted.id; });
  const bool renewed = same != core_.holds.end();
  if (!renewed && core_.holds.size() >= base::limits::holds)
    return base::error(base::errc::busy, "there are " + std::to_string(base::limits::holds) +
                                             " holds already; one has to be released or to expire");
  log_.info(renewed ? "hold renewed" : "hold placed",
            {{"id", wanted.id}, {"reason", wanted.reason}, {"for", base::format_duration(wanted.lasts)}});
  record(renewed ? events::hold_renewed(wanted.id, wanted.reason, wanted.lasts)
                 : events::hold_placed(wanted.id, wanted.reason, wanted.lasts));
  feed(lifecycle::hold_placed{std::move(wanted.id), std::move(wanted.reason), time_.now() + wanted.lasts});
  return {};
}

base::result<void> shell::release(std::string id) {
  const auto found =
      std::find_if(core_.holds.begin(), core_.holds.end(), [&id](const auto& each) { return each.id == id; });
  if (found == core_.holds.end())
    return base::error(base::errc::not_found, "there is no hold '" + id + "'; it may have expired");
  log_.info("hold released", {{"id", id}});
  record(events::hold_released(id));
  feed(lifecycle::hold_released{std::move(id)});
  return {};
}

base::result<void> shell::ready() {
  if (core_.now_in == lifecycle::phase::running) return {};
  if (const auto allowed = only_before_the_end("becoming ready"); !allowed) return allowed;
  on_ready("api");
  return {};
}

void shell::on_ready(std::string by) {
  if (core_.now_in != lifecycle::phase::starting) return;
  log_.info("the game is ready", {{"by", by}});
  ready_by_ = std::move(by);
  feed(lifecycle::game_ready{});
}

void shell::on_sign_of_life() {
  // Thousands of them may come; only a watchdog wants to know.
  if (core_.watchdog.timeout) feed(lifecycle::sign_of_life{});
}

base::result<void> shell::ping() {
  on_sign_of_life();
  return {};
}

void shell::on_watchdog_set(base::duration every) {
  log_.info("the game sets its watchdog", {{"time", base::format_duration(every)}});
  feed(lifecycle::watchdog_set{every});
}

void shell::on_watchdog_triggered() {
  feed(lifecycle::watchdog_triggered{});
}

void shell::on_extension(base::duration by) {
  if (const auto done = extend(by); !done)
    log_.debug("no time to extend", {{"what", done.error().message()}});
}

void shell::on_status_text(const std::string& text) {
  log_.info("the game says", {{"status", text}});
}

base::result<void> shell::extend(base::duration by) {
  const bool possible =
      (core_.now_in == lifecycle::phase::starting && core_.readiness.deadline) || core_.drain.deadline;
  if (!possible)
    return base::error(base::errc::busy, "there is no deadline to extend: the agent is " +
                                             std::string(to_string(core_.now_in)));
  log_.info("more time is asked for", {{"by", base::format_duration(by)}});
  record(events::extended(by));
  feed(lifecycle::extension_requested{by});
  return {};
}

base::result<void> shell::drain(std::string reason, base::duration within) {
  if (const auto allowed = only_before_the_end("a drain"); !allowed) return allowed;
  if (reason.empty()) reason = "a drain was asked for over the local API";
  log_.info("the server ends as soon as nobody plays",
            {{"reason", reason}, {"within", base::format_duration(within)}});
  record(events::asked("drain", reason));
  feed(lifecycle::drain_requested{std::move(reason), within});
  return {};
}

base::result<void> shell::stop(std::string reason) {
  const bool restarting = core_.now_in == lifecycle::phase::draining && !core_.ending.verdict;
  if (const auto allowed = only_before_the_end("a stop"); !allowed && !restarting) return allowed;
  if (reason.empty()) reason = "asked for over the local API";
  record(events::asked("stop", reason));
  feed(lifecycle::stop_requested{std::move(reason)});
  return {};
}

base::result<void> shell::restart(std::string reason) {
  if (const auto allowed = only_before_the_end("a restart"); !allowed) return allowed;
  if (reason.empty()) reason = "asked for over the local API";
  record(events::asked("restart", reason));
  feed(lifecycle::restart_requested{std::move(reason)});
  return {};
}

base::result<void> shell::signal_game(std::string name) {
  const auto number = process::parse_signal(name);
  if (!number) return number.error().within("/signal");
  if (game_pid_ == 0) return base::error(base::errc::busy, "the game is not running");
  const auto said = process::signal_name(*number);
  log_.info("signal for the game, asked for over the local API", {{"signal", said}});
  record(events::asked("signal " + said, ""));
  told_.counters.signals_forwarded.add(said);
  return signals_.send(*number);
}

base::result<void> shell::set_log_level(base::log_level level) {
  log_.set_level(level);
  record(events::asked("log level " + std::string(base::to_string(level)), ""));
  return {};
}

namespace {
base::error no_context() {
  return base::error(base::errc::busy,
                     "there is no context endpoint: ARBITRIUM_CONTEXT_URL and _TOKEN are not there");
}
base::error failed(const edgegap::api_error& why) {
  return base::error(why.status() == 404   ? base::errc::not_found
                     : why.status() == 409 ? base::errc::busy
                                           : why.code(),
                     why.message());
}
}  // namespace

asio::awaitable<base::result<std::vector<std::string>>> shell::tags(base::time_point deadline) {
  if (!platform_ || !platform_->has_context()) co_return no_context();
  const auto answer = co_await platform_->context(deadline);
  if (!answer) co_return failed(answer.error());
  co_return answer->value.tags;
}

asio::awaitable<base::result<void>> shell::add_tag(std::string name, base::time_point deadline) {
  if (!platform_ || !platform_->has_context()) co_return no_context();
  const auto answer = co_await platform_->context_tag_add(std::move(name), deadline);
  if (!answer) co_return failed(answer.error());
  co_return base::result<void>();
}

asio::awaitable<base::result<void>> shell::remove_tag(std::string name, base::time_point deadline) {
  if (!platform_ || !platform_->has_context()) co_return no_context();
  const auto answer = co_await platform_->context_tag_remove(std::move(name), deadline);
  if (!answer) co_return failed(answer.error());
  co_return base::result<void>();
}

}  // namespace gamekeeper::run
