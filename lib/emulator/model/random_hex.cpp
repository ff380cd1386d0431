#include "emulator/model/random_hex.hpp"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace gamekeeper::emulator {

std::string system_random_hex(std::size_t digits) {
  std::string bytes((digits + 1) / 2, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const auto got = ::getrandom(bytes.data() + filled, bytes.size() - filled, 0);
    if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
    if (got > 0) filled += static_cast<std::size_t>(got);
  }
  std::string text;
  for (const unsigned char byte : bytes) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  text.resize(digits);
  return text;
}

}  // namespace gamekeeper::emulator
