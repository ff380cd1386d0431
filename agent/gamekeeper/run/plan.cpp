#include "gamekeeper/run/plan.hpp"

#include "base/secret_names.hpp"
#include "edgegap/poll_pace.hpp"
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

control::deployment_view deployment_at_start(const edgegap::injected_environment& injected,
                                             const std::vector<std::string>& environment) {
  control::deployment_view seen;
  seen.on_platform = injected.on_platform;
  seen.request_id = injected.request_id;
  seen.fqdn = injected.fqdn;
  seen.public_ip = injected.public_ip;
  if (injected.place) seen.location = injected.place->city + ", " + injected.place->country;
  for (const auto& each : injected.ports)
    seen.ports.push_back({each.name, each.protocol, each.internal.value_or(0), each.external.value_or(0)});
  seen.tags = injected.tags;
  for (const auto& entry : environment) {
    const std::string_view all(entry);
    const auto name = all.substr(0, all.find('='));
    if (name.starts_with("ARBITRIUM_") && name.size() < all.size())
      seen.variables.push_back({std::string(name), base::shown_value(name, all.substr(name.size() + 1))});
  }
  return seen;
}

std::vector<control::setting_view> settings_in_force(const settings::loaded& loaded) {
  std::vector<control::setting_view> all;
  for (const auto& each : loaded.effective()) all.push_back({each.key, each.text, each.from.describe()});
  return all;
}

std::uint64_t random_seed() {
  std::uint64_t seed = 0;
  if (::getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
    seed = static_cast<std::uint64_t>(::getpid()) ^
           static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
  return seed;
}

plan make_plan(const std::vector<std::string>& command, const settings::agent_settings& chosen,
               const edgegap::injected_environment& injected) {
  plan made;
  made.rules = policy_from(chosen, injected);
  made.game.command = command;
  made.game.foreground = true;
  made.game.keep_signal_dispositions = chosen.signal.keep_dispositions;
  made.game.parent_death_signal = chosen.signal.parent_death.value_or(chosen.init.parent_death);
  made.game.working_directory = chosen.game.folder.empty() ? current_folder() : chosen.game.folder;
  made.game.user = chosen.game.user;
  made.game.no_new_privileges = chosen.game.no_new_privileges;
  made.game.limits = chosen.game.limits;
  made.signals = chosen.signal.policy;
  // Without a request id the address to stop it at names the deployment just as well.
  made.deployment = injected.request_id;
  if (made.deployment.empty() && injected.delete_url) made.deployment = injected.delete_url->str();
  made.state_path = settings::state_path(chosen.state.file);
  // A reading has to outlive the pause to the next poll, or a slow poll would always be an unknown one.
  made.reading_max_age = std::max(chosen.occupancy.reading_max_age, 3 * chosen.platform.poll_interval);
  made.stop_signals = settings::stop_signals(chosen, injected.on_platform);
  made.exit_remap = chosen.exit.remap;
  made.exit_decided = chosen.exit.decided;
  made.ladder = chosen.drain.ladder;
  made.report_path = chosen.report.file;
  made.unknown_warn_after = chosen.occupancy.unknown_warn_after;
  // Off the platform nobody has a count of sockets, and nobody needs to be told so.
  for (const auto& each : chosen.occupancy.detectors)
    if (injected.on_platform || each.what != occupancy::detector_spec::kind::usage)
      made.detectors.push_back(each.text);
  // A reading of the platform is as old as the pace of the fleet; the game's own and our queries are fresh.
  made.rules.recheck.is_enabled = std::find(made.detectors.begin(), made.detectors.end(),
                                            occupancy::sockets_usage) != made.detectors.end();
  if (injected.context_url || chosen.platform.source == settings::platform_source::status)
    made.first_word_within = edgegap::poll_pace::first_within(chosen.platform.fleet_size);
  made.on_platform = injected.on_platform;
  made.request_id = injected.request_id;
  made.version = GAMEKEEPER_VERSION;
  return made;
}

}  // namespace gamekeeper::run
