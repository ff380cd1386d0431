#include "edgegap/watch/wakeable_clock.hpp"

#include "support/fake_clock.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

struct fixture {
  boost::asio::io_context loop;
  tests::fake_clock time{loop};
  wakeable_clock early{time};
  int rings = 0;
  std::function<void()> ring = [this] { ++rings; };
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(wakeable_clock_waking, fixture)

BOOST_AUTO_TEST_CASE(left_alone_it_is_the_inner_clock) {
  const auto alarm = early.make_timer();
  alarm->arm(time.now() + 10s, ring);
  time.advance(9s);
  BOOST_TEST(rings == 0);
  time.advance(1s);
  BOOST_TEST(rings == 1);
  BOOST_TEST((early.now() == time.now()));
}

BOOST_AUTO_TEST_CASE(an_alarm_can_be_rung_earlier_but_never_later) {
  const auto alarm = early.make_timer();
  alarm->arm(time.now() + 10s, ring);
  early.wake_by(time.now() + 60s);
  early.wake_by(time.now() + 2s);
  early.wake_by(time.now() + 5s);
  time.advance(2s);
  BOOST_TEST(rings == 1);
  time.advance(1min);
  BOOST_TEST(rings == 1);
}

BOOST_AUTO_TEST_CASE(nothing_rings_when_nothing_is_armed) {
  early.wake_by(time.now());
  const auto alarm = early.make_timer();
  alarm->arm(time.now() + 10s, ring);
  alarm->disarm();
  early.wake_by(time.now());
  time.advance(1min);
  BOOST_TEST(rings == 0);
  BOOST_TEST(time.waiting() == 0U);
}

BOOST_AUTO_TEST_CASE(an_alarm_may_be_destroyed_by_what_it_calls_and_outlive_its_clock) {
  auto owner = std::make_unique<wakeable_clock>(time);
  auto alarm = owner->make_timer();
  alarm->arm(time.now() + 1s, [&] { alarm.reset(); });
  owner->wake_by(time.now());
  time.advance(0s);
  BOOST_TEST(!alarm);
  alarm = owner->make_timer();
  alarm->arm(time.now() + 1s, ring);
  owner.reset();
  time.advance(1s);
  BOOST_TEST(rings == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
