#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gamekeeper::emulator {

/// Bytes of a file; `to` of npos: to its end.
struct output_range {
  static constexpr std::uint64_t npos = UINT64_MAX;
  std::uint64_t from = 0;
  std::uint64_t to = npos;
};

/// The last `most` bytes of that part of the file, from the beginning of a line when something had to be left
/// out. Bytes that are no UTF-8 become U+FFFD: the answer is JSON. Empty when the file cannot be read.
std::string read_output(const std::string& path, output_range part, std::size_t most);

/// `bytes` with every byte that belongs to no well-formed UTF-8 sequence replaced by U+FFFD.
std::string as_utf8(std::string_view bytes);

}  // namespace gamekeeper::emulator
