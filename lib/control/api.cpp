#include "control/api.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "control/problem.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace gamekeeper::control {

namespace json = boost::json;
namespace limits = base::limits;

namespace {

/// A request's body, already known to be a JSON object (or nothing at all, which counts as {}).
class arguments {
 public:
  static base::result<arguments> of(const net::http_request& request,
                                    std::initializer_list<std::string_view> known) {
    arguments read;
    if (!request.body.empty()) {
      auto parsed = base::parse_json(request.body);
      if (!parsed) return parsed.error().within("body");
      if (!parsed->is_object())
        return invalid("body", "expected an object, found " + std::string(base::kind_of(*parsed)));
      read.members_ = std::move(parsed->as_object());
    }
    for (const auto& each : read.members_) {
      if (std::find(known.begin(), known.end(), std::string_view(each.key())) != known.end()) continue;
      return invalid("/" + std::string(each.key()), "unknown member; allowed: " + listed(known));
    }
    return read;
  }

  base::result<std::string> text(std::string_view key, std::size_t max) const {
    const auto* found = members_.if_contains(key);
    if (!found || found->is_null()) return std::string();
    if (!found->is_string()) return wrong_kind(key, "a string", *found);
    if (found->as_string().size() > max)
      return invalid("/" + std::string(key), "at most " + std::to_string(max) + " bytes are allowed");
    return std::string(found->as_string());
  }

  base::result<int> count(std::string_view key, int max) const {
    const auto* found = members_.if_contains(key);
    const auto range = "a whole number from 0 to " + std::to_string(max);
    if (!found) return invalid("/" + std::string(key), "is missing; expected " + range);
    if (!found->is_int64()) return wrong_kind(key, range, *found);
    const auto value = found->as_int64();
    if (value < 0 || value > max)
      return invalid("/" + std::string(key), "expected " + range + ", found " + std::to_string(value));
    return static_cast<int>(value);
  }

  const json::value* member(std::string_view key) const { return members_.if_contains(key); }

  static base::error invalid(std::string where, std::string_view what) {
    return base::error(base::errc::invalid_input, std::move(where.append(": ").append(what)));
  }
  static base::error wrong_kind(std::string_view key, std::string_view expected, const json::value& found) {
    return invalid("/" + std::string(key),
                   "expected " + std::string(expected) + ", found " + std::string(base::kind_of(found)));
  }

 private:
  static std::string listed(std::initializer_list<std::string_view> words) {
    if (words.size() == 0) return "none";
    std::string all;
    for (auto word : words) all.append(all.empty() ? "" : ", ").append(word);
    return all;
  }
  json::object members_;
};

using route_handler = base::result<void> (*)(agent&, const net::http_request&);

base::result<void> match_start(agent& target, const net::http_request& request) {
  const auto given = arguments::of(request, {"id"});
  if (!given) return given.error();
  auto id = given->text("id", limits::match_id_bytes);
  if (!id) return id.error();
  return target.start_match(std::move(*id));
}

base::result<std::string> reason_of(const net::http_request& request) {
  const auto given = arguments::of(request, {"reason"});
  if (!given) return given.error();
  return given->text("reason", limits::reason_bytes);
}

base::result<void> match_end(agent& target, const net::http_request& request) {
  auto reason = reason_of(request);
  if (!reason) return reason.error();
  return target.end_match(std::move(*reason));
}

base::result<void> stop(agent& target, const net::http_request& request) {
  auto reason = reason_of(request);
  if (!reason) return reason.error();
  return target.stop(std::move(*reason));
}

base::result<void> players(agent& target, const net::http_request& request) {
  const auto given = arguments::of(request, {"players"});
  if (!given) return given.error();
  const auto count = given->count("players", limits::players_max);
  if (!count) return count.error();
  return target.report_players(*count);
}

base::result<void> send_signal(agent& target, const net::http_request& request) {
  const auto given = arguments::of(request, {"signal"});
  if (!given) return given.error();
  const auto* named = given->member("signal");
  if (!named)
    return arguments::invalid("/signal", "is missing; expected a name such as \"USR1\" or a number");
  if (named->is_int64()) return target.signal_game(std::to_string(named->as_int64()));
  if (!named->is_string()) return arguments::wrong_kind("signal", "a signal's name or number", *named);
  return target.signal_game(std::string(named->as_string()));
}

struct route {
  std::string_view method;
  std::string_view path;
  route_handler change;  // null: nothing changes, the status is all there is to it
};

constexpr std::array<route, 6> routes{{
    {"GET", "/v1/status", nullptr},
    {"POST", "/v1/match/start", match_start},
    {"POST", "/v1/match/end", match_end},
    {"PUT", "/v1/players", players},
    {"POST", "/v1/stop", stop},
    {"POST", "/v1/signal", send_signal},
}};

std::string all_routes() {
  std::string all;
  for (const auto& each : routes) {
    if (!all.empty()) all += ", ";
    all.append(each.method).append(" ").append(each.path);
  }
  return all;
}

net::http_response not_routed(std::string_view method, std::string_view path) {
  std::string allowed;
  for (const auto& each : routes)
    if (each.path == path) allowed.append(allowed.empty() ? "" : ", ").append(each.method);
  if (allowed.empty())
    return problem(404, "there is no " + std::string(path) + "; there are: " + all_routes());
  auto refusal = problem(
      405, std::string(method) + " is not a method of " + std::string(path) + "; allowed: " + allowed);
  refusal.headers.add("Allow", allowed);
  return refusal;
}

}  // namespace

net::http_response api::answer(const net::http_request& request, const net::http_peer& peer) {
  const auto path = request.path();
  const auto method = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
  const auto found = std::find_if(routes.begin(), routes.end(), [&](const route& each) {
    return each.path == path && each.method == method;
  });
  if (found == routes.end()) return not_routed(request.method, path);
  if (found->change) {
    const bool may = peer.credentials && (peer.credentials->uid == 0 || peer.credentials->uid == owner_);
    if (!may)
      return problem(403, "only root and uid " + std::to_string(owner_) + " may change anything here");
    if (const auto changed = found->change(agent_, request); !changed) return problem(changed.error());
  }
  return net::http_response(200, "application/json", json::serialize(to_json(agent_.look())) + "\n");
}

}  // namespace gamekeeper::control
