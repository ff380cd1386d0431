#pragma once

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "edgegap/client/client.hpp"
#include "fleet/exit_code.hpp"
#include "fleet/screen.hpp"

#include <boost/asio/awaitable.hpp>

#include <iosfwd>

namespace gamekeeper::fleet {

/// What a command works with. Handed in by main; tests hand in a scripted platform and strings.
struct session {
  edgegap::client& platform;
  base::clock& time;
  base::random_source& random;
  screen show;
  std::istream& in;        ///< where a question is answered
  bool can_ask;            ///< stdin is a terminal
  base::duration timeout;  ///< for a command's calls together; not for what is waited for

  base::time_point deadline() const { return time.now() + timeout; }
};

/// What every command is: it says what came, or why nothing came, and gives the exit code. The session
/// outlives it.
using command = boost::asio::awaitable<exit_code>;

}  // namespace gamekeeper::fleet
