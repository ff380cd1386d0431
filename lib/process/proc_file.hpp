#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::process {

/// What a file holds now, at most `limit` bytes of it; its size is not asked for, since the kernel's files
/// say 0. Never waits: opened without blocking.
base::result<std::string> read_text(const std::string& path, std::size_t limit);

/// The line of "key value" or "key: value" text that begins with `key`, without it and the spaces; empty when
/// there is none.
std::string_view value_of(std::string_view text, std::string_view key) noexcept;

/// Takes what stands before the first `end` off the front, and `end` with it; all of it when there is none.
std::string_view take_until(std::string_view& text, char end) noexcept;

}  // namespace gamekeeper::process
