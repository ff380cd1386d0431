#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::telemetry {

/// Replaces the file as a whole: written beside it with mode 0600, synced, renamed, the folder synced. On failure, a
/// full disk for one, the old content is intact and nothing is left beside it; only when the folder cannot be
/// synced the new content is in place already.
base::result<void> replace_file(const std::string& path, std::string_view text);

}  // namespace gamekeeper::telemetry
