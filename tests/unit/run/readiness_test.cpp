#include "gamekeeper/run/readiness.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_process_host.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

struct readiness_fixture {
  /// Time goes on until the condition holds; the file is looked for on another thread.
  template <class Condition>
  void advance_until(const Condition& holds) {
    while (!holds()) time.advance(100ms);
  }

  run::readiness& wait_for_file(run::readiness::file_check exists) {
    return game.emplace(
        time, host, settings::ready_condition{settings::ready_condition::kind::file, "/game/up"},
        std::vector<edgegap::port>(), [this](std::string by) { ready_by += by; }, std::move(exists));
  }

  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  tests::fake_process_host host;
  std::string ready_by;
  std::optional<run::readiness> game;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(readinesses, readiness_fixture)

BOOST_AUTO_TEST_CASE(a_file_that_appears_makes_the_game_ready_once) {
  std::atomic<int> looks = 0;
  wait_for_file([&looks](const std::string& path) {
    ++looks;
    return path == "/game/up" && looks >= 3;
  }).game_started();
  advance_until([this] { return !ready_by.empty(); });
  BOOST_TEST(ready_by == "file");
  BOOST_TEST(looks == 3);
  BOOST_TEST(time.waiting() == 0U);
}

BOOST_AUTO_TEST_CASE(a_mount_that_does_not_answer_keeps_nobody_waiting_and_is_asked_once) {
  std::promise<void> mount;
  std::atomic<int> looks = 0;
  wait_for_file([answer = mount.get_future().share(), &looks](const std::string&) {
    ++looks;
    answer.wait();
    return true;
  }).game_started();
  advance_until([&looks] { return looks == 1; });
  time.advance(10s);
  BOOST_TEST(looks == 1);
  BOOST_TEST(ready_by.empty());
  mount.set_value();
  advance_until([this] { return !ready_by.empty(); });
}

BOOST_AUTO_TEST_CASE(an_answer_about_an_earlier_game_makes_no_later_one_ready) {
  std::promise<void> mount;
  std::atomic<int> looks = 0;
  auto& started = wait_for_file([answer = mount.get_future().share(), &looks](const std::string&) {
    const bool is_first = ++looks == 1;
    answer.wait();
    return is_first;
  });
  started.game_started();
  advance_until([&looks] { return looks == 1; });
  started.game_ended();
  started.game_started();
  mount.set_value();
  advance_until([&looks] { return looks == 3; });
  BOOST_TEST(ready_by.empty());
}

BOOST_AUTO_TEST_SUITE_END()
