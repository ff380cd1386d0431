#include "emulator/model/container_output.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace gamekeeper::emulator {

namespace {

/// How many bytes the well-formed sequence at the front has (Unicode 15, table 3-7); 0: there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xc2 && first <= 0xdf   ? 2
                             : (first & 0xf0) == 0xe0         ? 3
                             : first >= 0xf0 && first <= 0xf4 ? 4
                                                              : 0;
  if (length == 0 || text.size() < length) return 0;
  unsigned char least = 0x80,
                most = 0xbf;  // of the second byte: no overlong form, no surrogate, nothing too large
  if (first == 0xe0) least = 0xa0;
  if (first == 0xed) most = 0x9f;
  if (first == 0xf0) least = 0x90;
  if (first == 0xf4) most = 0x8f;
  if (byte(1) < least || byte(1) > most) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  return length;
}

}  // namespace

std::string as_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const auto length = sequence_length(bytes);
    if (length == 0)
      text.append("\xef\xbf\xbd");
    else
      text.append(bytes.substr(0, length));
    bytes.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

std::string read_output(const std::string& path, output_range part, std::size_t most) {
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info {};
  if (!file.valid() || ::fstat(file.get(), &info) != 0 || info.st_size < 0) return "";
  const auto end = std::min(part.to, static_cast<std::uint64_t>(info.st_size));
  if (part.from >= end) return "";
  const bool cut = end - part.from > most;
  auto at = cut ? end - most : part.from;
  std::string text;
  std::array<char, 16 * 1024> piece;
  while (at < end) {
    const auto wanted = std::min<std::uint64_t>(piece.size(), end - at);
    const auto got =
        ::pread(file.get(), piece.data(), static_cast<std::size_t>(wanted), static_cast<off_t>(at));
    if (got <= 0) break;
    text.append(piece.data(), static_cast<std::size_t>(got));
    at += static_cast<std::uint64_t>(got);
  }
  if (const auto line = text.find('\n'); cut && line != std::string::npos) text.erase(0, line + 1);
  return as_utf8(text);
}

}  // namespace gamekeeper::emulator
