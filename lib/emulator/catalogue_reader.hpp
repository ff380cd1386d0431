#pragma once

#include "emulator/catalogue.hpp"
#include "emulator/fields.hpp"

#include <boost/json/fwd.hpp>

#include <vector>

namespace gamekeeper::emulator {

/// The catalogue that `root` holds; only good when no problem was added.
catalogue read_catalogue(const boost::json::value& root, std::vector<problem>& problems);

}  // namespace gamekeeper::emulator
