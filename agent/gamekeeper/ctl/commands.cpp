#include "gamekeeper/ctl/commands.hpp"

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "net/url.hpp"

#include <CLI/CLI.hpp>

namespace gamekeeper::ctl {

namespace json = boost::json;

namespace {

net::http_request change(std::string method, std::string target, const json::object& body = {}) {
  net::http_request request(std::move(method), std::move(target));
  if (body.empty()) return request;
  request.headers.add("Content-Type", "application/json");
  request.body = json::serialize(body);
  return request;
}

std::function<net::http_request()> look_at(std::string target) {
  return [target = std::move(target)] { return net::http_request("GET", target); };
}

std::string wrong_duration(const std::string& text) {
  const auto read = base::parse_duration(text);
  return read ? "" : read.error().message();
}

std::string wrong_object(const std::string& text) {
  const auto read = base::parse_json(text);
  if (!read) return read.error().message();
  return read->is_object() ? "" : "expected a JSON object";
}

}  // namespace

CLI::App* commands::add(CLI::App& parent, const std::string& name, const std::string& help, maker request,
                        screen_maker show, int (*act)(const ctl_request&)) {
  auto* command = parent.add_subcommand(name, help);
  command->add_option("--socket", socket_, "The agent's socket; default: $GAMEKEEPER_SOCKET, /run, /tmp")
      ->type_name("PATH");
  command->add_flag("--curl", asked_.curl, "Print the curl command instead of asking");
  command->add_flag("--json", asked_.json, "Print the agent's answer as it came");
  command->callback([this, request = std::move(request), show, act] {
    action_ = [this, request, show, act] {
      asked_.request = request();
      asked_.show = show;
      if (!socket_.empty()) asked_.socket = socket_;
      return act(asked_);
    };
  });
  return command;
}

CLI::App* commands::with_reason(CLI::App* command) {
  command->add_option("--reason", reason_, "Why, for the log, the events and the verdict")->type_name("TEXT");
  return command;
}

json::object commands::reason() const {
  json::object body;
  if (!reason_.empty()) body["reason"] = reason_;
  return body;
}

void commands::add_to(CLI::App& app) {
  add_status(app);
  add_looks(app);
  add_events(app);
  add_match(app);
  add_players(app);
  add_holds(app);
  add_ends(app);
  add_game(app);
  add_tags(app);
}

void commands::add_status(CLI::App& app) {
  auto* status = add(app, "status", "What the agent sees and plans", look_at("/v1/status"));
  status->add_flag("--watch", watch_,
                   "Draw it again and again, until the agent ends; with --json a line for each change");
  status->callback([this] {
    action_ = [this] {
      asked_.request = net::http_request("GET", "/v1/status");
      if (!socket_.empty()) asked_.socket = socket_;
      return watch_ ? watch_status(asked_) : ask_agent(asked_);
    };
  });
}

void commands::add_looks(CLI::App& app) {
  add(app, "why", "Why it is still up, what would end it, and when", look_at("/v1/why"), why_screen);
  add(app, "deployment", "What the platform injected, and what it said last", look_at("/v1/deployment"),
      deployment_screen);
  add(app, "settings", "The settings of the running agent, and where they came from", look_at("/v1/settings"),
      settings_screen);
  add(app, "metrics", "The metrics, as Prometheus reads them", look_at("/metrics"), nullptr);
  add(app, "health", "For a health check: exit code 0 when the game is there for players, else 1",
      look_at("/healthz"), nullptr, check_health);
}

void commands::add_events(CLI::App& app) {
  auto* events = add(
      app, "events", "What has happened, a line each",
      [this] {
        return net::http_request("GET",
                                 "/v1/events?since=" + std::to_string(since_) + (follow_ ? "&follow=1" : ""));
      },
      nullptr, print_events);
  events->add_flag("-f,--follow", follow_, "And then what happens, until the agent ends");
  events->add_option("--since", since_, "Only what came after the event of this number")->type_name("NUMBER");
}

void commands::add_match(CLI::App& app) {
  auto* match = app.add_subcommand("match", "Tell the agent that a match starts or ends");
  match->require_subcommand(1);
  auto* start = add(*match, "start", "A match starts", [this] {
    json::object body;
    if (!text_.empty()) body["id"] = text_;
    if (!metadata_.empty()) body["metadata"] = base::parse_json(metadata_).value();
    return change("POST", "/v1/match/start", body);
  });
  start->add_option("id", text_, "The match's id, for the log and the status");
  start->add_option("--metadata", metadata_, "A JSON object, for the status and the events")
      ->type_name("JSON")
      ->check(wrong_object);
  with_reason(add(*match, "end", "The match is over: drain the game and stop the deployment",
                  [this] { return change("POST", "/v1/match/end", reason()); }));
}

void commands::add_players(CLI::App& app) {
  auto* players = add(app, "players", "Tell the agent how many people play", [this] {
    json::object body;
    body["players"] = players_;
    if (!duration_.empty()) body["valid_for"] = duration_;
    return change("PUT", "/v1/players", body);
  });
  players->add_option("count", players_, "How many; 0 for nobody")
      ->required()
      ->check(CLI::Range(0, base::limits::players_max));
  players->add_option("--valid-for", duration_, "After that it is unknown again; default: it stays true")
      ->type_name("DURATION")
      ->check(wrong_duration);
}

void commands::add_holds(CLI::App& app) {
  auto* hold = with_reason(add(app, "hold", "Keep the deployment up for a while; again to renew it", [this] {
    auto body = reason();
    body["id"] = text_;
    body["for"] = duration_;
    return change("POST", "/v1/hold", body);
  }));
  hold->add_option("id", text_, "The hold's name")->required();
  hold->add_option("--for", duration_, "How long, from now")
      ->type_name("DURATION")
      ->required()
      ->check(wrong_duration);
  auto* release = add(app, "release", "Release a hold",
                      [this] { return change("DELETE", "/v1/hold/" + net::percent_encode(text_)); });
  release->add_option("id", text_, "The hold's name")->required();
}

void commands::add_ends(CLI::App& app) {
  auto* drain = with_reason(add(app, "drain", "End when nobody plays any more", [this] {
    auto body = reason();
    if (!duration_.empty()) body["within"] = duration_;
    return change("POST", "/v1/drain", body);
  }));
  drain->add_option("--within", duration_, "And in any case after that time; default: 1h")
      ->type_name("DURATION")
      ->check(wrong_duration);
  with_reason(add(app, "stop", "Drain the game and stop the deployment, now",
                  [this] { return change("POST", "/v1/stop", reason()); }));
  with_reason(add(app, "restart", "End the game and start it again, in the same deployment",
                  [this] { return change("POST", "/v1/restart", reason()); }));
}

void commands::add_game(CLI::App& app) {
  add(app, "ready", "Tell the agent that the game is there for players",
      [] { return change("POST", "/v1/ready"); });
  add(app, "ping", "Tell the agent that the game lives: a sign of life for its watchdog",
      [] { return change("POST", "/v1/ping"); });
  auto* extend = add(app, "extend", "More time for the game to become ready, or to end", [this] {
    json::object body;
    body["by"] = duration_;
    return change("POST", "/v1/extend", body);
  });
  extend->add_option("by", duration_, "How much more")
      ->required()
      ->type_name("DURATION")
      ->check(wrong_duration);
  auto* signal = add(app, "signal", "Send a signal to the game", [this] {
    json::object body;
    body["signal"] = text_;
    return change("POST", "/v1/signal", body);
  });
  signal->add_option("signal", text_, "Name or number: USR1, SIGUSR1, 10")->required();
  auto* level = add(app, "log-level", "How much the agent logs from now on", [this] {
    json::object body;
    body["level"] = text_;
    return change("PUT", "/v1/log-level", body);
  });
  level->add_option("level", text_, "debug, info, warn or error")->required();
}

void commands::add_tags(CLI::App& app) {
  auto* tag = app.add_subcommand("tag", "The deployment's tags");
  tag->require_subcommand(1);
  add(*tag, "list", "Print them", look_at("/v1/tags"), tags_screen);
  auto* put = add(
      *tag, "add", "One more",
      [this] {
        json::object body;
        body["name"] = text_;
        return change("POST", "/v1/tags", body);
      },
      tags_screen);
  put->add_option("name", text_, "The tag")->required();
  auto* remove = add(
      *tag, "remove", "One less",
      [this] { return change("DELETE", "/v1/tags/" + net::percent_encode(text_)); }, tags_screen);
  remove->add_option("name", text_, "The tag")->required();
}

}  // namespace gamekeeper::ctl
