#include "process/exit_status.hpp"

#include "process/signals.hpp"

namespace gamekeeper::process {

std::string exit_status::describe() const {
  if (signal == 0) return "exited with code " + std::to_string(code);
  std::string text = "killed by " + signal_name(signal);
  if (core_dumped) text.append(" (core dumped)");
  return text;
}

}  // namespace gamekeeper::process
