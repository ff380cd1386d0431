#pragma once

/// What the agent tells about itself: events, metrics, the verdict with which a deployment ends, and what it
/// remembers of that across its own death.
///   state_file.hpp  the decision to end, kept in a file so that an agent started again finishes it
