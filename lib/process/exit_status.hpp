#pragma once

#include <span>
#include <string>

namespace gamekeeper::process {

/// How a process ended.
struct exit_status {
  int code = 0;    ///< exit(code); 0 when a signal ended it
  int signal = 0;  ///< the signal that ended it; 0 when it exited
  bool core_dumped = false;

  /// What a shell would say: the code, or 128 + n.
  int exit_code() const noexcept { return signal ? 128 + signal : code; }
  bool success() const noexcept { return signal == 0 && code == 0; }
  /// "exited with code 3", "killed by SIGSEGV (core dumped)"
  std::string describe() const;
  friend bool operator==(const exit_status&, const exit_status&) = default;
};

/// The exit code with which the agent leaves: 0 for one of `as_success`, else itself. For games whose code
/// at SIGTERM (143, 130) means that all went well.
int remapped(int exit_code, std::span<const int> as_success) noexcept;

}  // namespace gamekeeper::process
