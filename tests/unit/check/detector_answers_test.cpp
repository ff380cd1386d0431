#include "gamekeeper/check/detector_answers.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::check;
using namespace std::chrono_literals;
using findings::finding;

namespace {

std::vector<occupancy::detector_spec> detectors(std::initializer_list<std::string_view> texts) {
  std::vector<occupancy::detector_spec> all;
  for (const auto text : texts) all.push_back(occupancy::parse_detector(text).value());
  return all;
}

std::vector<detector_answer> answers(std::string_view list) {
  return detector_answers_in("{\"occupancy\":{\"detectors\":[" + std::string(list) + "]}}");
}

std::vector<std::string> judged(std::initializer_list<std::string_view> configured, std::string_view list) {
  std::vector<detector_answer> all;
  merge_answers(all, answers(list), 1s);
  std::vector<std::string> told;
  const auto mapping = mapping_of(std::vector{parse_port_request("game=1/UDP").value()});
  const auto specs = detectors(configured);
  judge_detectors({specs, mapping, 10s}, all, [&told](const finding& one) {
    told.push_back(std::string(findings::to_string(one.how)) + " " + one.what + " " + one.seen);
    const bool wants_advice = one.how == findings::outcome::warn || one.how == findings::outcome::fail;
    BOOST_TEST(one.advice.empty() != wants_advice);
  });
  return told;
}

constexpr std::string_view a2s_knows_none =
    R"({"name":"a2s:1","presence":"none","players":0,"last_error":null})";

}  // namespace

BOOST_AUTO_TEST_SUITE(detector_answers)

BOOST_AUTO_TEST_CASE(an_answer_is_read_from_the_status_and_nonsense_is_none) {
  const auto all = answers(R"({"name":"tcp:1","presence":"players","players":2,"last_error":"late"})");
  BOOST_TEST_REQUIRE(all.size() == 1u);
  BOOST_TEST(all.front().name == "tcp:1");
  BOOST_TEST(all.front().presence == "players");
  BOOST_TEST(all.front().players == 2);
  BOOST_TEST(all.front().last_error == "late");
  for (const auto* text : {"", "{", "[]", "{}", R"({"occupancy":3})", R"({"occupancy":{"detectors":[3]}})"})
    BOOST_TEST(detector_answers_in(text).empty(), text);
}

BOOST_AUTO_TEST_CASE(what_was_known_stays_known) {
  std::vector<detector_answer> all;
  merge_answers(all, answers(R"({"name":"a2s:1","presence":"unknown","last_error":"refused"})"), 1s);
  BOOST_TEST(!all.at(0).after);
  BOOST_TEST(all.at(0).last_error == "refused");
  BOOST_TEST(!all_answered(detectors({"a2s:1"}), all));
  merge_answers(all, answers(a2s_knows_none), 2s);
  merge_answers(all, answers(R"({"name":"a2s:1","presence":"unknown","last_error":"lost"})"), 3s);
  BOOST_TEST((all.at(0).after == 2s));
  BOOST_TEST(all.at(0).presence == "none");
  BOOST_TEST(all_answered(detectors({"a2s:1", "reported", "log"}), all));
  merge_answers(all, answers(R"({"name":"a2s:1","presence":"players","players":2})"), 4s);
  BOOST_TEST((all.at(0).after == 2s));
  BOOST_TEST(all.at(0).players == 2);
}

BOOST_AUTO_TEST_CASE(a_detector_that_knows_nothing_has_failed_with_what_came_back) {
  BOOST_TEST(
      judged({"a2s:1"}, R"({"name":"a2s:1","presence":"unknown","last_error":"connection refused"})") ==
          std::vector<std::string>{
              "FAIL players a2s:1 still knew nothing after 10s; what came back: connection refused"},
      boost::test_tools::per_element());
  BOOST_TEST(judged({"udp_rate:9"}, "") ==
                 std::vector<std::string>{"FAIL players udp_rate:9 still knew nothing after 10s"},
             boost::test_tools::per_element());
  for (const auto* each : {"quake3:1", "minecraft:1", "tcp:1"})
    BOOST_TEST(judged({each}, "").at(0).starts_with("FAIL players "), each);
  BOOST_TEST(judged({"log"}, R"({"name":"log","presence":"unknown","last_error":"no pipe"})").at(0) ==
             "FAIL players log still knew nothing after 10s; what came back: no pipe");
}

BOOST_AUTO_TEST_CASE(an_answer_that_can_mean_two_things_is_advised_on_as_one) {
  std::vector<detector_answer> all;
  const auto configured = detectors({"a2s:1"});
  merge_answers(all, answers(R"({"name":"a2s:1","presence":"unknown","age_ms":5,"last_error":"bots?"})"), 1s);
  BOOST_TEST(!all_answered(configured, all));
  judge_detectors({configured, {}, 10s}, all, [](const finding& one) {
    BOOST_TEST((one.how == findings::outcome::fail));
    BOOST_TEST(one.advice.find("how its answer is meant") != std::string::npos, one.advice);
  });
}

BOOST_AUTO_TEST_CASE(an_empty_server_is_ok_and_players_that_nobody_is_are_a_warning) {
  BOOST_TEST(judged({"a2s:1"}, a2s_knows_none).at(0) == "ok players a2s:1 says that nobody is on, after 1s");
  for (const auto* each : {"a2s:1", "quake3:1", "minecraft:1", "tcp:1", "udp_rate:9", "log", "reported"})
    BOOST_TEST(
        judged({each}, "{\"name\":\"" + std::string(each) + "\",\"presence\":\"players\",\"players\":1}")
            .at(0) ==
        "warn players " + std::string(each) + " says 1 player, after 1s, and nobody has joined");
}

BOOST_AUTO_TEST_CASE(a_port_that_there_is_not_is_named_with_those_that_there_are) {
  const auto told = judged({"a2s:query"}, "").at(0);
  BOOST_TEST(told.starts_with("FAIL players a2s:query: "));
  BOOST_TEST(told.find("'game'") != std::string::npos, told);
  BOOST_TEST(judged({"a2s:game"}, "").at(0).find("still knew nothing") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_is_told_by_others_is_no_failure) {
  BOOST_TEST(judged({"sockets_usage", "reported"}, "").empty());
  BOOST_TEST(judged({"log"}, "").at(0).starts_with("skip players log: nobody came"));
}

BOOST_AUTO_TEST_SUITE_END()
