#pragma once

// Inside the room only: one step under way. What it does stands in a file for each part of a deployment's life.

#include "lifecycle/effects.hpp"
#include "lifecycle/ends.hpp"
#include "lifecycle/events.hpp"
#include "lifecycle/state.hpp"

#include <string>
#include <utility>
#include <vector>

namespace gamekeeper::lifecycle {

/// While something survives SIGKILL it is sent again: a process may have been forked between two looks at the
/// tree.
inline constexpr duration kill_again_every{500};
/// What nobody asked gets SIGTERM when a fifth of the time is left, behind the last rung of any ladder; but not
/// sooner than so long before SIGKILL, since it may be saving or uploading, and not later than that.
inline constexpr int notice_share = 5;
inline constexpr duration notice_max{5'000};
inline constexpr duration notice_min{200};

/// One step under way: the state, the moment, and the effects so far.
class stepper {
 public:
  stepper(state& current, time_point now) : s_(current), now_(now) {}

  // machine.cpp: what comes from outside
  void on(const tick&) {}
  void on(const paused& e);
  void on(const stop_requested& e);
  void on(const drain_requested& e);
  void on(const restart_requested& e);
  void on(const signal_arrived& e);
  void on(const stop_signal_arrived& e);
  void on(const platform_gone& e);
  void on(const platform_limit_learned& e);
  void due_deadlines();

  // starting.cpp: the game's processes
  void on(const game_started&);
  void on(const start_failed& e);
  void on(const game_ready&);
  void on(const game_exited& e);
  void on(const killed_for_memory&) { s_.memory_killed_at = now_; }
  void on(const sign_of_life&);
  void on(const watchdog_set& e);
  void on(const watchdog_triggered&);

  // running.cpp: who is there
  void on(const occupancy_changed& e);
  void on(const match_started&);
  void on(const match_ended& e);
  void on(const hold_placed& e);
  void on(const hold_released& e);
  void on(const looked&);
  void on(const veto_answered& e);

  // draining.cpp
  void on(const tree_empty&);
  void on(const extension_requested& e);

  // stopping.cpp
  void on(const self_stop_answered& e);

  void enter(phase next);
  void attempt_stop();
  std::vector<effect> take() { return std::move(effects_); }

 private:
  template <class Effect>
  void emit(Effect e) {
    effects_.emplace_back(std::move(e));
  }
  bool due(const std::optional<time_point>& when) const { return when && *when <= now_; }
  bool in(phase one) const { return s_.now_in == one; }
  bool starting_or_running() const { return in(phase::starting) || in(phase::running); }

  // machine.cpp
  void on_terminate(int to_game, const std::string& reason);
  /// The end is decided. With dry_run it is only said, unless the game is gone or the platform wants it.
  void decide(verdict why, std::string reason, after_drain then = after_drain::self_stop);
  void rehearse(verdict why, std::string reason);
  void finish();

  // starting.cpp
  void become_ready();
  void starting_deadlines();
  void hang_deadlines();
  void on_hang(std::string reason);
  void ended_by_itself(verdict why, std::string reason, after_drain then);
  void restart(verdict why, std::string reason, duration wait);
  bool spend_restart(duration& wait);
  void start_again();

  // running.cpp
  void running_deadlines();
  void expire_holds();
  void act_on(const coming_end& end);
  /// Whether the end has to wait for it.
  bool ask_for_look(const coming_end& end);
  std::optional<coming_end> due_end() const;
  void forget_rehearsal(verdict why);
  void forget_veto();
  void forget_look() { s_.look_asked.reset(); }

  // draining.cpp
  void begin_drain();
  void climb_ladder();
  void end_drain_at(time_point deadline);
  void schedule_notice(time_point deadline);
  void give_notice(time_point deadline);
  void shorten_drain(time_point deadline);
  duration grace() const;
  void drain_deadlines();
  void finish_drain();
  void wait_for_restart();

  // stopping.cpp
  void stopping_deadlines();
  void on_first_answer(const self_stop_answered& e);
  void retry_after(duration wait);
  duration backoff();

  state& s_;
  time_point now_;
  std::vector<effect> effects_;
};

}  // namespace gamekeeper::lifecycle
