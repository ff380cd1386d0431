#include "gamekeeper/run/control_commands.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace gamekeeper::run {

namespace asio = boost::asio;

base::result<void> control_commands::require_phase(std::initializer_list<lifecycle::phase> allowed,
                                                   std::string_view command, std::string_view when) const {
  if (std::find(allowed.begin(), allowed.end(), seams_.core.phase) != allowed.end()) return {};
  std::string message(command);
  message.append(" is possible ").append(when).append("; the agent is ").append(to_string(seams_.core.phase));
  if (seams_.core.ending.verdict) message.append(" because ").append(seams_.core.ending.reason);
  return base::error(base::errc::busy, std::move(message));
}

base::result<void> control_commands::require_running(std::string_view command) const {
  return require_phase({lifecycle::phase::running}, command, "while the game is running");
}

base::result<void> control_commands::require_undecided(std::string_view command) const {
  return require_phase({lifecycle::phase::starting, lifecycle::phase::running}, command,
                       "before the end is decided");
}

base::result<void> control_commands::start_match(std::string id, std::string metadata) {
  if (const auto allowed = require_running("starting a match"); !allowed) return allowed;
  if (seams_.core.match.running_since)
    return base::error(base::errc::busy, "a match is running" +
                                             (match_.id.empty() ? "" : " (" + match_.id + ")") +
                                             "; it has to end before another one starts");
  match_ = {true, std::move(id), std::move(metadata)};
  seams_.journal.match_started(match_.id, match_.metadata);
  seams_.post(lifecycle::match_started{});
  return {};
}

base::result<void> control_commands::end_match(std::string reason) {
  if (const auto allowed = require_running("ending a match"); !allowed) return allowed;
  match_.is_known = true;
  const auto& since = seams_.core.match.running_since;
  seams_.journal.match_ended(match_.id, reason, since ? seams_.time.now() - *since : base::duration(0));
  seams_.post(lifecycle::match_ended{std::move(reason)});
  return {};
}

base::result<void> control_commands::report_players(int count, std::optional<base::duration> valid_for) {
  if (const auto allowed = require_undecided("reporting players"); !allowed) return allowed;
  seams_.messages.on_reading(occupancy::reported, occupancy::counted(count, seams_.time.now(), valid_for));
  return {};
}

base::result<void> control_commands::hold(control::hold_request wanted) {
  if (const auto allowed = require_undecided("a hold"); !allowed) return allowed;
  const auto same = std::find_if(seams_.core.holds.begin(), seams_.core.holds.end(),
                                 [&wanted](const auto& each) { return each.id == wanted.id; });
  const bool is_renewed = same != seams_.core.holds.end();
  if (!is_renewed && seams_.core.holds.size() >= base::limits::holds)
    return base::error(base::errc::busy, "there are " + std::to_string(base::limits::holds) +
                                             " holds already; one has to be released or to expire");
  seams_.journal.hold_placed(wanted.id, wanted.reason, wanted.lasts, is_renewed);
  seams_.post(lifecycle::hold_placed{std::move(wanted.id), std::move(wanted.reason),
                                     seams_.time.now() + wanted.lasts});
  return {};
}

base::result<void> control_commands::release(std::string id) {
  const auto found = std::find_if(seams_.core.holds.begin(), seams_.core.holds.end(),
                                  [&id](const auto& each) { return each.id == id; });
  if (found == seams_.core.holds.end())
    return base::error(base::errc::not_found, "there is no hold '" + id + "'; it may have expired");
  seams_.journal.hold_released(id);
  seams_.post(lifecycle::hold_released{std::move(id)});
  return {};
}

base::result<void> control_commands::ready() {
  if (seams_.core.phase == lifecycle::phase::running) return {};
  if (const auto allowed = require_undecided("becoming ready"); !allowed) return allowed;
  seams_.messages.on_ready("api");
  return {};
}

base::result<void> control_commands::ping() {
  seams_.messages.on_heartbeat();
  return {};
}

base::result<void> control_commands::drain(std::string reason, base::duration within) {
  if (const auto allowed = require_undecided("a drain"); !allowed) return allowed;
  if (reason.empty()) reason = "a drain was asked for over the local API";
  seams_.journal.drain_requested(reason, within);
  seams_.post(lifecycle::drain_requested{std::move(reason), within});
  return {};
}

base::result<void> control_commands::stop(std::string reason) {
  const bool restarting = seams_.core.phase == lifecycle::phase::draining && !seams_.core.ending.verdict;
  if (const auto allowed = require_undecided("a stop"); !allowed && !restarting) return allowed;
  if (reason.empty()) reason = "asked for over the local API";
  seams_.journal.stop_requested(reason);
  seams_.post(lifecycle::stop_requested{std::move(reason)});
  return {};
}

base::result<void> control_commands::restart(std::string reason) {
  if (const auto allowed = require_undecided("a restart"); !allowed) return allowed;
  if (reason.empty()) reason = "asked for over the local API";
  seams_.journal.restart_requested(reason);
  seams_.post(lifecycle::restart_requested{std::move(reason)});
  return {};
}

base::result<void> control_commands::signal_game(std::string name) {
  const auto number = process::parse_signal(name);
  if (!number) return number.error().within("/signal");
  if (seams_.game.pid() == 0) return base::error(base::errc::busy, "the game is not running");
  seams_.journal.signal_requested(process::signal_name(*number));
  return seams_.signals.send(*number);
}

base::result<void> control_commands::set_log_level(base::log_level level) {
  seams_.journal.log_level_changed(level);
  return {};
}

namespace {
base::error no_context() {
  return base::error(base::errc::busy,
                     "there is no context endpoint: ARBITRIUM_CONTEXT_URL and _TOKEN are not there");
}
base::error failed(const edgegap::api_error& failure) {
  return base::error(failure.status() == 404   ? base::errc::not_found
                     : failure.status() == 409 ? base::errc::busy
                                               : failure.code(),
                     failure.message());
}
}  // namespace

asio::awaitable<base::result<std::vector<std::string>>> control_commands::tags(base::time_point deadline) {
  if (!platform_ || !platform_->has_context()) co_return no_context();
  const auto answer = co_await platform_->context(deadline);
  if (!answer) co_return failed(answer.error());
  co_return answer->value.tags;
}

asio::awaitable<base::result<void>> control_commands::add_tag(std::string name, base::time_point deadline) {
  if (!platform_ || !platform_->has_context()) co_return no_context();
  const auto answer = co_await platform_->context_tag_add(std::move(name), deadline);
  if (!answer) co_return failed(answer.error());
  co_return base::result<void>();
}

asio::awaitable<base::result<void>> control_commands::remove_tag(std::string name,
                                                                 base::time_point deadline) {
  if (!platform_ || !platform_->has_context()) co_return no_context();
  const auto answer = co_await platform_->context_tag_remove(std::move(name), deadline);
  if (!answer) co_return failed(answer.error());
  co_return base::result<void>();
}

}  // namespace gamekeeper::run
