#pragma once

namespace gamekeeper::lifecycle {

struct transition;

/// Nothing is left to do: the agent exits with the game's code.
void exit_agent(transition& t);

}  // namespace gamekeeper::lifecycle
