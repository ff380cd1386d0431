#pragma once

#include "emulator/fields.hpp"
#include "emulator/location.hpp"

#include <boost/json/fwd.hpp>

#include <vector>

namespace gamekeeper::emulator {

/// What is not given has the values of a location's default.
location read_location(const fields& given);
/// An array of locations, each of them whole; `pointer` is the array's own.
std::vector<location> read_locations(const boost::json::array& given, std::vector<problem>& problems,
                                     const std::string& pointer);
/// Those of config/locations.json. Throws std::logic_error when that file was wrong at the build.
const std::vector<location>& default_locations();

}  // namespace gamekeeper::emulator
