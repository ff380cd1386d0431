#pragma once

#include "lifecycle/types.hpp"

#include <string>

namespace gamekeeper::lifecycle {

struct state;
struct transition;

/// The end is decided, and the game is asked to end. With dry_run it is only reported, unless the game is gone or the
/// platform wants it.
void decide(transition& t, verdict why, std::string reason, after_drain then = after_drain::self_stop);

/// Says what would be decided, once until its cause is gone.
void report_dry_run(transition& t, verdict why, std::string reason);

/// Whether dry_run has reported this already, and its cause is still there.
bool is_dry_run_reported(const state& current, verdict why);

/// The cause of what dry_run reported is gone: it is reported anew when it comes again.
void forget_dry_run(transition& t, verdict why);

}  // namespace gamekeeper::lifecycle
