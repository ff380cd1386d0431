#pragma once

#include "emulator/model/deployment.hpp"

#include <string>

namespace gamekeeper::emulator {

/// Where the platform's state outlives the emulator. Called before a change has any effect outside, so that
/// whoever starts again knows of every process that was ever started.
class state_keeper {
 public:
  virtual ~state_keeper() = default;
  /// All of it, in place of what was kept of it before. The history is not part of it.
  virtual void save(const deployment& d) = 0;
  virtual void forget(const std::string& request_id) = 0;
};

}  // namespace gamekeeper::emulator
