#include "emulator/model/catalogue.hpp"

#include <algorithm>

namespace gamekeeper::emulator {

std::string_view name_of(restart_policy policy) noexcept {
  switch (policy) {
    case restart_policy::always:
      return "always";
    case restart_policy::never:
      return "never";
    case restart_policy::on_failure:
      return "on_failure";
  }
  return "always";
}

const app_version* catalogue::find(std::string_view application, std::string_view version) const noexcept {
  for (const auto& each : versions)
    if (each.application == application && each.version == version) return &each;
  return nullptr;
}

const app_version* catalogue::newest(std::string_view application) const noexcept {
  const auto found = std::find_if(versions.rbegin(), versions.rend(),
                                  [=](const app_version& each) { return each.application == application; });
  return found == versions.rend() ? nullptr : &*found;
}

std::string catalogue::application_names() const {
  std::string names;
  for (const auto& each : versions) {
    const auto name = "'" + each.application + "'";
    if (names.find(name) == std::string::npos) names.append(names.empty() ? "" : ", ").append(name);
  }
  return names;
}

std::string catalogue::version_names(std::string_view application) const {
  std::string names;
  for (const auto& each : versions)
    if (each.application == application)
      names.append(names.empty() ? "" : ", ").append("'" + each.version + "'");
  return names;
}

}  // namespace gamekeeper::emulator
