#pragma once

#include "base/json.hpp"
#include "control/api.hpp"
#include "support/fake_clock.hpp"
#include "unit/control/fake_agent.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>

namespace gamekeeper::tests {

/// The routes over a fake agent and a time that the test moves.
struct asked_api {
  static constexpr uid_t owner = 1'000;
  using answer_box = std::shared_ptr<std::optional<net::http_response>>;

  static net::http_peer peer_of(uid_t uid) {
    net::http_peer peer;
    peer.credentials.emplace();
    peer.credentials->uid = uid;
    return peer;
  }
  answer_box begin(net::http_request request, const net::http_peer& peer) {
    auto box = std::make_shared<std::optional<net::http_response>>();
    boost::asio::co_spawn(loop, api.answer(std::move(request), peer),
                          [box](std::exception_ptr escaped, net::http_response came) {
                            if (escaped) std::rethrow_exception(escaped);
                            box->emplace(std::move(came));
                          });
    time.advance(base::duration(0));
    return box;
  }
  answer_box begin(std::string target) {
    return begin(net::http_request("GET", std::move(target)), owner_peer);
  }
  net::http_response ask(std::string method, std::string target, std::string body = "", uid_t uid = owner) {
    net::http_request request(std::move(method), std::move(target));
    request.body = std::move(body);
    const auto peer = peer_of(uid);
    const auto box = begin(std::move(request), peer);
    BOOST_TEST_REQUIRE(box->has_value());
    return **box;
  }
  std::string detail(const net::http_response& answer) {
    const auto parsed = base::parse_json(answer.body);
    BOOST_TEST_REQUIRE(parsed.has_value(), answer.body);
    const auto& problem = parsed->as_object();
    BOOST_TEST(problem.at("status").as_int64() == answer.status);
    BOOST_TEST(answer.headers.find("Content-Type").value() == "application/problem+json");
    return std::string(problem.at("detail").as_string());
  }

  boost::asio::io_context loop{1};
  fake_clock time{loop};
  telemetry::event_history events{time, 8};
  telemetry::agent_metrics counted;
  fake_agent agent;
  base::redactor secrets;
  control::api api{control::api_parts{agent, time, events, counted, owner, &secrets}};
  net::http_peer owner_peer = peer_of(owner);
};

}  // namespace gamekeeper::tests
