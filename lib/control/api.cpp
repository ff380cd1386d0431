#include "control/api.hpp"

#include "base/limits.hpp"
#include "control/problem.hpp"
#include "control/routes.hpp"
#include "net/url.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace gamekeeper::control {

namespace asio = boost::asio;
namespace limits = base::limits;
using net::http_request;
using net::http_response;

namespace {

/// One of three: a look, a change, or something that may take a while.
struct route {
  std::string_view method;
  std::string_view path;  ///< "/{name}" at its end: any one segment
  http_response (*look)(const routes::call&) = nullptr;
  base::result<void> (*change)(const routes::call&) = nullptr;
  asio::awaitable<http_response> (*wait)(const routes::call&) = nullptr;
};

constexpr route reads(std::string_view path, http_response (*look)(const routes::call&)) {
  return {"GET", path, look};
}
constexpr route changes(std::string_view method, std::string_view path,
                        base::result<void> (*change)(const routes::call&)) {
  return {method, path, nullptr, change};
}
constexpr route waits(std::string_view method, std::string_view path,
                      asio::awaitable<http_response> (*wait)(const routes::call&)) {
  return {method, path, nullptr, nullptr, wait};
}

constexpr std::array<route, 23> table{
    waits("GET", "/v1/status", routes::status_or_wait),
    reads("/v1/why", routes::why),
    reads("/v1/deployment", routes::deployment),
    reads("/v1/settings", routes::settings),
    reads("/v1/events", routes::events),
    waits("GET", "/v1/tags", routes::tags),
    waits("POST", "/v1/tags", routes::tag_add),
    waits("DELETE", "/v1/tags/{name}", routes::tag_remove),
    changes("POST", "/v1/match/start", routes::match_start),
    changes("POST", "/v1/match/end", routes::match_end),
    changes("PUT", "/v1/players", routes::players),
    changes("POST", "/v1/hold", routes::hold),
    changes("DELETE", "/v1/hold/{id}", routes::release),
    changes("POST", "/v1/ready", routes::ready),
    changes("POST", "/v1/ping", routes::ping),
    changes("POST", "/v1/extend", routes::extend),
    changes("POST", "/v1/drain", routes::drain),
    changes("POST", "/v1/stop", routes::stop),
    changes("POST", "/v1/restart", routes::restart),
    changes("POST", "/v1/signal", routes::send_signal),
    changes("PUT", "/v1/log-level", routes::log_level),
    reads("/metrics", routes::metrics),
    reads("/healthz", routes::health),
};

// The open segment's text when the path is the route's, empty when the route has none.
std::optional<std::string_view> match(const route& each, std::string_view path) {
  const auto open = each.path.find('{');
  if (open == std::string_view::npos)
    return each.path == path ? std::optional(std::string_view()) : std::nullopt;
  const auto fixed = each.path.substr(0, open);
  if (!path.starts_with(fixed)) return std::nullopt;
  const auto segment = path.substr(fixed.size());
  if (segment.empty() || segment.find('/') != std::string_view::npos) return std::nullopt;
  return segment;
}

std::string all_routes() {
  std::string all;
  for (const auto& each : table) {
    if (!all.empty()) all += ", ";
    all.append(each.method).append(" ").append(each.path);
  }
  return all;
}

http_response not_routed(std::string_view method, std::string_view path) {
  std::string allowed;
  for (const auto& each : table)
    if (match(each, path)) allowed.append(allowed.empty() ? "" : ", ").append(each.method);
  if (allowed.empty())
    return problem(404, "there is no " + std::string(path) + "; there are: " + all_routes());
  auto refusal = problem(
      405, std::string(method) + " is not a method of " + std::string(path) + "; allowed: " + allowed);
  refusal.headers.add("Allow", allowed);
  return refusal;
}

std::vector<uid_t> privileged_users(uid_t owner) {
  std::vector<uid_t> out{0};
  if (owner != 0) out.push_back(owner);
  return out;
}

net::http_server_limits bounds_of_requests() {
  net::http_server_limits bounds;
  bounds.request_body_bytes = limits::control_request_body_bytes;
  bounds.request_deadline = limits::control_request_deadline;
  bounds.idle = limits::control_idle;
  bounds.write_deadline = limits::control_write_deadline;
  return bounds;
}

bool may_change(const net::http_peer& peer, uid_t owner) {
  return peer.credentials && (peer.credentials->uid == 0 || peer.credentials->uid == owner);
}

std::string who_may_change(uid_t owner) {
  return owner == 0 ? "only root" : "only root and uid " + std::to_string(owner);
}

}  // namespace

net::http_server_limits server_limits(uid_t owner) {
  auto bounds = bounds_of_requests();
  bounds.connections = limits::control_connections;
  bounds.connections_per_peer = limits::control_connections_per_user;
  bounds.connections_reserved = limits::control_connections_reserved;
  bounds.privileged_users = privileged_users(owner);
  return bounds;
}

net::http_server_limits public_server_limits() {
  auto bounds = bounds_of_requests();
  bounds.connections = limits::metrics_connections;
  bounds.connections_per_peer = limits::metrics_connections_per_address;
  return bounds;
}

api::api(api_parts parts) : parts_(parts), tags_(parts.target, parts.time) {
  base::slot_quota readers;
  readers.total = limits::event_readers;
  readers.per_client = limits::event_readers_per_user;
  readers.reserved = limits::event_readers_reserved;
  for (const auto user : privileged_users(parts.owner)) readers.privileged.push_back(net::user_client(user));
  parts.events.share_readers(std::move(readers));
}

asio::awaitable<http_response> api::answer(http_request request, const net::http_peer& peer) {
  auto answer = co_await route_request(request, peer);
  if (parts_.secrets) answer.body = parts_.secrets->redact(std::move(answer.body));
  co_return answer;
}

asio::awaitable<http_response> api::route_request(const http_request& request, const net::http_peer& peer) {
  const auto path = request.path();
  const auto method = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
  const auto found = std::find_if(table.begin(), table.end(), [&](const route& each) {
    return each.method == method && match(each, path).has_value();
  });
  if (found == table.end()) co_return not_routed(request.method, path);
  if (method != "GET" && !may_change(peer, parts_.owner))
    co_return problem(403, who_may_change(parts_.owner) + " may change anything here");
  auto name = net::percent_decode(*match(*found, path));
  if (!name) co_return problem(name.error().within(path));
  const routes::call asked{parts_, tags_, request, std::move(*name), peer.client()};
  if (found->look) co_return found->look(asked);
  if (found->wait) co_return co_await found->wait(asked);
  const auto changed = found->change(asked);
  if (!changed) co_return problem(changed.error());
  co_return routes::status(asked);
}

http_response api::answer_publicly(const http_request& request) {
  const routes::call asked{parts_, tags_, request, {}, {}};
  if (request.method != "GET" && request.method != "HEAD") {
    auto refusal = problem(405, "only GET is answered here");
    refusal.headers.add("Allow", "GET");
    return refusal;
  }
  if (request.path() == "/metrics") return routes::metrics(asked);
  if (request.path() == "/healthz") return routes::health(asked);
  return problem(404, "here are GET /metrics and GET /healthz; everything else is on the agent's socket");
}

}  // namespace gamekeeper::control
