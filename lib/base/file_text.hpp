#pragma once

#include "base/error.hpp"

#include <string>

namespace gamekeeper::base {

/// What a regular file holds, at most `limit` bytes; `too_large` beyond that, `invalid_input` when it is
/// something else (to read a pipe would be to wait for whoever writes to it). The message says what is wrong
/// with "it": the caller knows what the file is for.
result<std::string> read_regular_file(const std::string& path, std::size_t limit);

}  // namespace gamekeeper::base
