#pragma once

#include "lifecycle/types.hpp"

#include <optional>

namespace gamekeeper::lifecycle {

struct occupancy_changed;
struct state;
struct transition;

/// How long nobody may be there now; none: for ever.
std::optional<duration> idle_window(const state& current);

void handle(transition& t, const occupancy_changed& e);

}  // namespace gamekeeper::lifecycle
