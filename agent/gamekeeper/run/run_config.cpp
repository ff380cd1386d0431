#include "gamekeeper/run/run_config.hpp"

#include "edgegap/watch/poll_scheduler.hpp"
#include "settings/state_location.hpp"
#include "settings/stop_signal.hpp"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>

namespace gamekeeper::run {

namespace {

lifecycle::after_drain after(settings::end_action action) {
  switch (action) {
    case settings::end_action::stop:
      return lifecycle::after_drain::self_stop;
    case settings::end_action::restart:
      return lifecycle::after_drain::restart;
    case settings::end_action::exit:
      return lifecycle::after_drain::exit;
  }
  return lifecycle::after_drain::self_stop;
}

void when_it_ends(lifecycle::policy& rules, const settings::agent_settings& chosen) {
  rules.dry_run = chosen.policy.dry_run;
  rules.occupancy.empty_after = chosen.occupancy.empty_after;
  rules.occupancy.first_join_after = chosen.occupancy.first_join_after;
  rules.uptime.min = chosen.uptime.min;
  rules.match.has_many = chosen.match.many;
  rules.match.max = chosen.match.max;
  rules.uptime.max = chosen.uptime.max;
  rules.uptime.platform_margin = chosen.uptime.platform_margin;
  rules.uptime.warn_before = chosen.uptime.warn_before;
  rules.veto.is_enabled = !chosen.veto.command.empty();
  rules.veto.retry = chosen.veto.retry;
  rules.veto.max = chosen.veto.max;
}

void how_the_game_is_kept(lifecycle::policy& rules, const settings::agent_settings& chosen) {
  rules.readiness.is_awaited = chosen.ready.when.what != settings::ready_condition::kind::start;
  rules.readiness.timeout = chosen.ready.timeout;
  if (chosen.watchdog.source != settings::watchdog_source::off)
    rules.watchdog.timeout = chosen.watchdog.timeout;
  rules.watchdog.signal = chosen.watchdog.signal;
  rules.watchdog.grace = chosen.watchdog.grace;
  rules.game.on_exit = after(chosen.restart.on_exit);
  rules.game.on_crash = after(chosen.restart.on_crash);
  rules.restarts.on_budget_exhausted = after(chosen.restart.when_spent);
  rules.restarts.budget = chosen.restart.budget;
  rules.restarts.window = chosen.restart.window;
  rules.restarts.wait_min = chosen.restart.wait_min;
  rules.restarts.wait_max = chosen.restart.wait_max;
}

void how_it_is_ended(lifecycle::policy& rules, const settings::agent_settings& chosen) {
  rules.ladder.clear();
  for (const auto& step : chosen.drain.ladder) {
    // A signal of the ladder is one of ours, but SIGTERM is what a rewriting is about.
    const int number = step.signal == SIGTERM ? chosen.signal.policy.apply(SIGTERM) : step.signal;
    rules.ladder.push_back({step.after, number, step.signal == SIGTERM});
  }
  rules.drain.terminate_signal = chosen.signal.policy.apply(SIGTERM);
  rules.drain.wait_for_tree = chosen.drain.wait_for_tree;
  rules.drain.grace = chosen.drain.grace;
  rules.extension_max = chosen.drain.extension_max;
  rules.drain.kill_wait = chosen.drain.kill_wait;
  rules.drain.platform_kill_after = chosen.platform.kill_after;
  rules.drain.platform_kill_margin = chosen.platform.kill_margin;
  rules.self_stop.retry_min = chosen.stop.retry_min;
  rules.self_stop.retry_max = chosen.stop.retry_max;
  rules.self_stop.resend_every = chosen.stop.resend_every;
  rules.self_stop.linger_max = chosen.stop.linger_max;
}

lifecycle::policy policy_from(const settings::agent_settings& chosen,
                              const edgegap::injected_environment& injected) {
  lifecycle::policy rules;
  rules.on_platform = injected.on_platform;
  rules.can_self_stop = injected.can_stop_itself();
  when_it_ends(rules, chosen);
  how_the_game_is_kept(rules, chosen);
  how_it_is_ended(rules, chosen);
  rules.recheck.after_pause = chosen.occupancy.query_interval + chosen.occupancy.query_timeout;
  rules.self_stop.seed = random_seed();
  return rules;
}

/// Empty when it has no name any more; then the agent stays in it, and so does the game.
std::string current_folder() {
  std::error_code none;
  return std::filesystem::current_path(none).string();
}

}  // namespace

std::uint64_t random_seed() {
  std::uint64_t seed = 0;
  if (::getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
    seed = static_cast<std::uint64_t>(::getpid()) ^
           static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
  return seed;
}

run_config make_run_config(const std::vector<std::string>& command, const settings::agent_settings& chosen,
                           const edgegap::injected_environment& injected) {
  run_config config;
  config.policy = policy_from(chosen, injected);
  config.game.command = command;
  config.game.foreground = true;
  config.game.keep_signal_dispositions = chosen.signal.keep_dispositions;
  config.game.parent_death_signal = chosen.signal.parent_death.value_or(chosen.init.parent_death);
  config.game.working_directory = chosen.game.folder.empty() ? current_folder() : chosen.game.folder;
  config.game.user = chosen.game.user;
  config.game.no_new_privileges = chosen.game.no_new_privileges;
  config.game.limits = chosen.game.limits;
  config.signals.policy = chosen.signal.policy;
  config.signals.stop_signals = settings::stop_signals(chosen, injected.on_platform);
  config.ladder = chosen.drain.ladder;
  // Without a request id the address to stop it at names the deployment just as well.
  config.self_stop.deployment = injected.request_id;
  if (config.self_stop.deployment.empty() && injected.delete_url)
    config.self_stop.deployment = injected.delete_url->str();
  config.self_stop.state_path = settings::state_path(chosen.state.file);
  config.self_stop.is_possible = injected.can_stop_itself();
  config.platform.is_present = injected.on_platform;
  // A reading has to outlive the pause to the next poll, or a slow poll would always be an unknown one.
  config.platform.reading_max_age =
      std::max(chosen.occupancy.reading_max_age, 3 * chosen.platform.poll_interval);
  if (injected.context_url || chosen.platform.source == settings::platform_source::status)
    config.platform.silence_grace = edgegap::poll_scheduler::first_within(chosen.platform.fleet_size);
  config.unknown_warn_after = chosen.occupancy.unknown_warn_after;
  // Off the platform nobody has a count of sockets, and nobody needs to be told so.
  for (const auto& detector : chosen.occupancy.detectors)
    if (injected.on_platform || detector.what != occupancy::detector_spec::kind::usage)
      config.detectors.push_back(detector.text);
  // A reading of the platform is as old as the pace of the fleet; the game's own and our queries are fresh.
  config.policy.recheck.is_enabled = std::find(config.detectors.begin(), config.detectors.end(),
                                               occupancy::sockets_usage) != config.detectors.end();
  config.exit.remap = chosen.exit.remap;
  config.exit.decided = chosen.exit.decided;
  config.report_path = chosen.report.file;
  config.request_id = injected.request_id;
  config.version = GAMEKEEPER_VERSION;
  return config;
}

}  // namespace gamekeeper::run
