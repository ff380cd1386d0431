#pragma once

#include "emulator/model/deployment.hpp"

#include <string>

namespace gamekeeper::emulator {

/// A deployment of an earlier emulator. Its `version` is null; the names of application and version stand beside it,
/// since the catalogue may have changed.
struct restored_deployment {
  deployment made;
  std::string application;
  std::string version;
};

}  // namespace gamekeeper::emulator
