#pragma once

#include "base/clock.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// DeploymentTagResponse of the v1 specification.
struct deployment_tag {
  std::string name;
  base::wall_time created{};
  base::wall_time updated{};
};

/// Why `name` is no name for a tag; empty when it is one. 1 to 40 characters, as the v1 specification says;
/// the API reference still says 20, and whoever keeps to that passes here. Characters, not bytes: maxLength
/// of JSON Schema counts them.
std::string unfit_tag_name(std::string_view name);

std::vector<std::string> names_of(const std::vector<deployment_tag>& tags);

}  // namespace gamekeeper::emulator
