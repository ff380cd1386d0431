#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <map>
#include <string>
#include <vector>

namespace gamekeeper::process {

/// Finds out whether the file systems of a program answer before a child is made for it. clone(2) with CLONE_VFORK
/// keeps the caller waiting until the program runs, and execve(2) of a file on a dead mount does not return.
class path_probe {
 public:
  static constexpr base::duration default_patience = std::chrono::seconds(5);
  /// As many starts may wait for their file systems; further ones are refused.
  static constexpr std::size_t capacity = 64;

  using read_function = std::function<void(const std::string& path)>;

  /// `read` asks the file system of a path and may block; by default it reads the first byte of the file.
  explicit path_probe(base::duration patience = default_patience, read_function read = read_first_byte);

  /// Waits for `patience` at most. False at once for paths that have been asked before and still have not answered.
  /// A file that does not exist has been answered for.
  bool answers(const std::vector<std::string>& paths);

 private:
  static void read_first_byte(const std::string& path);

  base::duration patience_;
  read_function read_;
  std::map<std::vector<std::string>, std::future<void>> unanswered_;
};

}  // namespace gamekeeper::process
