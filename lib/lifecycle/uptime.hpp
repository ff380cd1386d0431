#pragma once

#include "lifecycle/types.hpp"

#include <optional>

namespace gamekeeper::lifecycle {

struct platform_limit_learned;
struct state;
struct transition;

/// The earlier of our own limit and what is kept of the platform's. None: there is no limit.
std::optional<time_point> uptime_limit(const state& current);

void handle(transition& t, const platform_limit_learned& e);
void check_uptime(transition& t);
std::optional<time_point> uptime_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
