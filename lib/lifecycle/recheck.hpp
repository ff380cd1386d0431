#pragma once

namespace gamekeeper::lifecycle {

struct recheck_done;
struct pending_end;
struct transition;

/// Asks for one more look before an end that comes because nobody is here. True when the end has to wait for it.
bool request_recheck(transition& t, const pending_end& end);

/// What was asked for does not matter any more.
void forget_recheck(transition& t);

void handle(transition& t, const recheck_done& e);

}  // namespace gamekeeper::lifecycle
