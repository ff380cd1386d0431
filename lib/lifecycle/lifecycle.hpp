#pragma once

/// The decisions. A pure state machine: step(state, event, now) gives effects, next_deadline(state) says when
/// to come back although nothing happened. No clock, no I/O, no JSON, no logging; only the standard library.
/// The shell in agent/gamekeeper/run feeds it events and carries out its effects, in their order.
///   types.hpp     phase, verdict, presence: the vocabulary, with the names that logs and the API show
///   events.hpp    what can happen to a deployment
///   effects.hpp   what the shell is told to do about it
///   policy.hpp    the times and abilities that decide how
///   state.hpp     everything that the decisions depend on, as plain data
///   machine.hpp   step() and next_deadline()
///   ends.hpp      what would end a running server, and when
///   ladder.hpp    the steps by which the game is asked to end, fitted into the time there is
///   forecast.hpp  what keeps the server up and what would end it: played ahead on the machine itself
/// Inside: stepper.hpp is one step under way, in a file for each part of a deployment's life (starting, running,
/// draining, stopping).
