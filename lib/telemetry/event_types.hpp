#pragma once

#include "telemetry/event.hpp"

#include <span>

/// Every event there is: a function for each makes it, and its name is the event's type. Members that end in
/// `_ms` are whole milliseconds; a text that nobody gave is empty; what is absent is null.
namespace gamekeeper::telemetry {

/// The names of all types, in the order of this page: what a hook can choose from.
std::span<const std::string_view> event_types() noexcept;

namespace events {

// The deployment's life. {"phase", "previous"}
event phase(std::string_view entered, std::string_view previous);
/// The end is decided. {"verdict", "reason"}
event decided(std::string_view verdict, std::string_view reason);
/// dry_run: what would have been decided. {"verdict", "reason"}
event would_end(std::string_view verdict, std::string_view reason);
/// The last one: what hooks come to behind it is in the log alone. {"verdict", "reason", "exit_code", "uptime_ms"}
event ended(std::string_view verdict, std::string_view reason, int exit_code, base::duration uptime);

// The game. {"pid", "restart"}: restart counts the starts that came before this one.
event game_started(int pid, int restart);
/// {"exit_code", "signal", "description", "out_of_memory"}; signal is null when it exited by itself.
event game_ended(int exit_code, std::optional<int> signal, std::string_view description, bool out_of_memory);
/// The game is there for players. {"by"}: what said so, "at once", "api", "port", "log", "notify".
event ready(std::string_view by);
/// It will be started again. {"verdict", "reason", "wait_ms", "left"}: left of the budget after this one.
event restart(std::string_view verdict, std::string_view reason, base::duration wait, int left);
/// It hangs, or says so. {"reason"}
event watchdog(std::string_view reason);
/// A rung of the stop ladder was climbed. {"rung", "what", "result"}: rung counts from 0; result is empty
/// when it went well.
event ladder(std::size_t rung, std::string_view what, std::string_view result);
/// The game asked for more time and got it. {"by_ms"}
event extended(base::duration by);

// Who is there. {"presence", "players"}: presence is "unknown", "none" or "players".
event occupancy(std::string_view presence, int players);
/// A detector has been unknown for long, or knows again. {"name", "state", "for_ms", "last_error"}: state is
/// "unknown" or "recovered"; last_error is null when it is empty.
event detector(std::string_view name, bool recovered, base::duration unknown_for,
               std::string_view last_error);
/// {"id", "metadata"}: metadata is the object that was given, or null.
event match_started(std::string_view id, const std::optional<json_text>& metadata);
/// {"id", "reason", "lasted_ms"}
event match_ended(std::string_view id, std::string_view reason, base::duration lasted);

// What keeps it up. {"id", "reason", "for_ms"}
event hold_placed(std::string_view id, std::string_view reason, base::duration lasts);
event hold_renewed(std::string_view id, std::string_view reason, base::duration lasts);
/// {"id"}
event hold_released(std::string_view id);
event hold_expired(std::string_view id);
/// The veto hook has answered. {"not_yet", "reason", "again_in_ms"}
event veto(bool not_yet, std::string_view reason, std::optional<base::duration> again_in);

// What somebody asked for. {"what", "reason"}: what is "stop", "drain", "restart", "signal USR1", "log level
// debug".
event asked(std::string_view what, std::string_view reason);
/// A signal arrived. {"signal"}
event signal(std::string_view name);

// The platform. {"status", "previous"}
event platform_status(std::string_view status, std::string_view previous);
/// {"attempt"}
event self_stop_attempt(int attempt);
/// {"attempt", "answer", "status", "message"}: status is the HTTP status, 0 when there was no answer.
event self_stop_answer(int attempt, std::string_view answer, int status, std::string_view message);

/// Something comes that somebody should know. {"what", "message", "left_ms"}: what is "uptime_limit", ….
event warning(std::string_view what, std::string_view message, std::optional<base::duration> left);
/// A hook has run, or was given up. {"hook", "on", "on_seq", "outcome", "attempts", "detail"}: outcome is
/// "done", "failed", "timed_out", "dropped". Triggers no hook itself.
event hook(std::string_view name, std::string_view on, std::uint64_t on_seq, std::string_view outcome,
           int attempts, std::string_view detail);

}  // namespace events

}  // namespace gamekeeper::telemetry
