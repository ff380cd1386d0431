#include "base/clock.hpp"

#include "base/system_clock.hpp"
#include "support/fake_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

using namespace gamekeeper::base;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

asio::awaitable<void> every(gamekeeper::base::clock& time, duration pause, int times, int sign,
                            std::vector<int>& order) {
  for (int i = 1; i <= times; ++i) {
    co_await sleep_until(time, time.now() + pause);
    order.push_back(sign * i);
  }
}

void rethrow(std::exception_ptr escaped) {
  if (escaped) std::rethrow_exception(escaped);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(clock_)

BOOST_AUTO_TEST_CASE(fake_time_wakes_sleepers_in_the_order_of_their_deadlines) {
  asio::io_context loop(1);
  gamekeeper::tests::fake_clock time(loop);
  std::vector<int> order;
  asio::co_spawn(loop, every(time, 10s, 3, 1, order), rethrow);
  asio::co_spawn(loop, every(time, 7s, 4, -1, order), rethrow);
  time.advance(1h);
  BOOST_TEST(order == (std::vector<int>{-1, 1, -2, 2, -3, -4, 3}), boost::test_tools::per_element());
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(a_cancelled_sleep_ends_with_operation_aborted_and_leaves_no_alarm) {
  asio::io_context loop(1);
  gamekeeper::tests::fake_clock time(loop);
  asio::cancellation_signal stop;
  std::vector<int> order;
  boost::system::error_code how;
  asio::co_spawn(loop, every(time, 10s, 1, 1, order),
                 asio::bind_cancellation_slot(stop.slot(), [&how](std::exception_ptr escaped) {
                   try {
                     rethrow(escaped);
                   } catch (const boost::system::system_error& e) {
                     how = e.code();
                   }
                 }));
  time.advance(1s);
  BOOST_TEST(time.waiting() == 1u);
  stop.emit(asio::cancellation_type::terminal);
  time.advance(1h);
  BOOST_TEST(how == asio::error::operation_aborted);
  BOOST_TEST(order.empty());
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(a_real_alarm_rings_not_before_its_deadline_and_only_once) {
  asio::io_context loop(1);
  system_clock time(loop.get_executor());
  const auto deadline = time.now() + 5ms;
  auto alarm = time.make_timer();
  int rings = 0;
  time_point rang;
  alarm->arm(deadline, [&] {
    ++rings;
    rang = time.now();
  });
  loop.run();
  BOOST_TEST(rings == 1);
  BOOST_TEST((rang >= deadline));
}

BOOST_AUTO_TEST_CASE(a_real_alarm_that_was_armed_again_forgets_what_it_was_armed_for) {
  asio::io_context loop(1);
  system_clock time(loop.get_executor());
  auto alarm = time.make_timer();
  int first = 0, second = 0, disarmed = 0;
  alarm->arm(time.now(), [&] { ++first; });
  alarm->arm(time.now() + 1ms, [&] { ++second; });
  auto other = time.make_timer();
  other->arm(time.now(), [&] { ++disarmed; });
  other->disarm();
  loop.run();
  BOOST_TEST(first == 0);
  BOOST_TEST(second == 1);
  BOOST_TEST(disarmed == 0);
}

BOOST_AUTO_TEST_CASE(wall_time_is_written_as_utc) {
  BOOST_TEST(iso8601(wall_time(std::chrono::milliseconds(1'776'859'246'444))) == "2026-04-22T12:00:46.444Z");
  BOOST_TEST(iso8601(wall_time()) == "1970-01-01T00:00:00.000Z");
  BOOST_TEST(iso8601(wall_time(std::chrono::seconds(253'402'300'799))) == "9999-12-31T23:59:59.000Z");
}

BOOST_AUTO_TEST_SUITE_END()
