#pragma once

#include "occupancy/query.hpp"
#include "occupancy/reading.hpp"

namespace gamekeeper::occupancy {

/// Counts the people among a game's players, answer for answer.
///
/// A game that counts its bots among the players never names more bots than players: one answer that does shows
/// that bots stand apart, and that is remembered, for later answers of the same game show nothing (four people
/// and four bots look like four bots alone). As many bots as players without having seen that is such a doubt,
/// and then nobody knows: it never counts as an empty server.
class head_count {
 public:
  explicit head_count(bot_rule rule) : rule_(rule) {}

  reading take(const player_count& said, base::time_point now);

 private:
  bot_rule rule_;
};

}  // namespace gamekeeper::occupancy
