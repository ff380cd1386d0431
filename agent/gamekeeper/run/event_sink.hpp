#pragma once

#include "lifecycle/events.hpp"

#include <functional>

namespace gamekeeper::run {

/// Where a part of the supervisor posts what happens. The core handles an event at once, or, when it is posted while
/// effects are being applied, after them, in the order of posting.
using event_sink = std::function<void(lifecycle::event)>;

}  // namespace gamekeeper::run
