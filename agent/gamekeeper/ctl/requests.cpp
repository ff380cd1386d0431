#include "gamekeeper/ctl/requests.hpp"

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/json_text.hpp"
#include "base/limits.hpp"
#include "base/whole_number.hpp"
#include "net/url.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <limits>

namespace gamekeeper::ctl {

namespace json = boost::json;
using command_line::given;

namespace {

net::http_request change(std::string method, std::string target, const json::object& body = {}) {
  net::http_request request(std::move(method), std::move(target));
  if (body.empty()) return request;
  request.headers.add("Content-Type", "application/json");
  request.body = base::json_text(body);
  return request;
}

// What was not given is not sent.
void put(json::object& body, std::string_view name, const std::string& text) {
  if (!text.empty()) body[name] = text;
}

/// A body of one word of the command line, under its own name.
json::object word(const given& what, std::string_view name) {
  json::object body;
  body[name] = what.text(name);
  return body;
}

json::object reason(const given& what) {
  json::object body;
  put(body, "reason", what.text("--reason"));
  return body;
}

}  // namespace

std::optional<std::uint64_t> whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc() || stop != end) return std::nullopt;
  return number;
}

net::http_request look_at_events(const given& what) {
  const auto since = what.has("--since") ? what.text("--since") : "0";
  return net::http_request("GET", "/v1/events?since=" + since + (what.has("--follow") ? "&follow=1" : ""));
}

net::http_request start_match(const given& what) {
  json::object body;
  put(body, "id", what.text("id"));
  if (what.has("--metadata")) body["metadata"] = base::parse_json(what.text("--metadata")).value();
  return change("POST", "/v1/match/start", body);
}

net::http_request end_match(const given& what) {
  return change("POST", "/v1/match/end", reason(what));
}

net::http_request set_players(const given& what) {
  json::object body;
  body["players"] = base::parse_whole_number(what.text("count")).value();
  put(body, "valid_for", what.text("--valid-for"));
  return change("PUT", "/v1/players", body);
}

net::http_request hold(const given& what) {
  auto body = reason(what);
  body["id"] = what.text("id");
  body["for"] = what.text("--for");
  return change("POST", "/v1/hold", body);
}

net::http_request release(const given& what) {
  return change("DELETE", "/v1/hold/" + net::percent_encode(what.text("id")));
}

net::http_request drain(const given& what) {
  auto body = reason(what);
  put(body, "within", what.text("--within"));
  return change("POST", "/v1/drain", body);
}

net::http_request stop(const given& what) {
  return change("POST", "/v1/stop", reason(what));
}

net::http_request restart(const given& what) {
  return change("POST", "/v1/restart", reason(what));
}

net::http_request ready(const given&) {
  return change("POST", "/v1/ready");
}

net::http_request ping(const given&) {
  return change("POST", "/v1/ping");
}

net::http_request extend(const given& what) {
  return change("POST", "/v1/extend", word(what, "by"));
}

net::http_request send_signal(const given& what) {
  return change("POST", "/v1/signal", word(what, "signal"));
}

net::http_request set_log_level(const given& what) {
  return change("PUT", "/v1/log-level", word(what, "level"));
}

net::http_request add_tag(const given& what) {
  return change("POST", "/v1/tags", word(what, "name"));
}

net::http_request remove_tag(const given& what) {
  return change("DELETE", "/v1/tags/" + net::percent_encode(what.text("name")));
}

std::optional<std::string> wrong_duration(const std::string& text) {
  const auto read = base::parse_duration(text);
  return read ? std::nullopt : std::optional(read.error().message());
}

std::optional<std::string> wrong_object(const std::string& text) {
  const auto read = base::parse_json(text);
  if (!read) return read.error().message();
  return read->is_object() ? std::nullopt : std::optional<std::string>("expected a JSON object");
}

std::optional<std::string> wrong_players(const std::string& text) {
  const auto number = base::parse_whole_number(text);
  if (number && *number >= 0 && *number <= base::limits::players_max) return std::nullopt;
  return "expected a whole number from 0 to " + std::to_string(base::limits::players_max);
}

std::optional<std::string> wrong_number(const std::string& text) {
  return whole_number(text) ? std::nullopt : std::optional<std::string>("expected a whole number");
}

}  // namespace gamekeeper::ctl
