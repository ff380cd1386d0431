#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace gamekeeper::emulator {

/// Gives that many random hexadecimal digits, lower case.
using random_hex = std::function<std::string(std::size_t digits)>;

/// From getrandom(2). Throws std::system_error when the kernel has none.
std::string system_random_hex(std::size_t digits);

}  // namespace gamekeeper::emulator
