#pragma once

#include "base/log.hpp"
#include "emulator/api/api.hpp"
#include "emulator/reading/catalogue_reader.hpp"
#include "emulator/runtime/process_containers.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_process_host.hpp"
#include "support/temporary_folder.hpp"

#include <boost/json.hpp>

#include <cstdio>
#include <map>
#include <string>

namespace gamekeeper::tests {

struct silent_sink final : base::log_sink {
  void write(std::string_view) override {}
};

/// The whole emulator but for sockets, processes and time.
struct emulated_platform {
  static constexpr const char* catalogue_text = R"({
    "walk": {"initializing": "1s", "seeking": "1s", "seeked": "1s", "scanning": "1s", "deploying": "1s"},
    "port_range": {"first": 31000, "last": 31001},
    "applications": [
      {"application": "game", "version": "v1", "command": ["game", "--fast"], "sockets": 8, "max_duration": 60,
       "ports": [{"name": "gameport", "port": 7777, "protocol": "UDP", "external": 31504}],
       "environment": {"MODE": "version", "COLOUR": "blue"}},
      {"application": "game", "version": "never", "command": ["game"], "restart_policy": "never"},
      {"application": "game", "version": "on_failure", "command": ["game"], "restart_policy": "on_failure"},
      {"application": "game", "version": "free_port", "command": ["game"],
       "ports": [{"name": "Game Port", "port": 0, "protocol": "UDP"}]}
    ]})";

  temporary_folder data;
  boost::asio::io_context loop{1};
  fake_clock time{loop};
  base::logger log{std::make_unique<silent_sink>(), base::log_format::text, base::log_level::debug};
  emulator::catalogue offered = *emulator::parse_catalogue(catalogue_text);
  fake_process_host host;
  std::map<pid_t, std::string> environments;   ///< of processes that the emulator did not start itself
  std::map<pid_t, std::uint64_t> start_ticks;  ///< of those processes; the others all started at 1
  emulator::process_containers runtime{time, host, view(), log};
  unsigned random_state = 1;
  emulator::platform platform{time,
                              log,
                              offered,
                              runtime,
                              [this](std::size_t digits) { return next_hex(digits); },
                              [](std::uint16_t) { return true; },
                              {"https://127.0.0.1:4433", data.path(), "/usr/bin:/bin", "/root"}};
  emulator::api api{platform, log, {{base::secret("organisation-token")}, true}};

  emulator::process_view view() {
    return {[this] { return host.descendants(); }, [this](pid_t pid) { return environments[pid]; },
            [this](pid_t pid) -> std::optional<std::uint64_t> {
              if (!host.alive(pid)) return std::nullopt;
              const auto known = start_ticks.find(pid);
              return known == start_ticks.end() ? 1 : known->second;
            },
            1, ""};
  }
  std::string next_hex(std::size_t digits) {
    std::string text;
    while (text.size() < digits) {
      random_state = random_state * 1103515245u + 12345u;
      char piece[9];
      std::snprintf(piece, sizeof piece, "%08x", random_state);
      text += piece;
    }
    return text.substr(0, digits);
  }

  net::http_response call(std::string method, std::string target, std::string authorization,
                          std::string body = "") {
    net::http_request request(std::move(method), std::move(target));
    if (!authorization.empty()) request.authorization = base::secret(std::move(authorization));
    request.body = std::move(body);
    return api.answer(request).response;
  }
  net::http_response as_organisation(std::string method, std::string target, std::string body = "") {
    return call(std::move(method), std::move(target), "token organisation-token", std::move(body));
  }

  static std::string order(const std::string& version) {
    return R"({"application": "game", "version": ")" + version +
           R"(", "users": [{"user_type": "ip_address", "user_data": {"ip_address": "75.28.35.192"}}]})";
  }
  emulator::deployment& deploy(const std::string& version = "v1") {
    const auto answer = as_organisation("POST", "/v2/deployments", order(version));
    const auto id = std::string(boost::json::parse(answer.body).at("request_id").as_string());
    return *platform.deployments().find(id);
  }
  /// Deployed, and the walk is over: the process runs.
  emulator::deployment& deploy_ready(const std::string& version = "v1") {
    auto& d = deploy(version);
    time.advance(std::chrono::seconds(5));
    return d;
  }

  net::http_response self_stop(const emulator::deployment& d) {
    return call("DELETE", "/v1/self/stop/" + d.request_id + "/" + d.stop_key, d.delete_token.reveal());
  }

  static boost::json::value body(const net::http_response& answer) { return boost::json::parse(answer.body); }
  static std::string message(const net::http_response& answer) {
    return std::string(body(answer).at("message").as_string());
  }
  /// How often `event` is in the history, with that detail.
  static int told(const emulator::deployment& d, std::string_view event, std::string_view detail = "") {
    int count = 0;
    for (const auto& each : d.history)
      if (each.event == event && (detail.empty() || each.detail == detail)) ++count;
    return count;
  }
};

}  // namespace gamekeeper::tests
