#include "base/limits.hpp"
#include "base/whole_number.hpp"
#include "control/arguments.hpp"
#include "control/routes.hpp"

namespace gamekeeper::control::routes {

namespace limits = base::limits;
using base::result;

namespace {

result<std::string> reason_of(const call& asked) {
  const auto given = arguments::of(asked.request, {"reason"});
  if (!given) return given.error();
  return given->text("reason", limits::reason_bytes);
}

result<void> nothing_in(const call& asked) {
  const auto given = arguments::of(asked.request, {});
  if (!given) return given.error();
  return {};
}

}  // namespace

result<void> match_start(const call& asked) {
  const auto given = arguments::of(asked.request, {"id", "metadata"});
  if (!given) return given.error();
  auto id = given->text("id", limits::match_id_bytes);
  if (!id) return id.error();
  auto metadata = given->object_text("metadata", limits::match_metadata_bytes);
  if (!metadata) return metadata.error();
  return asked.parts.target.start_match(std::move(*id), std::move(*metadata));
}

result<void> match_end(const call& asked) {
  auto reason = reason_of(asked);
  if (!reason) return reason.error();
  return asked.parts.target.end_match(std::move(*reason));
}

result<void> players(const call& asked) {
  const auto given = arguments::of(asked.request, {"players", "valid_for"});
  if (!given) return given.error();
  const auto count = given->count("players", limits::players_max);
  if (!count) return count.error();
  const auto valid_for = given->optional_duration("valid_for", limits::hold_max);
  if (!valid_for) return valid_for.error();
  return asked.parts.target.report_players(*count, *valid_for);
}

result<void> hold(const call& asked) {
  const auto given = arguments::of(asked.request, {"id", "for", "reason"});
  if (!given) return given.error();
  auto id = given->required_text("id", limits::hold_id_bytes);
  if (!id) return id.error();
  const auto lasts = given->duration("for", limits::hold_max);
  if (!lasts) return lasts.error();
  auto reason = given->text("reason", limits::reason_bytes);
  if (!reason) return reason.error();
  hold_request wanted;
  wanted.id = std::move(*id);
  wanted.reason = std::move(*reason);
  wanted.lasts = *lasts;
  return asked.parts.target.hold(std::move(wanted));
}

result<void> release(const call& asked) {
  if (const auto empty = nothing_in(asked); !empty) return empty;
  return asked.parts.target.release(asked.name);
}

result<void> ready(const call& asked) {
  if (const auto empty = nothing_in(asked); !empty) return empty;
  return asked.parts.target.ready();
}

result<void> ping(const call& asked) {
  if (const auto empty = nothing_in(asked); !empty) return empty;
  return asked.parts.target.ping();
}

result<void> extend(const call& asked) {
  const auto given = arguments::of(asked.request, {"by"});
  if (!given) return given.error();
  const auto by = given->duration("by", limits::extension_max);
  if (!by) return by.error();
  return asked.parts.target.extend(*by);
}

result<void> drain(const call& asked) {
  const auto given = arguments::of(asked.request, {"reason", "within"});
  if (!given) return given.error();
  auto reason = given->text("reason", limits::reason_bytes);
  if (!reason) return reason.error();
  const auto within = given->optional_duration("within", limits::hold_max);
  if (!within) return within.error();
  return asked.parts.target.drain(std::move(*reason), within->value_or(limits::drain_wish));
}

result<void> stop(const call& asked) {
  auto reason = reason_of(asked);
  if (!reason) return reason.error();
  return asked.parts.target.stop(std::move(*reason));
}

result<void> restart(const call& asked) {
  auto reason = reason_of(asked);
  if (!reason) return reason.error();
  return asked.parts.target.restart(std::move(*reason));
}

result<void> send_signal(const call& asked) {
  const auto given = arguments::of(asked.request, {"signal"});
  if (!given) return given.error();
  const auto* named = given->member("signal");
  if (!named)
    return arguments::invalid("/signal", "is missing; expected a name such as \"USR1\" or a number");
  if (const auto number = base::whole_number_of(*named))
    return asked.parts.target.signal_game(std::to_string(*number));
  if (!named->is_string()) return arguments::wrong_kind("signal", "a signal's name or number", *named);
  return asked.parts.target.signal_game(std::string(named->as_string()));
}

result<void> log_level(const call& asked) {
  const auto given = arguments::of(asked.request, {"level"});
  if (!given) return given.error();
  const auto word = given->required_text("level", limits::reason_bytes);
  if (!word) return word.error();
  const auto level = base::parse_log_level(*word);
  if (!level) return level.error().within("/level");
  return asked.parts.target.set_log_level(*level);
}

}  // namespace gamekeeper::control::routes
