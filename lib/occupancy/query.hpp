#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::occupancy {

/// What a game says about itself when it is asked.
struct player_count {
  int players = 0;  ///< as the game counts, bots included or not
  int bots = 0;
  friend bool operator==(const player_count&, const player_count&) = default;
};

/// What a game's bots are to its count of players. The protocols leave that to the game.
enum class bot_rule {
  leave_out,  ///< bots are nobody; whether they are among the players shows in the answers
  included,   ///< bots are nobody, and among the players
  apart,      ///< bots are nobody, and counted beside the players
  count,      ///< whatever the game calls a player is one
};

/// One question over datagrams, and what has been understood of the answer so far. Pure: the caller owns the
/// socket and the time, and takes at most limits::query_packets packets.
class datagram_query {
 public:
  enum class step {
    wait,  ///< more has to come
    ask,   ///< request() has changed: send it again
    done,  ///< answer() is there
  };

  virtual ~datagram_query() = default;
  virtual std::string request() const = 0;
  /// malformed, too_large: this is no answer, and the query is over.
  virtual base::result<step> take(std::string_view packet) = 0;
  /// Once take() has said done.
  virtual player_count answer() const = 0;
  /// What is missing, for the error when time is up: "an answer to A2S_INFO".
  virtual std::string waiting_for() const = 0;
};

/// `packet` begins with four bytes 0xFF, as a message without a connection does in the engines of id Software
/// and Valve.
bool is_connectionless(std::string_view packet) noexcept;

/// The first bytes of something that was not understood, fit for a message.
std::string first_bytes(std::string_view packet);

}  // namespace gamekeeper::occupancy
