// Decides the code with which the agent exits, once nothing is left to do.
#include "lifecycle/exit.hpp"

#include "lifecycle/transition.hpp"

#include <csignal>

namespace gamekeeper::lifecycle {

void exit_agent(transition& t) {
  t.state.self_stop.next_attempt.reset();
  t.state.self_stop.linger_until.reset();
  t.enter(phase::done);
  // A game that outlived SIGKILL has no exit code of its own; it gets that of the signal.
  t.emit(leave{t.state.game.exit_code.value_or(128 + SIGKILL)});
}

}  // namespace gamekeeper::lifecycle
