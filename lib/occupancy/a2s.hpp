#pragma once

#include "occupancy/a2s_split.hpp"
#include "occupancy/query.hpp"

#include <cstdint>
#include <optional>

namespace gamekeeper::occupancy {

/// A2S_INFO of Valve's server queries, which many engines answer
/// (https://developer.valvesoftware.com/wiki/Server_queries). The server may first want to see its challenge
/// again (since 2020), may answer in several packets, and may use today's form ('I') or GoldSrc's ('m').
/// Valve's `players` includes the bots.
class a2s_query final : public datagram_query {
 public:
  std::string request() const override;
  base::result<step> take(std::string_view packet) override;
  player_count answer() const override { return said_; }
  std::string waiting_for() const override;

 private:
  base::result<step> take_message(std::string_view message);

  std::optional<std::uint32_t> challenge_;
  int challenges_ = 0;
  a2s_split split_;
  player_count said_;
};

/// The message behind the four bytes 0xFF, its kind included ('I' or 'm'). malformed: cut short, or no answer
/// to A2S_INFO.
base::result<player_count> parse_a2s_info(std::string_view message);

}  // namespace gamekeeper::occupancy
