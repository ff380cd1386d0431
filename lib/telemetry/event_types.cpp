#include "telemetry/event_types.hpp"

#include <array>

namespace gamekeeper::telemetry {

namespace {

constexpr std::array<std::string_view, 26> names{
    "phase",
    "decided",
    "would_end",
    "ended",
    "game_started",
    "game_ended",
    "ready",
    "restart",
    "watchdog",
    "ladder",
    "extended",
    "occupancy",
    "detector",
    "match_started",
    "match_ended",
    "hold_placed",
    "hold_renewed",
    "hold_released",
    "hold_expired",
    "veto",
    "asked",
    "signal",
    "platform_status",
    "self_stop_attempt",
    "self_stop_answer",
    "warning",
};

}  // namespace

std::span<const std::string_view> event_types() noexcept {
  return names;
}

namespace events {

event phase(std::string_view entered, std::string_view previous) {
  return event("phase", {{"phase", entered}, {"previous", previous}});
}

event decided(std::string_view verdict, std::string_view reason) {
  return event("decided", {{"verdict", verdict}, {"reason", reason}});
}

event would_end(std::string_view verdict, std::string_view reason) {
  return event("would_end", {{"verdict", verdict}, {"reason", reason}});
}

event ended(std::string_view verdict, std::string_view reason, int exit_code, base::duration uptime) {
  return event("ended",
               {{"verdict", verdict}, {"reason", reason}, {"exit_code", exit_code}, {"uptime_ms", uptime}});
}

event game_started(int pid, int restart) {
  return event("game_started", {{"pid", pid}, {"restart", restart}});
}

event game_ended(int exit_code, std::optional<int> signal, std::string_view description, bool out_of_memory) {
  return event("game_ended", {{"exit_code", exit_code},
                              {"signal", signal},
                              {"description", description},
                              {"out_of_memory", out_of_memory}});
}

event ready(std::string_view by) {
  return event("ready", {{"by", by}});
}

event restart(std::string_view verdict, std::string_view reason, base::duration wait, int left) {
  return event("restart", {{"verdict", verdict}, {"reason", reason}, {"wait_ms", wait}, {"left", left}});
}

event watchdog(std::string_view reason) {
  return event("watchdog", {{"reason", reason}});
}

event ladder(std::size_t rung, std::string_view what, std::string_view result) {
  return event("ladder", {{"rung", rung}, {"what", what}, {"result", result}});
}

event extended(base::duration by) {
  return event("extended", {{"by_ms", by}});
}

event occupancy(std::string_view presence, int players) {
  return event("occupancy", {{"presence", presence}, {"players", players}});
}

event detector(std::string_view name, bool recovered, base::duration unknown_for,
               std::string_view last_error) {
  return event("detector", {{"name", name},
                            {"state", recovered ? "recovered" : "unknown"},
                            {"for_ms", unknown_for},
                            {"last_error", last_error.empty() ? std::nullopt : std::optional(last_error)}});
}

event match_started(std::string_view id, const std::optional<json_text>& metadata) {
  return event("match_started", {{"id", id}, {"metadata", metadata}});
}

event match_ended(std::string_view id, std::string_view reason, base::duration lasted) {
  return event("match_ended", {{"id", id}, {"reason", reason}, {"lasted_ms", lasted}});
}

event hold_placed(std::string_view id, std::string_view reason, base::duration lasts) {
  return event("hold_placed", {{"id", id}, {"reason", reason}, {"for_ms", lasts}});
}

event hold_renewed(std::string_view id, std::string_view reason, base::duration lasts) {
  return event("hold_renewed", {{"id", id}, {"reason", reason}, {"for_ms", lasts}});
}

event hold_released(std::string_view id) {
  return event("hold_released", {{"id", id}});
}

event hold_expired(std::string_view id) {
  return event("hold_expired", {{"id", id}});
}

event veto(bool not_yet, std::string_view reason, std::optional<base::duration> again_in) {
  return event("veto", {{"not_yet", not_yet}, {"reason", reason}, {"again_in_ms", again_in}});
}

event asked(std::string_view what, std::string_view reason) {
  return event("asked", {{"what", what}, {"reason", reason}});
}

event signal(std::string_view name) {
  return event("signal", {{"signal", name}});
}

event platform_status(std::string_view status, std::string_view previous) {
  return event("platform_status", {{"status", status}, {"previous", previous}});
}

event self_stop_attempt(int attempt) {
  return event("self_stop_attempt", {{"attempt", attempt}});
}

event self_stop_answer(int attempt, std::string_view answer, int status, std::string_view message) {
  return event("self_stop_answer",
               {{"attempt", attempt}, {"answer", answer}, {"status", status}, {"message", message}});
}

event warning(std::string_view what, std::string_view message, std::optional<base::duration> left) {
  return event("warning", {{"what", what}, {"message", message}, {"left_ms", left}});
}

event hook(std::string_view name, std::string_view on, std::uint64_t on_seq, std::string_view outcome,
           int attempts, std::string_view detail) {
  return event("hook", {{"hook", name},
                        {"on", on},
                        {"on_seq", on_seq},
                        {"outcome", outcome},
                        {"attempts", attempts},
                        {"detail", detail}});
}

}  // namespace events

}  // namespace gamekeeper::telemetry
