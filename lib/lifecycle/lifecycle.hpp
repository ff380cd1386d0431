#pragma once

/// The decisions. A pure state machine: step(state, event, now) gives effects, next_deadline(state) says when
/// to come back although nothing happened. No clock, no I/O, no JSON, no logging; only the standard library.
/// The supervisor in agent/gamekeeper/run feeds it events and carries out its effects, in their order.
///   types.hpp     phase, verdict, presence: the vocabulary, with the names that logs and the API show
///   events.hpp    what can happen to a deployment
///   effects.hpp   what the supervisor has to do about it
///   announcements.hpp  the effects that ask for nothing: they are logged and recorded
///   policy.hpp    the times and abilities that decide how
///   state.hpp     everything that the decisions depend on, as plain data
///   machine.hpp   step() and next_deadline(): takes each event to its subject, and each phase to its deadlines
///   forecast.hpp  what keeps the server up and what would end it: played ahead on the machine itself
/// What is decided stands in a file for each subject; a deadline stands beside what it does.
///   starting:  game.hpp  readiness.hpp  restarts.hpp  watchdog.hpp
///   running:   occupancy.hpp  recheck.hpp  matches.hpp  holds.hpp  veto.hpp  uptime.hpp  pending_ends.hpp
///   asked:     requests.hpp  signals.hpp  pause.hpp
///   ending:    decision.hpp (also dry_run)  draining.hpp  stop_ladder.hpp  termination_notice.hpp  self_stop.hpp
///              exit.hpp
/// Inside: transition.hpp is one step under way, which each subject's functions take.
