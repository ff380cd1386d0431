#pragma once

/// The decisions. A pure state machine: step(state, event, now) gives effects, next_deadline(state) says when
/// to come back although nothing happened. No clock, no I/O, no JSON, no logging; only the standard library.
/// The shell in agent/gamekeeper/run feeds it events and carries out its effects, in their order.
///   types.hpp    phase, verdict, presence: the vocabulary, with the names that logs and the API show
///   events.hpp   what can happen to a deployment
///   effects.hpp  what the shell is told to do about it
///   policy.hpp   the times and abilities that decide how
///   machine.hpp  the state, step() and next_deadline()
