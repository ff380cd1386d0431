#include "emulated_platform.hpp"
#include "emulator/model/platform_time.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::emulated_platform;

namespace {

struct limited_fixture : emulated_platform {
  emulator::api limited{platform, log, {{base::secret("one"), base::secret("two")}, true, true}};
  net::http_response ask(const std::string& target, const std::string& token) {
    net::http_request request("GET", target);
    request.authorization = base::secret("token " + token);
    return limited.answer(request).response;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(emulator_rate_limits)

BOOST_FIXTURE_TEST_CASE(the_documented_number_per_second_passes_and_the_next_is_429_with_retry_after,
                        limited_fixture) {
  const auto status = "/v1/status/" + deploy().request_id;
  for (int i = 0; i < 20; ++i) BOOST_REQUIRE(ask(status, "one").status == 200);
  const auto refused = ask(status, "one");
  BOOST_TEST(refused.status == 429);
  BOOST_TEST(refused.headers.find("retry-after").value_or("") == "1");
  BOOST_TEST(message(refused) == "more than 20 requests per second of this operation");
  time.advance(50ms);
  BOOST_TEST(ask(status, "one").status == 200);
  BOOST_TEST(ask(status, "one").status == 429);
  time.advance(10s);
  for (int i = 0; i < 20; ++i) BOOST_REQUIRE(ask(status, "one").status == 200);
  BOOST_TEST(ask(status, "one").status == 429);
}

BOOST_FIXTURE_TEST_CASE(each_token_and_each_operation_is_counted_by_itself, limited_fixture) {
  for (int i = 0; i < 10; ++i) BOOST_REQUIRE(ask("/v1/deployments", "one").status == 200);
  BOOST_TEST(ask("/v1/deployments", "one").status == 429);
  BOOST_TEST(ask("/v1/deployments", "two").status == 200);
  BOOST_TEST(ask("/v1/locations", "one").status == 200);
  BOOST_TEST(ask("/v1/deployments", "nobody").status == 401);
}

BOOST_AUTO_TEST_CASE(times_are_read_in_both_forms_and_nothing_else_is) {
  const auto when = base::wall_time(std::chrono::milliseconds(1'776'859'246'444));
  for (const auto* text : {"2026-04-22 12:00:46.444", "2026-04-22 12:00:46.444265",
                           "2026-04-22T12:00:46.444Z", "2026-04-22T12:00:46.444+00:00"})
    BOOST_TEST((emulator::parse_time(text) == when), text);
  BOOST_TEST(
      (emulator::parse_time("2021-07-10 00:00:00.00") == emulator::parse_time("2021-07-10T00:00:00Z")));
  for (const auto* text : {"", "2026", "2026-13-01 00:00:00", "2026-02-30 00:00:00", "2026-04-22",
                           "2026-04-22 24:00:00", "2026-04-22 12:00:46.", "2026-04-22 12:00:46 ",
                           "2026-04-2212:00:46", "-026-04-22 12:00:46", "2026-04-22 12:00:46+02:00"})
    BOOST_TEST(!emulator::parse_time(text).has_value(), text);
  BOOST_TEST(emulator::time_of_day(when) == "12:00:46");
  BOOST_TEST(emulator::v1_time(*emulator::parse_time("2426-04-22 12:00:46")) == "2426-04-22 12:00:46.000000");
}

BOOST_AUTO_TEST_SUITE_END()
