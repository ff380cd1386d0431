#include "gamekeeper/ctl/event_line.hpp"

#include "base/clock.hpp"
#include "telemetry/event_types.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using ctl::event_line;

namespace {

std::string line_of(const telemetry::event& what) {
  return event_line(what.to_json(7, base::wall_time(1'776'859'246'444ms)), false);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(event_line_)

BOOST_AUTO_TEST_CASE(time_type_and_what_happened) {
  BOOST_TEST(line_of(telemetry::events::phase("running", "starting")) ==
             "12:00:46  phase             running (was starting)");
  BOOST_TEST(line_of(telemetry::events::hold_placed("backup", "", 90s)) ==
             "12:00:46  hold_placed       backup for 1m30s");
}

BOOST_AUTO_TEST_CASE(an_event_without_a_wording_shows_its_members) {
  BOOST_TEST(line_of(telemetry::events::restart("crashed", "exit code 3", 2s, 1)) ==
             "12:00:46  restart           verdict=crashed  reason=exit code 3  wait=2s  left=1");
  BOOST_TEST(line_of(telemetry::events::veto(true, "", std::nullopt)) ==
             "12:00:46  veto              not_yet=true");
}

BOOST_AUTO_TEST_CASE(a_gap_is_said) {
  BOOST_TEST(event_line(R"({"type":"gap","since":3,"next":7,"lost":3})", false) ==
             "--------  gap               3 events before number 7 are lost");
  BOOST_TEST(event_line(R"({"type":"gap","since":3,"next":1,"lost":null})", false) ==
             "--------  gap               unknown events before number 1 are lost");
}

BOOST_AUTO_TEST_CASE(what_is_no_event_comes_back_as_it_is) {
  BOOST_TEST(event_line("nonsense", false) == "nonsense");
}

BOOST_AUTO_TEST_CASE(nothing_in_an_event_drives_the_terminal) {
  BOOST_TEST(line_of(telemetry::events::hold_placed("b\x1b[2J", "late\r\n12:00:47  \xC2\x9B", 90s)) ==
             "12:00:46  hold_placed       b?[2J for 1m30s  late??12:00:47  ?");
  BOOST_TEST(event_line("\x1b[2J", false) == "?[2J");
}

BOOST_AUTO_TEST_SUITE_END()
