#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::occupancy {

/// One answer of a Source or GoldSrc server in several packets, in any order, some perhaps twice. The two
/// engines number their packets differently and do not say which they are: the answer is whole when the
/// packets make sense by one of them, the first one starting with four bytes 0xFF.
///   both     FE FF FF FF, id (4)
///   Source   total (1), number from 0 (1), size of a packet (2; very old games leave it out), payload
///   GoldSrc  number and total, four bits each, payload
class a2s_split {
 public:
  static bool is_part(std::string_view packet) noexcept;

  /// The message behind the four bytes 0xFF once it is whole. A packet with another id starts again.
  /// malformed: compressed with bzip2, as only the games of 2004 to 2007 do, which is refused; too_large:
  /// past limits::a2s_split_packets or a2s_split_bytes.
  base::result<std::optional<std::string>> take(std::string_view packet);
  /// How many different packets there are.
  std::size_t parts() const noexcept { return parts_.size(); }

 private:
  std::uint32_t id_ = 0;
  std::size_t bytes_ = 0;
  std::vector<std::string> parts_;
};

}  // namespace gamekeeper::occupancy
