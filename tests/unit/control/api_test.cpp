#include "base/limits.hpp"
#include "net/stream_source.hpp"
#include "telemetry/event_types.hpp"
#include "unit/control/asked_api.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

using namespace gamekeeper;
namespace data = boost::unit_test::data;

BOOST_FIXTURE_TEST_SUITE(api_, tests::asked_api)

BOOST_AUTO_TEST_CASE(no_secret_is_in_any_answer) {
  secrets.add(base::secret("delete-SECRET"));
  BOOST_TEST(detail(ask("GET", "/v1/delete-SECRET")).starts_with("there is no /v1/***;"));
  BOOST_TEST(ask("POST", "/v1/delete-SECRET", "{}", 12345).body.find("SECRET") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_change_reaches_the_agent_and_answers_the_status) {
  struct {
    const char *method, *target, *body, *reaches;
  } const all[] = {
      {"POST", "/v1/match/start", R"({"id": "m1"})", "start m1"},
      {"POST", "/v1/match/start", R"({"metadata": {"map": [1, 2.5]}})", R"(start  {"map":[1,2.5]})"},
      {"POST", "/v1/match/start", "", "start "},
      {"POST", "/v1/match/end", R"({"reason": "red won"})", "end red won"},
      {"PUT", "/v1/players", R"({"players": 12})", "players 12"},
      {"PUT", "/v1/players", R"({"players": 0, "valid_for": "30s"})", "players 0 30s"},
      {"PUT", "/v1/players", R"({"players": 3.0})", "players 3"},
      {"PUT", "/v1/players", R"({"players": "3"})", "players 3"},
      {"PUT", "/v1/players", "\xef\xbb\xbf{\"players\": 3e0}", "players 3"},
      {"POST", "/v1/hold", R"({"id": "backup", "for": "1h30m", "reason": "nightly"})",
       "hold backup 1h30m nightly"},
      {"DELETE", "/v1/hold/a%2Fb%20c", "", "release a/b c"},
      {"POST", "/v1/ready", "", "ready"},
      {"POST", "/v1/ping", "", "ping"},
      {"POST", "/v1/extend", R"({"by": "30s"})", "extend 30s"},
      {"POST", "/v1/drain", R"({"reason": "update", "within": "10m"})", "drain 10m update"},
      {"POST", "/v1/drain", "", "drain 1h "},
      {"POST", "/v1/stop", "{}", "stop "},
      {"POST", "/v1/restart", R"({"reason": "leak"})", "restart leak"},
      {"POST", "/v1/signal", R"({"signal": "USR1"})", "signal USR1"},
      {"POST", "/v1/signal", R"({"signal": 10})", "signal 10"},
      {"POST", "/v1/signal", R"({"signal": 10.0})", "signal 10"},
      {"PUT", "/v1/log-level", R"({"level": "debug"})", "log level debug"},
  };
  for (const auto& each : all) {
    const auto answer = ask(each.method, each.target, each.body);
    BOOST_TEST(answer.status == 200, answer.body);
    BOOST_TEST(agent.asked.back() == each.reaches);
    BOOST_TEST(base::parse_json(answer.body)->as_object().at("phase").as_string() == "running");
  }
}

BOOST_AUTO_TEST_CASE(everybody_may_read_and_only_root_and_the_owner_may_change) {
  BOOST_TEST(ask("GET", "/v1/status", "", 65'534).status == 200);
  const auto refused = ask("POST", "/v1/stop", "", 65'534);
  BOOST_TEST(refused.status == 403);
  BOOST_TEST(detail(refused) == "only root and uid 1000 may change anything here");
  BOOST_TEST(agent.asked.empty());
  BOOST_TEST(ask("POST", "/v1/stop", "", 0).status == 200);
}

BOOST_AUTO_TEST_CASE(where_the_game_is_root_s_nobody_else_is_named) {
  control::api root_s{control::api_parts{agent, time, events, counted, 0}};
  const auto stranger = peer_of(65'534);
  std::string body;
  boost::asio::co_spawn(loop, root_s.answer(net::http_request("POST", "/v1/stop"), stranger),
                        [&](std::exception_ptr, net::http_response refused) { body = refused.body; });
  time.advance(base::duration(0));
  BOOST_TEST(body.find("only root may change anything here") != std::string::npos, body);
}

BOOST_AUTO_TEST_CASE(who_has_no_credentials_may_change_nothing) {
  const net::http_peer stranger;
  BOOST_TEST((*begin(net::http_request("POST", "/v1/stop"), stranger))->status == 403);
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
    {"PUT", "/v1/players", R"({"players": 3.5})",
     "/players: expected a whole number from 0 to 1000000, found a number"},
    {"PUT", "/v1/players", R"({"players": null})",
     "/players: expected a whole number from 0 to 1000000, found null"},
    {"PUT", "/v1/players", R"({"players": -1})", "found -1"},
    {"PUT", "/v1/players", R"({"players": "-1"})", "found -1"},
    {"PUT", "/v1/players", R"({"players": 1000001})", "found 1000001"},
    {"PUT", "/v1/players", R"({"player": 3})", "/player: unknown member; allowed: players, valid_for"},
    {"POST", "/v1/match/start", R"({"id": 7})", "/id: expected a string, found a number"},
    {"POST", "/v1/match/start", "{\"id\": \"" + std::string(257, 'x') + "\"}",
     "/id: at most 256 bytes are allowed"},
    {"POST", "/v1/stop", R"({"reason": {}})", "/reason: expected a string, found an object"},
    {"POST", "/v1/signal", "{}", "/signal: is missing"},
    {"POST", "/v1/signal", R"({"signal": []})",
     "/signal: expected a signal's name or number, found an array"},
    {"POST", "/v1/match/start", R"({"metadata": [1]})", "/metadata: expected an object, found an array"},
    {"POST", "/v1/match/start", R"({"metadata": {"a": ")" + std::string(5'000, 'x') + "\"}}",
     "/metadata: at most 4096 bytes"},
    {"PUT", "/v1/players", R"({"players": 1, "valid_for": 30})", "/valid_for: expected a duration such as"},
    {"PUT", "/v1/players", R"({"players": 1, "valid_for": "0s"})", "/valid_for: "},
    {"POST", "/v1/hold", R"({"for": "1m"})", "/id: is missing or empty"},
    {"POST", "/v1/hold", R"({"id": "a"})", "/for: is missing"},
    {"POST", "/v1/hold", R"({"id": "a", "for": "1 fortnight"})", "/for: "},
    {"POST", "/v1/hold", R"({"id": "a", "for": "169h"})", "at most 168h"},
    {"DELETE", "/v1/hold/a%2", "", "/v1/hold/a%2: "},
    {"POST", "/v1/ready", R"({"now": true})", "/now: unknown member; allowed: none"},
    {"POST", "/v1/extend", "", "/by: is missing"},
    {"PUT", "/v1/log-level", R"({"level": "loud"})", "/level: "},
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

BOOST_AUTO_TEST_CASE(tags_go_through_the_agent_to_the_platform) {
  BOOST_TEST(ask("GET", "/v1/tags").body == "{\"tags\":[\"production\"]}\n");
  BOOST_TEST(ask("POST", "/v1/tags", R"({"name": "full"})").body == "{\"tags\":[\"production\",\"full\"]}\n");
  BOOST_TEST(ask("DELETE", "/v1/tags/production").body == "{\"tags\":[\"full\"]}\n");
  BOOST_TEST(ask("POST", "/v1/tags", R"({"name": "x"})", 65'534).status == 403);
  BOOST_TEST(ask("POST", "/v1/tags", "{}").status == 400);
  agent.refusal = base::error(base::errc::unreachable, "api.test: no connection");
  BOOST_TEST(ask("GET", "/v1/tags").status == 200);
  time.advance(control::tags_age_max);
  BOOST_TEST(ask("GET", "/v1/tags").status == 502);
  agent.refusal = base::error(base::errc::timed_out, "api.test: no answer");
  BOOST_TEST(ask("POST", "/v1/tags", R"({"name": "x"})").status == 504);
}

BOOST_AUTO_TEST_CASE(the_other_looks_are_there) {
  BOOST_TEST(base::parse_json(ask("GET", "/v1/why").body)->at("because").at(0).as_string() ==
             "a match is running");
  BOOST_TEST(base::parse_json(ask("GET", "/v1/deployment").body)
                 ->at("variables")
                 .at("ARBITRIUM_DELETE_TOKEN")
                 .as_string() == "***");
  BOOST_TEST(base::parse_json(ask("GET", "/v1/settings").body)->at("settings").at(0).at("key").as_string() ==
             "drain.grace");
}

BOOST_AUTO_TEST_CASE(a_number_of_the_metadata_is_shown_as_it_was_written) {
  agent.seen.match.metadata = R"({"rate":2.5})";
  const auto shown = ask("GET", "/v1/status").body;
  BOOST_TEST(shown.find(R"("metadata":{"rate":2.5})") != std::string::npos, shown);
}

BOOST_AUTO_TEST_CASE(health_is_whether_players_can_come) {
  BOOST_TEST(ask("GET", "/healthz").status == 200);
  agent.seen.phase = "draining";
  BOOST_TEST(ask("GET", "/healthz").status == 503);
}

BOOST_AUTO_TEST_CASE(a_port_shows_metrics_and_health_and_nothing_else) {
  BOOST_TEST(api.answer_publicly(net::http_request("GET", "/metrics")).status == 200);
  BOOST_TEST(api.answer_publicly(net::http_request("GET", "/healthz")).status == 200);
  BOOST_TEST(api.answer_publicly(net::http_request("GET", "/v1/status")).status == 404);
  BOOST_TEST(api.answer_publicly(net::http_request("POST", "/metrics")).status == 405);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(waiting, tests::asked_api)

BOOST_AUTO_TEST_CASE(a_status_that_is_known_is_304_and_one_that_is_not_comes_at_once) {
  events.record(telemetry::events::ready("api"));
  const auto first = ask("GET", "/v1/status");
  BOOST_TEST(base::parse_json(first.body)->at("seq").as_int64() == 1);
  net::http_request again("GET", "/v1/status");
  again.headers.add("If-None-Match", std::string(first.headers.find("ETag").value()));
  BOOST_TEST((*begin(again, owner_peer))->status == 304);
  BOOST_TEST((*begin("/v1/status?after=1"))->status == 304);
  events.record(telemetry::events::ready("api"));
  BOOST_TEST((*begin(again, owner_peer))->status == 200);
  BOOST_TEST((*begin("/v1/status?after=1&wait=30s"))->status == 200);
  BOOST_TEST((*begin("/v1/status?after=9&wait=30s"))->status == 200);  // of an agent that ran before
}

BOOST_AUTO_TEST_CASE(a_poller_that_waits_is_answered_when_something_happens) {
  const auto waiting = begin("/v1/status?after=0&wait=30s");
  time.advance(std::chrono::seconds(29));
  BOOST_TEST(!waiting->has_value());
  events.record(telemetry::events::ready("api"));
  BOOST_TEST(!waiting->has_value());  // on a turn of its own
  time.advance(base::duration(0));
  BOOST_TEST_REQUIRE(waiting->has_value());
  BOOST_TEST((*waiting)->status == 200);
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(a_poller_waits_no_longer_than_it_said_or_than_a_minute) {
  const auto short_one = begin("/v1/status?after=0&wait=30s");
  const auto long_one = begin("/v1/status?after=0&wait=2h");
  time.advance(std::chrono::seconds(30));
  BOOST_TEST_REQUIRE(short_one->has_value());
  BOOST_TEST((*short_one)->status == 304);
  BOOST_TEST(!long_one->has_value());
  time.advance(std::chrono::seconds(30));
  BOOST_TEST((*long_one)->status == 304);
  BOOST_TEST(events.readers() == 0u);
}

BOOST_AUTO_TEST_CASE(a_poller_that_comes_after_the_end_does_not_wait) {
  events.close();
  BOOST_TEST_REQUIRE(begin("/v1/status?after=0&wait=30s")->has_value());
  BOOST_TEST(events.readers() == 0u);
}

BOOST_AUTO_TEST_CASE(one_too_many_ends_the_wait_of_the_longest_waiting_one_of_the_same_user) {
  const auto stranger = peer_of(2'000);
  const auto other = peer_of(3'000);
  const net::http_request wait("GET", "/v1/status?after=0&wait=30s");
  const auto unrelated = begin(wait, other);
  std::vector<answer_box> all;
  for (std::size_t i = 0; i < base::limits::event_readers_per_user; ++i) all.push_back(begin(wait, stranger));
  const auto next = begin(wait, stranger);
  BOOST_TEST_REQUIRE(all[0]->has_value());
  BOOST_TEST((*all[0])->status == 304);
  BOOST_TEST(!all[1]->has_value());
  BOOST_TEST(!unrelated->has_value());
  BOOST_TEST(!next->has_value());
  time.advance(std::chrono::seconds(30));
}

BOOST_AUTO_TEST_CASE(strangers_do_not_end_the_wait_of_root_and_the_owner) {
  const auto root = peer_of(0);
  std::vector<answer_box> privileged;
  const net::http_request wait("GET", "/v1/status?after=0&wait=30s");
  for (std::size_t i = 0; i < base::limits::event_readers; ++i)
    privileged.push_back(begin(wait, i % 2 ? root : owner_peer));
  const auto refused = ask("GET", "/v1/status?after=0&wait=30s", "", 2'000);
  BOOST_TEST(refused.status == 503);
  BOOST_TEST(detail(refused).starts_with("16 follow or wait"));
  BOOST_TEST(ask("GET", "/v1/status", "", 2'000).status == 200);
  for (const auto& each : privileged) BOOST_TEST(!each->has_value());
  time.advance(std::chrono::seconds(30));
}

BOOST_AUTO_TEST_CASE(a_wrong_query_is_named) {
  BOOST_TEST(detail(ask("GET", "/v1/status?after=x")).starts_with("?after: "));
  BOOST_TEST(detail(ask("GET", "/v1/status?after=0&wait=30")).starts_with("?wait: "));
  BOOST_TEST(detail(ask("GET", "/v1/events?since=-1")).starts_with("?since: "));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(event_route, tests::asked_api)

namespace {

std::vector<std::string> said(net::stream_source& source) {
  std::vector<std::string> out;
  while (const auto next = source.next()) out.push_back(*next);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_follow_the_answer_ends_with_what_there_is) {
  events.record(telemetry::events::ready("api"));
  const auto answer = ask("GET", "/v1/events");
  BOOST_TEST(answer.headers.find("Content-Type").value() == "application/x-ndjson");
  BOOST_TEST(said(*answer.messages).size() == 1u);
  BOOST_TEST((answer.messages->ended() == net::stream_source::end::finished));
}

BOOST_AUTO_TEST_CASE(with_follow_it_goes_on_and_a_slow_reader_is_cut) {
  const auto answer = ask("GET", "/v1/events?since=0&follow=1");
  BOOST_TEST((answer.messages->ended() == net::stream_source::end::open));
  for (int i = 0; i < 9; ++i) events.record(telemetry::events::ready("api"));
  BOOST_TEST((answer.messages->ended() == net::stream_source::end::cut));
  BOOST_TEST(said(*answer.messages).empty());
  BOOST_TEST(said(*ask("GET", "/v1/events?since=0").messages).front().find("\"lost\":1") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_upgrade_follows_as_a_websocket) {
  net::http_request request("GET", "/v1/events");
  request.headers.add("Upgrade", "websocket");
  request.headers.add("Sec-WebSocket-Version", "13");
  request.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  const auto answer = **begin(request, owner_peer);
  BOOST_TEST(answer.status == 101);
  BOOST_TEST((answer.messages->ended() == net::stream_source::end::open));
  net::http_request wrong("GET", "/v1/events");
  wrong.headers.add("Upgrade", "websocket");
  BOOST_TEST((*begin(wrong, owner_peer))->status == 400);
  BOOST_TEST(events.readers() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
