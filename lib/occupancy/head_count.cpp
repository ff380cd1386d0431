#include "occupancy/head_count.hpp"

#include <algorithm>

namespace gamekeeper::occupancy {

reading head_count::take(const player_count& said, base::time_point now) {
  if (rule_ == bot_rule::leave_out && said.bots > said.players) rule_ = bot_rule::apart;
  if (rule_ == bot_rule::apart || rule_ == bot_rule::count) return counted(said.players, now);
  if (rule_ == bot_rule::leave_out && said.bots > 0 && said.bots == said.players)
    return doubtful("as many bots as players, " + std::to_string(said.bots) +
                        ": are they all bots, or people beside bots? Say which, at the end of the detector: "
                        "/included when the game counts bots among its players, /apart when it does not",
                    now);
  return counted(std::max(0, said.players - said.bots), now);
}

}  // namespace gamekeeper::occupancy
