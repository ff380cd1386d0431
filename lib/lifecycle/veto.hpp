#pragma once

namespace gamekeeper::lifecycle {

struct pending_end;
struct transition;
struct veto_answered;

/// Asks the veto hook about this end. True when the end has to wait for its answer.
bool ask_veto_hook(transition& t, const pending_end& end);

/// What the hook has said so far was about an end that does not come.
void forget_veto(transition& t);

void handle(transition& t, const veto_answered& e);

}  // namespace gamekeeper::lifecycle
