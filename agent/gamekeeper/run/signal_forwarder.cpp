#include "gamekeeper/run/signal_forwarder.hpp"

#include "telemetry/event_types.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace gamekeeper::run {

signal_forwarder::signal_forwarder(process::process_host& host, base::logger& log, telemetry_sinks telemetry,
                                   signal_rules rules, seams around)
    : host_(host), log_(log), telemetry_(telemetry), rules_(std::move(rules)), seams_(std::move(around)) {}

void signal_forwarder::on_signal(const process::received_signal& received) {
  // SIGTERM begins the drain, whatever the game gets in its place.
  const int number = received.number == SIGTERM ? SIGTERM : rules_.policy.apply(received.number);
  // One that is rewritten to SIGTERM begins the drain too; what the game gets is not rewritten again.
  if (received.number != SIGTERM && (number == SIGTERM || (number != 0 && is_stop_signal(received)))) {
    flush_log();
    log_received(received);
    return seams_.post(
        lifecycle::stop_signal_arrived{number, process::signal_name(received.number) + " arrived"});
  }
  if (number != 0 && seams_.is_forwarded_only(number)) {
    auto sent = send(number);
    unlogged_.push_back({received, number, std::move(sent)});
    return;
  }
  flush_log();
  log_received(received);
  if (number != 0) seams_.post(lifecycle::signal_arrived{number});
}

void signal_forwarder::flush_log() {
  for (const auto& signal : unlogged_) {
    log_received(signal.received);
    log_sent(signal.number, signal.sent);
  }
  unlogged_.clear();
}

base::result<void> signal_forwarder::send(int number) {
  const pid_t game = seams_.game_pid();
  return target() == process::signal_target::child ? host_.signal_process(game, number)
                                                   : host_.signal_group(game, number);
}

/// Whoever ends the container stands outside of it, or beside the game. A sender that is gone already may have been the
/// game's, and so may one for whom the kernel does not vouch: then the signal is only forwarded.
bool signal_forwarder::is_stop_signal(const process::received_signal& received) const {
  const auto& numbers = rules_.stop_signals;
  if (std::find(numbers.begin(), numbers.end(), received.number) == numbers.end()) return false;
  if (!received.sender) return false;
  if (*received.sender == 0) return true;
  std::error_code unreadable;
  if (!std::filesystem::exists("/proc/" + std::to_string(*received.sender), unreadable)) return false;
  const auto of_game = host_.descendants();
  return std::none_of(of_game.begin(), of_game.end(),
                      [&received](const auto& process) { return process.pid == *received.sender; });
}

void signal_forwarder::log_received(const process::received_signal& received) {
  const auto name = process::signal_name(received.number);
  const auto sender =
      received.sender ? base::log_field("sender", *received.sender) : base::log_field("sender", "not known");
  log_.debug("signal arrived", {{"signal", name}, sender});
  telemetry_.events.record(telemetry::events::signal(name));
}

void signal_forwarder::log_sent(int number, const base::result<void>& sent) {
  const auto name = process::signal_name(number);
  log_.debug("signal sent to the game", {{"signal", name}, {"group", seams_.game_pid()}});
  if (sent)
    telemetry_.counters.signals_forwarded.add(name);
  else
    log_.warn("the signal did not reach the game", {{"signal", name}, {"what", sent.error().message()}});
}

}  // namespace gamekeeper::run
