#pragma once

#include "emulator/model/location.hpp"
#include "emulator/reading/fields.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// What is not given has the values of a location's default.
location read_location(const fields& given);
/// An array of locations, each of them whole; `pointer` is the array's own.
std::vector<location> read_locations(const boost::json::array& given, std::vector<problem>& problems,
                                     const std::string& pointer);
/// LocationData, as the API and ARBITRIUM_DEPLOYMENT_LOCATION have it, and as read_location() takes it.
boost::json::object location_view(const location& place);
/// config/locations.json as it was when the program was built.
std::string_view built_in_locations() noexcept;
/// What that file holds. Throws std::logic_error when that file was wrong at the build.
const std::vector<location>& default_locations();

}  // namespace gamekeeper::emulator
