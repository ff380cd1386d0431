#pragma once

#include "base/error.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace gamekeeper::occupancy {

/// Hands a file of /proc over in pieces, until its end or until `take` fails. not_found, denied, io: the file
/// could not be read.
base::result<void> read_in_pieces(const std::string& path,
                                  const std::function<base::result<void>(std::string_view)>& take);

/// The whole text of a small one; too_large past limits::counter_file_bytes.
base::result<std::string> read_counters(const std::string& path);

}  // namespace gamekeeper::occupancy
