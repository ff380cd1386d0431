#include "control/api.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "unit/control/fake_agent.hpp"

#include <boost/json.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
namespace data = boost::unit_test::data;

namespace {

constexpr uid_t owner = 1'000;

struct fixture {
  net::http_response ask(std::string method, std::string target, std::string body = "", uid_t uid = owner) {
    net::http_request request(std::move(method), std::move(target));
    request.body = std::move(body);
    net::http_peer peer;
    peer.credentials.emplace();
    peer.credentials->uid = uid;
    return api.answer(request, peer);
  }
  std::string detail(const net::http_response& answer) {
    const auto parsed = base::parse_json(answer.body);
    BOOST_TEST_REQUIRE(parsed.has_value(), answer.body);
    const auto& problem = parsed->as_object();
    BOOST_TEST(problem.at("status").as_int64() == answer.status);
    BOOST_TEST(answer.headers.find("Content-Type").value() == "application/problem+json");
    return std::string(problem.at("detail").as_string());
  }
  tests::fake_agent agent;
  control::api api{agent, owner};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(api_, fixture)

BOOST_AUTO_TEST_CASE(every_change_reaches_the_agent_and_answers_the_status) {
  BOOST_TEST(ask("POST", "/v1/match/start", R"({"id": "m1"})").status == 200);
  BOOST_TEST(ask("POST", "/v1/match/start").status == 200);
  BOOST_TEST(ask("POST", "/v1/match/end", R"({"reason": "red won"})").status == 200);
  BOOST_TEST(ask("PUT", "/v1/players", R"({"players": 12})").status == 200);
  BOOST_TEST(ask("POST", "/v1/stop", "{}").status == 200);
  BOOST_TEST(ask("POST", "/v1/signal", R"({"signal": "USR1"})").status == 200);
  const auto last = ask("POST", "/v1/signal", R"({"signal": 10})");
  BOOST_TEST(agent.asked == (std::vector<std::string>{"start m1", "start ", "end red won", "players 12",
                                                      "stop ", "signal USR1", "signal 10"}),
             boost::test_tools::per_element());
  BOOST_TEST(base::parse_json(last.body)->as_object().at("phase").as_string() == "running");
}

BOOST_AUTO_TEST_CASE(everybody_may_read_and_only_root_and_the_owner_may_change) {
  BOOST_TEST(ask("GET", "/v1/status", "", 65'534).status == 200);
  const auto refused = ask("POST", "/v1/stop", "", 65'534);
  BOOST_TEST(refused.status == 403);
  BOOST_TEST(detail(refused) == "only root and uid 1000 may change anything here");
  BOOST_TEST(agent.asked.empty());
  BOOST_TEST(ask("POST", "/v1/stop", "", 0).status == 200);
}

BOOST_AUTO_TEST_CASE(who_has_no_credentials_may_change_nothing) {
  BOOST_TEST(api.answer(net::http_request("POST", "/v1/stop"), net::http_peer()).status == 403);
  BOOST_TEST(agent.asked.empty());
}

BOOST_AUTO_TEST_CASE(a_route_that_does_not_exist_names_those_that_do) {
  const auto answer = ask("GET", "/v1/nonsense");
  BOOST_TEST(answer.status == 404);
  BOOST_TEST(detail(answer).find("GET /v1/status") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_method_names_the_right_one) {
  const auto answer = ask("GET", "/v1/players");
  BOOST_TEST(answer.status == 405);
  BOOST_TEST(answer.headers.find("Allow").value() == "PUT");
}

BOOST_AUTO_TEST_CASE(a_refusal_of_the_agent_is_a_conflict_in_its_own_words) {
  agent.refusal = base::error(base::errc::busy, "the agent is draining");
  const auto answer = ask("POST", "/v1/match/end");
  BOOST_TEST(answer.status == 409);
  BOOST_TEST(detail(answer) == "the agent is draining");
}

struct bad_body {
  const char* method;
  const char* target;
  std::string body;
  const char* says;
};
std::ostream& operator<<(std::ostream& out, const bad_body& b) {
  return out << b.target << " " << b.says;
}
const bad_body bad[] = {
    {"PUT", "/v1/players", "", "/players: is missing; expected a whole number from 0 to 1000000"},
    {"PUT", "/v1/players", "{", "body: not JSON"},
    {"PUT", "/v1/players", "[3]", "body: expected an object, found an array"},
    {"PUT", "/v1/players", R"({"players": "many"})",
     "/players: expected a whole number from 0 to 1000000, found a string"},
    {"PUT", "/v1/players", R"({"players": -1})", "found -1"},
    {"PUT", "/v1/players", R"({"players": 1000001})", "found 1000001"},
    {"PUT", "/v1/players", R"({"player": 3})", "/player: unknown member; allowed: players"},
    {"POST", "/v1/match/start", R"({"id": 7})", "/id: expected a string, found a number"},
    {"POST", "/v1/match/start", "{\"id\": \"" + std::string(257, 'x') + "\"}",
     "/id: at most 256 bytes are allowed"},
    {"POST", "/v1/stop", R"({"reason": {}})", "/reason: expected a string, found an object"},
    {"POST", "/v1/signal", "{}", "/signal: is missing"},
    {"POST", "/v1/signal", R"({"signal": []})",
     "/signal: expected a signal's name or number, found an array"},
    {"POST", "/v1/stop", std::string(40, '[') + std::string(40, ']'), "nested deeper than 32 levels"},
};

BOOST_DATA_TEST_CASE(a_bad_body_is_refused_with_the_member_and_what_is_allowed, data::make(bad), each) {
  const auto answer = ask(each.method, each.target, each.body);
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(detail(answer).find(each.says) != std::string::npos, detail(answer));
  BOOST_TEST(agent.asked.empty());
}

BOOST_AUTO_TEST_CASE(a_query_does_not_change_the_route) {
  BOOST_TEST(ask("GET", "/v1/status?pretty=1").status == 200);
  BOOST_TEST(ask("HEAD", "/v1/status").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
