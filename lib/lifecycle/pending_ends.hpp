#pragma once

#include "lifecycle/types.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace gamekeeper::lifecycle {

struct state;
struct transition;

/// An end of a running server whose clock runs: it comes at `at`, unless something changes.
struct pending_end {
  verdict why = verdict::empty;
  std::string_view reason;  ///< refers to the state, or lasts for ever
  time_point at{};
  bool is_deferrable = false;  ///< a hold, the minimum uptime and the veto hook can put it off
  bool is_idle_end = false;    ///< it comes because nobody is here
};

/// All of them, as the rules have them; what dry_run has reported already is left out. Nothing when the server does
/// not run.
std::vector<pending_end> pending_ends(const state& current);

/// When an end will be acted upon: `at`, or later for a deferrable one.
time_point effective_at(const state& current, const pending_end& end);

/// The end that is acted upon now: of those whose time has come, the one that came first.
std::optional<pending_end> due_end(const state& current, time_point now);

void check_pending_ends(transition& t);
std::optional<time_point> pending_ends_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
