#pragma once

#include "lifecycle/types.hpp"

#include <optional>

namespace gamekeeper::lifecycle {

struct state;
struct transition;

/// No process has less time than this between its SIGTERM and SIGKILL.
inline constexpr duration notice_min{200};

/// What was sent no signal will get SIGTERM before this deadline.
void schedule_notice(transition& t, time_point deadline);

/// Sends it when it is due; twice when there is time: what has started since the first is asked, too.
void give_notice(transition& t, time_point deadline);

std::optional<time_point> notice_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
