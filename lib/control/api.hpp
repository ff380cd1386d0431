#pragma once

#include "control/agent.hpp"
#include "net/http.hpp"
#include "net/http_server.hpp"

#include <sys/types.h>

namespace gamekeeper::control {

/// The routes. A request in, a response out; no sockets, so that every one of them is a plain call in the
/// tests.
///
///   GET  /v1/status                      what the agent sees and plans (snapshot.hpp)
///   POST /v1/match/start  {"id": text}   a match runs; the id is optional
///   POST /v1/match/end    {"reason": …}  the match is over: the deployment ends. The reason is optional
///   PUT  /v1/players      {"players": n} how many people play, as the game knows it
///   POST /v1/stop         {"reason": …}  end the deployment now. The reason is optional
///   POST /v1/signal       {"signal": …}  a signal for the game, by name or number
///
/// A change answers 200 with the status that follows from it, or a problem (problem.hpp): 400 names the
/// member that is wrong, 403 who may, 404 the routes that exist, 405 the methods, 409 the state that is in
/// the way. Everybody who can open the socket may read; only root and `owner` may change anything
/// (SO_PEERCRED).
class api {
 public:
  api(agent& target, uid_t owner) : agent_(target), owner_(owner) {}
  net::http_response answer(const net::http_request& request, const net::http_peer& peer);

 private:
  agent& agent_;
  uid_t owner_;
};

}  // namespace gamekeeper::control
