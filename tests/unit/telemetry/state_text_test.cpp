#include "telemetry/state_file.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using telemetry::format_state;
using telemetry::parse_state;
using telemetry::remembered;

namespace {

std::string failure_of(std::string_view text) {
  const auto state = parse_state(text);
  BOOST_REQUIRE(!state);
  BOOST_TEST((state.error().code() == base::errc::malformed));
  return state.error().message();
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(state_text)

BOOST_AUTO_TEST_CASE(only_the_deployment_the_verdict_and_the_moment_are_needed) {
  const auto state = parse_state(R"({"request_id": "a", "verdict": "empty", "decided_at_unix_ms": 5})");
  BOOST_REQUIRE(state);
  const remembered expected{"a", "empty", "", base::wall_time(base::duration(5)), std::nullopt, false};
  BOOST_TEST((*state == expected));
}

BOOST_AUTO_TEST_CASE(a_later_version_may_have_added_members) {
  BOOST_TEST(
      bool(parse_state(R"({"request_id": "a", "verdict": "empty", "decided_at_unix_ms": 5, "new": [1]})")));
}

BOOST_AUTO_TEST_CASE(every_missing_member_is_named) {
  const auto message = failure_of("{}");
  for (auto key : {"/request_id", "/verdict", "/decided_at_unix_ms"}) BOOST_TEST(holds(message, key));
}

BOOST_AUTO_TEST_CASE(every_wrong_type_is_named_once) {
  const auto message =
      failure_of(R"({"request_id": 1, "verdict": [], "decided_at_unix_ms": "soon", "accepted": "maybe",
                                      "reason": {}, "game_exit_code": 1.5})");
  for (auto key : {"request_id", "verdict", "decided_at_unix_ms", "accepted", "reason", "game_exit_code"}) {
    BOOST_TEST_CONTEXT(key) {
      BOOST_TEST(holds(message, key));
      BOOST_TEST(message.find(key) == message.rfind(key));
    }
  }
}

BOOST_AUTO_TEST_CASE(numbers_out_of_range_are_refused) {
  BOOST_TEST(
      holds(failure_of(R"({"request_id": "a", "verdict": "b", "decided_at_unix_ms": -1})"), "decided_at"));
  BOOST_TEST(
      holds(failure_of(R"({"request_id": "a", "verdict": "b", "decided_at_unix_ms": 253402300800000})"),
            "decided_at"));
  BOOST_TEST(holds(
      failure_of(R"({"request_id": "a", "verdict": "b", "decided_at_unix_ms": 1, "game_exit_code": 256})"),
      "game_exit_code"));
}

BOOST_AUTO_TEST_CASE(what_is_no_object_is_refused) {
  for (auto text : {"", "[]", "null", "\"x\"", "{} {}"}) failure_of(text);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_do_not_make_the_state_unreadable) {
  remembered state{"a", "crashed", "said \xFF\xC3 and \"quit\"\n", base::wall_time(base::duration(1)),
                   139, true};
  const auto back = parse_state(format_state(state));
  BOOST_REQUIRE(back);
  state.reason = "said ?? and \"quit\"\n";
  BOOST_TEST((*back == state));
}

BOOST_AUTO_TEST_CASE(letters_beyond_ascii_survive) {
  const remembered state{"a", "empty", "niemand da – über 1m", base::wall_time(base::duration(1)), 0, false};
  BOOST_TEST((parse_state(format_state(state)).value() == state));
}

BOOST_AUTO_TEST_SUITE_END()
