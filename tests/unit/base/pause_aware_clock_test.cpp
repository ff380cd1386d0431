#include "base/pause_aware_clock.hpp"

#include "support/fake_clock.hpp"

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
using gamekeeper::base::duration;

namespace {

struct frozen_process {
  boost::asio::io_context loop{1};
  gamekeeper::tests::fake_clock real{loop};
  gamekeeper::base::pause_aware_clock time{real};
  std::unique_ptr<gamekeeper::base::timer> alarm = time.make_timer();
  duration gap{};
  int rung = 0;

  frozen_process() {
    time.on_pause([this](duration each) { gap += each; });
  }
  void arm(duration after) {
    alarm->arm(time.now() + after, [this] { ++rung; });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pause_aware_clock_test, frozen_process)

BOOST_AUTO_TEST_CASE(without_a_pause_it_is_the_real_time) {
  arm(3s);
  real.advance(2999ms);
  BOOST_TEST(rung == 0);
  real.advance(1ms);
  BOOST_TEST(rung == 1);
  BOOST_TEST(gap.count() == 0);
}

BOOST_AUTO_TEST_CASE(what_is_armed_before_a_pause_has_as_long_to_go_after_it) {
  arm(3s);
  const auto begin = time.now();
  real.advance(1s);
  real.freeze(1h);
  real.advance(1999ms);
  BOOST_TEST(rung == 0);
  BOOST_TEST((time.now() - begin).count() == 2999);
  real.advance(1ms);
  BOOST_TEST(rung == 1);
  BOOST_TEST(gap.count() == duration(1h).count());
}

BOOST_AUTO_TEST_CASE(a_pause_that_ends_before_the_deadline_moves_it_too) {
  arm(10s);
  real.advance(1s);
  real.freeze(8s);
  real.advance(8999ms);
  BOOST_TEST(rung == 0);
  real.advance(1ms);
  BOOST_TEST(rung == 1);
}

BOOST_AUTO_TEST_CASE(whoever_asks_first_after_a_pause_sees_no_jump) {
  arm(10s);
  real.advance(1s);
  const auto before = time.now();
  real.freeze(1min);
  BOOST_TEST((time.now() - before).count() == 0);
  BOOST_TEST(gap.count() == 0);  // told by the loop, not in the middle of a question
  real.advance(0s);
  BOOST_TEST(gap.count() == duration(1min).count());
}

BOOST_AUTO_TEST_CASE(a_busy_machine_is_late_and_nothing_moves) {
  arm(3s);
  real.advance(2s);
  real.freeze(900ms);
  real.advance(100ms);
  BOOST_TEST(rung == 1);
  BOOST_TEST(gap.count() == 0);
}

BOOST_AUTO_TEST_CASE(nothing_beats_while_nothing_is_armed) {
  arm(1s);
  real.advance(1s);
  BOOST_TEST(real.waiting() == 0);
  real.advance(1h);
  arm(1s);
  real.advance(1s);
  BOOST_TEST(rung == 2);
  BOOST_TEST(gap.count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
