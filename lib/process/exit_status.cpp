#include "process/exit_status.hpp"

#include "process/signals.hpp"

#include <algorithm>

namespace gamekeeper::process {

std::string exit_status::describe() const {
  if (signal == 0) return "exited with code " + std::to_string(code);
  std::string text = "killed by " + signal_name(signal);
  if (core_dumped) text.append(" (core dumped)");
  return text;
}

int remapped(int exit_code, std::span<const int> as_success) noexcept {
  return std::find(as_success.begin(), as_success.end(), exit_code) == as_success.end() ? exit_code : 0;
}

}  // namespace gamekeeper::process
