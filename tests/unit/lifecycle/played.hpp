#pragma once

#include "lifecycle/machine.hpp"

#include <csignal>
#include <sstream>
#include <string>

namespace gamekeeper::tests {

/// A machine with its own time, whose effects come back as text: a test reads like the log of a deployment.
class played {
 public:
  explicit played(lifecycle::policy rules = on_platform()) : state(lifecycle::begin(rules, now)) {}

  static lifecycle::policy on_platform() {
    lifecycle::policy rules;
    rules.on_platform = true;
    rules.can_self_stop = true;
    return rules;
  }

  std::string happens(const lifecycle::event& e) { return render(lifecycle::step(state, e, now)); }

  /// Time passes; every deadline on the way is stepped at its own moment, as the shell would.
  std::string passes(lifecycle::duration by) {
    const auto target = now + by;
    std::string all;
    for (auto next = lifecycle::next_deadline(state); next && *next <= target;
         next = lifecycle::next_deadline(state)) {
      now = std::max(now, *next);
      const auto said = happens(lifecycle::tick{});
      if (!said.empty()) all += (all.empty() ? "" : "; ") + said;
    }
    now = target;
    return all;
  }

  static std::string render(const std::vector<lifecycle::effect>& effects) {
    std::ostringstream out;
    const char* separator = "";
    for (const auto& each : effects) {
      out << separator;
      separator = "; ";
      std::visit([&out](const auto& e) { write(out, e); }, each);
    }
    return out.str();
  }

  lifecycle::time_point now{std::chrono::hours(1)};
  lifecycle::state state;

 private:
  static void write(std::ostream& out, const lifecycle::announcement& announced) {
    std::visit([&out](const auto& e) { write(out, e); }, announced);
  }
  static void write(std::ostream& out, const lifecycle::decided& e) {
    out << "decided " << to_string(e.why) << (e.remember ? " remembered" : "");
  }
  static void write(std::ostream& out, const lifecycle::would_end& e) {
    out << "would end " << to_string(e.why);
  }
  static void write(std::ostream& out, const lifecycle::start_game& e) { out << "start " << e.restart; }
  static void write(std::ostream& out, const lifecycle::restart_scheduled& e) {
    out << "restart for " << to_string(e.why) << " in " << e.wait.count() << "ms, " << e.left << " left";
  }
  static void write(std::ostream& out, const lifecycle::run_ladder_step& e) {
    out << "rung " << e.step_index;
  }
  static void write(std::ostream& out, const lifecycle::collect_evidence&) { out << "evidence"; }
  static void write(std::ostream& out, const lifecycle::recheck_platform&) { out << "ask look"; }
  static void write(std::ostream& out, const lifecycle::ask_veto& e) {
    out << "ask veto " << to_string(e.why);
  }
  static void write(std::ostream& out, const lifecycle::veto_heard& e) {
    out << (e.not_yet ? "not yet" : "no veto");
  }
  static void write(std::ostream& out, const lifecycle::veto_overruled&) { out << "overruled"; }
  static void write(std::ostream& out, const lifecycle::hold_expired& e) { out << "expired " << e.id; }
  static void write(std::ostream& out, const lifecycle::uptime_warning& e) {
    out << "warning " << e.left.count() << "ms";
  }
  static void write(std::ostream& out, const lifecycle::phase_entered& e) { out << to_string(e.phase); }
  static void write(std::ostream& out, const lifecycle::signal_game& e) {
    out << "signal " << e.number << " to the game";
  }
  static void write(std::ostream& out, const lifecycle::signal_tree& e) { out << "signal " << e.number; }
  static void write(std::ostream& out, const lifecycle::terminate_rest& e) {
    out << (e.last ? "last notice" : "notice");
  }
  static void write(std::ostream& out, const lifecycle::kill_tree& e) {
    out << (e.again ? "kill again" : "kill");
  }
  static void write(std::ostream& out, const lifecycle::unkillable_processes&) { out << "survived"; }
  static void write(std::ostream& out, const lifecycle::send_self_stop& e) {
    out << "self-stop " << e.attempt;
  }
  static void write(std::ostream& out, const lifecycle::stop_accepted& e) {
    out << (e.gone ? "gone" : "accepted");
  }
  static void write(std::ostream& out, const lifecycle::stop_refused&) { out << "refused"; }
  static void write(std::ostream& out, const lifecycle::retry_scheduled&) { out << "retry later"; }
  static void write(std::ostream& out, const lifecycle::platform_end_doubted& e) {
    out << "doubted: " << e.reason;
  }
  static void write(std::ostream& out, const lifecycle::linger_expired&) { out << "linger expired"; }
  static void write(std::ostream& out, const lifecycle::leave& e) { out << "leave " << e.exit_code; }
};

}  // namespace gamekeeper::tests
