#pragma once

#include "emulator/model/private_fleet.hpp"
#include "emulator/reading/fields.hpp"

#include <vector>

namespace gamekeeper::emulator {

/// The catalogue's member private_fleets.
std::vector<private_fleet> read_private_fleets(const fields& root, std::vector<problem>& problems);

}  // namespace gamekeeper::emulator
