#pragma once

#include "lifecycle/state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::lifecycle {

/// An end that will be decided.
struct prediction {
  verdict why = verdict::empty;
  std::string reason;
  time_point at{};
};

/// One of the machine's clocks.
struct timer_view {
  enum class condition {
    off,      ///< the settings do not have it
    idle,     ///< nothing has started it
    running,  ///< it fires at `fires`
    held,     ///< it has fired or will fire, and something puts the end off until `fires`
  };
  std::string_view name;  ///< "empty", "first_join", "match", "uptime", "watchdog", "ready", "drain", …
  condition now = condition::off;
  std::optional<time_point> fires;
  std::string_view leads_to;     ///< a verdict, or what else happens then
  std::string_view starts_when;  ///< what would start it
  std::string_view stops_when;   ///< what would stop it
};

/// What keeps this server up, what would end it, and when.
struct forecast {
  std::vector<std::string>
      because;  ///< "3 players are on", "the hold 'backup' lasts (nightly)"; empty once it ends
  std::vector<timer_view> timers;
  /// With nobody coming or going, the detectors saying what they say, signs of life arriving, holds not renewed
  /// and the veto hook agreeing.
  std::optional<prediction> as_it_is;
  /// While players are on, or nobody knows: if from now on the detectors said none.
  std::optional<prediction> if_everyone_left;
  /// While a match runs whose end is the server's.
  std::optional<prediction> if_the_match_ended;
};

/// The policy's clocks, and those that run in this phase.
std::vector<timer_view> timers_of(const state& current);

forecast make_forecast(const state& current, time_point now);

/// The end that comes if nothing but time happens; under dry_run the one that would have come. Found by playing
/// the machine itself, so that it cannot differ from what then happens.
std::optional<prediction> predict(state current, time_point now);

}  // namespace gamekeeper::lifecycle
