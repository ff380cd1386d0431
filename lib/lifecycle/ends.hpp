#pragma once

#include "lifecycle/state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::lifecycle {

/// An end of a running server whose clock runs: it comes at `at`, unless something changes.
struct coming_end {
  verdict why = verdict::empty;
  std::string_view reason;  ///< refers to the state, or lasts for ever
  time_point at{};
  bool soft = false;  ///< a hold, the minimum uptime and the veto hook can put it off
  bool idle = false;  ///< it comes because nobody is here
};

/// All of them, as the rules have them; what dry_run has said already is left out. Nothing when the server does
/// not run.
std::vector<coming_end> coming_ends(const state& current);

/// Until when a soft end has to wait, whatever the veto hook says: for the holds and the minimum uptime.
time_point kept_up_until(const state& current);

/// When an end will be acted upon: `at`, or later for a soft one.
time_point acted_upon(const state& current, const coming_end& end);

/// The earlier of our own limit and what is kept of the platform's. None: there is no limit.
std::optional<time_point> uptime_limit(const state& current);

/// When the game will count as hung without another sign of life.
std::optional<time_point> hang_at(const state& current);

/// Whether dry_run has said this already, and its cause is still there.
bool rehearsed(const state& current, verdict why);

/// How long nobody may be there now; none: for ever.
std::optional<duration> idle_window(const state& current);

}  // namespace gamekeeper::lifecycle
