#include "emulator/platform/removed_versions.hpp"

#include <algorithm>

namespace gamekeeper::emulator {

const app_version* removed_versions::version_of(const restored_deployment& each, const catalogue& offered) {
  if (const auto* known = offered.find(each.application, each.version)) return known;
  for (const auto& known : all_)
    if (known.application == each.application && known.version == each.version) return &known;
  auto& stand_in = all_.emplace_back();
  stand_in.application = each.application;
  stand_in.version = each.version;
  stand_in.command = each.made.command;
  stand_in.restart = restart_policy::never;
  return &stand_in;
}

bool removed_versions::contains(const app_version* version) const noexcept {
  return std::any_of(all_.begin(), all_.end(),
                     [version](const app_version& each) { return &each == version; });
}

}  // namespace gamekeeper::emulator
