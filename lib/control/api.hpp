#pragma once

#include "base/clock.hpp"
#include "control/agent.hpp"
#include "control/shared_tags.hpp"
#include "net/http.hpp"
#include "net/http_server.hpp"
#include "telemetry/agent_metrics.hpp"
#include "telemetry/event_history.hpp"

#include <boost/asio/awaitable.hpp>

#include <sys/types.h>

namespace gamekeeper::control {

/// What the routes stand on. All of it outlives the API.
struct api_parts {
  agent& target;
  base::clock& time;
  telemetry::event_history& events;
  telemetry::agent_metrics& counted;
  uid_t owner = 0;  ///< the game's user
  const base::redactor* secrets = nullptr;
};

/// What the server of these routes allows (limits::control_*): strangers leave connections for root and the owner.
net::http_server_limits server_limits(uid_t owner);
/// What the server of the public ones allows.
net::http_server_limits public_server_limits();

/// The routes. A request in, a response out; no sockets, so that every one of them is a plain call in the
/// tests.
///
///   GET    /v1/status      what the agent sees and plans (snapshot.hpp). See below for waiting
///   GET    /v1/why         what keeps it up, what would end it, and when (why.hpp)
///   GET    /v1/deployment  what was injected, redacted, and the platform's last word
///   GET    /v1/settings    what is in force, and where it came from
///   GET    /v1/events      what has happened (telemetry/event_types.hpp), as lines of JSON (NDJSON). ?since=N:
///                          only what came after number N; ?follow=1: and then what comes, until the agent
///                          ends. As a WebSocket on upgrade: a text frame each, and it always follows
///   GET    /v1/tags        the deployment's tags; POST {"name"}: one more; DELETE /v1/tags/{name}: one less
///   GET    /metrics        Prometheus' text format (metrics_page.hpp)
///   GET    /healthz        200 while the game runs and is there for players, else 503
///   POST   /v1/match/start {"id", "metadata"}      a match runs; both are optional, metadata is any object
///   POST   /v1/match/end   {"reason"}              the match is over
///   PUT    /v1/players     {"players", "valid_for"} how many people play, as the game knows it
///   POST   /v1/hold        {"id", "for", "reason"} keeps the deployment up; the same id renews it
///   DELETE /v1/hold/{id}                           releases it
///   POST   /v1/ready                               the game is there for players
///   POST   /v1/ping                                the game lives: for its watchdog
///   POST   /v1/extend      {"by"}                  more time to become ready, or to end
///   POST   /v1/drain       {"reason", "within"}    end when nobody plays, at the latest after `within` (1h)
///   POST   /v1/stop        {"reason"}              end now
///   POST   /v1/restart     {"reason"}              end the game and start it again
///   POST   /v1/signal      {"signal"}              a signal for the game, by name or number
///   PUT    /v1/log-level   {"level"}               debug, info, warn, error
///
/// Durations are texts like "1m30s". A change answers 200 with the status that follows from it, or a problem
/// (problem.hpp): 400 names the member that is wrong, 403 who may, 404 the routes that exist, 405 the methods,
/// 409 the state that is in the way. Everybody who can open the socket may read; only root and the owner may
/// change anything (SO_PEERCRED).
///
/// limits::event_readers follow or wait at a time, of one user but root and the owner event_readers_per_user: one more
/// ends the answer of the one that has taken no event for longest, as a too slow one is ended.
///
/// The tags are the platform's answer, at most tags_age_max old; a change asks again.
///
/// The status has an ETag, and its "seq" is the number of the last event. GET /v1/status?after=SEQ answers 304
/// when nothing has happened since; so does If-None-Match. With ?wait=30s (at most a minute) it waits that
/// long for something to happen. Ages and what is left of a time pass without an event.
class api {
 public:
  explicit api(api_parts parts);
  /// No secret of api_parts::secrets is in any answer.
  boost::asio::awaitable<net::http_response> answer(net::http_request request, const net::http_peer& peer);
  /// What a port may show to whoever can reach it: GET /metrics and GET /healthz.
  net::http_response answer_publicly(const net::http_request& request);

 private:
  boost::asio::awaitable<net::http_response> route_request(const net::http_request& request,
                                                           const net::http_peer& peer);

  api_parts parts_;
  shared_tags tags_;
};

}  // namespace gamekeeper::control
