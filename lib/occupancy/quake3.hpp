#pragma once

#include "occupancy/query.hpp"

namespace gamekeeper::occupancy {

/// `getstatus` of Quake 3 and the engines that come from it or learned from it (ioquake3, DarkPlaces,
/// OpenArena, Xonotic, …): a line of settings, then one line "SCORE PING "NAME"" for each client.
///
/// A bot is a client with a ping of 0: the engines write that for clients without a connection (ioquake3's
/// SV_CalcPings for SVF_BOT), and 999 for those who are still connecting. A person has a ping of 0 only on
/// the same machine or in the same rack; where that happens, count bots as players.
class quake3_query final : public datagram_query {
 public:
  /// `challenge` is sent along, and an answer that names another one is not ours; engines that do not know it
  /// leave it out. Letters and digits.
  explicit quake3_query(std::string challenge) : challenge_(std::move(challenge)) {}
  std::string request() const override;
  base::result<step> take(std::string_view packet) override;
  player_count answer() const override { return said_; }
  std::string waiting_for() const override { return "an answer to getstatus"; }

 private:
  std::string challenge_;
  player_count said_;
};

/// The value of `key` in "\key\value\key\value"; empty when it is not there.
std::string_view info_value(std::string_view settings, std::string_view key) noexcept;

/// The lines behind the settings. Each must be whole, its newline included.
base::result<player_count> parse_quake3_players(std::string_view lines);

}  // namespace gamekeeper::occupancy
