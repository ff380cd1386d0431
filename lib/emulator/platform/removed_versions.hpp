#pragma once

#include "emulator/model/catalogue.hpp"
#include "emulator/model/restored_deployment.hpp"

#include <deque>

namespace gamekeeper::emulator {

/// Versions that deployments of an earlier emulator had and the catalogue has no more.
class removed_versions {
 public:
  /// The catalogue's, or one that stands in for it and lives as long as this.
  const app_version* version_of(const restored_deployment& each, const catalogue& offered);
  bool contains(const app_version* version) const noexcept;

 private:
  std::deque<app_version> all_;
};

}  // namespace gamekeeper::emulator
