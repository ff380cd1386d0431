#include "occupancy/a2s_split.hpp"

#include "base/limits.hpp"
#include "occupancy/packet_reader.hpp"

#include <algorithm>
#include <span>

namespace gamekeeper::occupancy {

namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;

namespace {

constexpr std::string_view part_mark{"\xfe\xff\xff\xff"};
constexpr std::string_view message_mark{"\xff\xff\xff\xff"};
constexpr std::size_t common_header = 8;
constexpr std::uint32_t compressed_bit = 0x8000'0000;

struct place {
  unsigned number, total;
};
using place_of = place (*)(std::string_view part);

unsigned byte_at(std::string_view part, std::size_t at) {
  return static_cast<std::uint8_t>(part[at]);
}
place source_place(std::string_view part) {
  return {byte_at(part, common_header + 1), byte_at(part, common_header)};
}
place goldsrc_place(std::string_view part) {
  const auto both = byte_at(part, common_header);
  return {both >> 4, both & 0x0f};
}

/// The payloads in their order when they are all there, and once each.
std::optional<std::vector<std::string_view>> in_order(std::span<const std::string> parts, place_of where,
                                                      std::size_t header) {
  std::vector<std::string_view> ordered(parts.size());
  std::vector<bool> there(parts.size());
  for (const std::string_view part : parts) {
    const auto at = where(part);
    if (part.size() < header || at.total != parts.size() || at.number >= at.total || there[at.number])
      return std::nullopt;
    there[at.number] = true;
    ordered[at.number] = part.substr(header);
  }
  return ordered;
}

std::optional<std::string> joined(std::span<const std::string> parts, place_of where, std::size_t header) {
  const auto ordered = in_order(parts, where, header);
  if (!ordered || !ordered->front().starts_with(message_mark)) return std::nullopt;
  std::string message;
  for (const auto payload : *ordered) message += payload;
  return message.substr(message_mark.size());
}

// The first packet of a compressed answer has its size (4) and checksum (4) in front of bzip2's own mark.
bool is_compressed(std::uint32_t id, std::string_view part) {
  if ((id & compressed_bit) == 0 || source_place(part).number != 0) return false;
  return part.substr(10).find("BZh") <= 10;
}

}  // namespace

bool a2s_split::is_part(std::string_view packet) noexcept {
  return packet.starts_with(part_mark);
}

result<std::optional<std::string>> a2s_split::take(std::string_view packet) {
  packet_reader in(packet);
  in.skip(part_mark.size());
  const auto id = in.word();
  if (!id || in.rest().size() < 2) return error(errc::malformed, "a part of an answer that is cut short");
  if (is_compressed(*id, packet))
    return error(errc::malformed, "the answer is compressed with bzip2, which is not supported");
  if (*id != id_) {
    parts_.clear();
    bytes_ = 0;
    id_ = *id;
  }
  if (std::find(parts_.begin(), parts_.end(), packet) != parts_.end()) return std::optional<std::string>();
  bytes_ += packet.size();
  if (parts_.size() == limits::a2s_split_packets || bytes_ > limits::a2s_split_bytes)
    return error(errc::too_large, "an answer in more than " + std::to_string(limits::a2s_split_packets) +
                                      " packets or " + std::to_string(limits::a2s_split_bytes) + " bytes");
  parts_.emplace_back(packet);
  auto whole = joined(parts_, source_place, 12);
  if (!whole) whole = joined(parts_, source_place, 10);
  if (!whole) whole = joined(parts_, goldsrc_place, 9);
  return whole;
}

}  // namespace gamekeeper::occupancy
