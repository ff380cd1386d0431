#pragma once

#include "base/error.hpp"
#include "emulator/model/deployment.hpp"
#include "emulator/model/restored_deployment.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::emulator {

/// A deployment as text (JSON), tokens included: for the state file alone.
std::string to_record(const deployment& d);

/// What to_record() has written, with the moments on the clock that does not jump counted back from `now`.
/// `malformed` when it is no such record.
base::result<restored_deployment> from_record(std::string_view text, base::wall_time wall,
                                              base::time_point now);

}  // namespace gamekeeper::emulator
