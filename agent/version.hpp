#pragma once

#include <string>
#include <string_view>

namespace gamekeeper {

/// The commit that was built, "3703130abcde", with "-dirty" behind it where files had been changed; "unknown"
/// where neither git nor the source package could say.
std::string_view commit() noexcept;

/// What a program answers to --version: itself, the commit, the compiler, Boost, OpenSSL, and the trust roots
/// that are built in; a line each.
std::string version_text(std::string_view program);

}  // namespace gamekeeper
