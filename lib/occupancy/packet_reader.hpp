#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gamekeeper::occupancy {

/// Takes fields off the front of a packet; each is absent when the packet ends before it. Little-endian.
class packet_reader {
 public:
  explicit packet_reader(std::string_view packet) : rest_(packet) {}

  std::optional<std::uint8_t> byte() {
    if (rest_.empty()) return std::nullopt;
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::optional<std::uint32_t> word() {
    if (rest_.size() < 4) return std::nullopt;
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i)
      value |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(rest_[i])) << (8 * i);
    rest_.remove_prefix(4);
    return value;
  }
  /// Up to a zero byte, which is taken too.
  std::optional<std::string_view> text() {
    const auto end = rest_.find('\0');
    if (end == std::string_view::npos) return std::nullopt;
    const auto value = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return value;
  }
  bool skip(std::size_t bytes) {
    if (rest_.size() < bytes) return false;
    rest_.remove_prefix(bytes);
    return true;
  }
  bool skip_texts(int count) {
    for (; count > 0; --count)
      if (!text()) return false;
    return true;
  }
  std::string_view rest() const noexcept { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace gamekeeper::occupancy
