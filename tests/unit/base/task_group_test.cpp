#include "base/task_group.hpp"

#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace gamekeeper::base;
using namespace std::chrono_literals;
using gamekeeper::tests::captured_log;
using gamekeeper::tests::fake_clock;
namespace asio = boost::asio;

namespace {

asio::awaitable<void> sleeps(gamekeeper::base::clock& time, duration how_long, int& ended) {
  co_await sleep_until(time, time.now() + how_long);
  ++ended;
}

asio::awaitable<void> fails(gamekeeper::base::clock& time) {
  co_await sleep_until(time, time.now() + 1s);
  throw std::runtime_error("out of cheese");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(task_group_)

BOOST_AUTO_TEST_CASE(what_escapes_a_task_is_logged_with_its_name_and_harms_no_other) {
  captured_log captured;
  asio::io_context loop(1);
  fake_clock time(loop);
  task_group tasks(loop.get_executor(), captured.log);
  int ended = 0;
  tasks.spawn("broken", fails(time));
  tasks.spawn("fine", sleeps(time, 2s, ended));
  BOOST_TEST(tasks.size() == 2u);
  time.advance(3s);
  BOOST_TEST(ended == 1);
  BOOST_TEST(tasks.size() == 0u);
  BOOST_TEST(captured.has("out of cheese"));
  BOOST_TEST(captured.has("broken"));
}

BOOST_AUTO_TEST_CASE(cancel_ends_all_tasks_and_is_no_failure) {
  captured_log captured;
  asio::io_context loop(1);
  fake_clock time(loop);
  task_group tasks(loop.get_executor(), captured.log);
  int ended = 0;
  for (int i = 0; i < 5; ++i) tasks.spawn("sleeper", sleeps(time, 1h, ended));
  time.advance(1s);
  tasks.cancel();
  time.advance(1s);
  BOOST_TEST(tasks.size() == 0u);
  BOOST_TEST(ended == 0);
  BOOST_TEST(captured.lines().empty());
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(a_group_that_is_gone_lets_its_tasks_end_quietly) {
  captured_log captured;
  asio::io_context loop(1);
  fake_clock time(loop);
  int ended = 0;
  {
    task_group tasks(loop.get_executor(), captured.log);
    tasks.spawn("sleeper", sleeps(time, 1h, ended));
    tasks.spawn("broken", fails(time));
    time.advance(0s);
  }
  time.advance(2h);
  BOOST_TEST(ended == 0);
  BOOST_TEST(captured.lines().empty());
}

BOOST_AUTO_TEST_SUITE_END()
