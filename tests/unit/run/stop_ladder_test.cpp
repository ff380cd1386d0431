#include "gamekeeper/run/stop_ladder.hpp"

#include "settings/load.hpp"
#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_process_host.hpp"
#include "support/scripted_transport.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>

using namespace gamekeeper;
using namespace std::chrono_literals;
using kind = settings::ladder_step::kind;

namespace {

struct ladder_fixture {
  ladder_fixture() {
    chosen.drain.grace = 30s;
    host.start({[this](process::process_ended ended) { hooks.ended(ended); }, {}, {}});
  }
  run::stop_ladder& ladder() {
    if (!made) {
      made.emplace(run::stop_ladder::seams{loop.get_executor(), time, log.log, tasks, hooks, chosen,
                                           [this]() -> net::http_transport& { return http; }});
      made->set_environment({"PATH=/bin"});
    }
    return *made;
  }
  void run(kind step_kind, std::string text) {
    settings::ladder_step step;
    step.what = step_kind;
    step.text = std::move(text);
    ladder().run(step, [this](const std::string& failure) { results.push_back(failure); });
    time.advance(0s);
  }

  tests::captured_log log;
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  tests::fake_process_host host;
  tests::scripted_transport http{time};
  process::hook_runner hooks{host, time, log.log};
  base::task_group tasks{loop.get_executor(), log.log};
  settings::agent_settings chosen;
  std::optional<run::stop_ladder> made;
  std::vector<std::string> results;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(stop_ladders, ladder_fixture)

BOOST_AUTO_TEST_CASE(a_line_reaches_the_stdin_of_the_game) {
  chosen.drain.ladder.emplace_back().what = kind::line;
  process::spawn_spec spec;
  ladder().open_input(spec);
  BOOST_TEST_REQUIRE(spec.input_fd >= 0);
  const base::unique_fd game(::fcntl(spec.input_fd, F_DUPFD_CLOEXEC, 3));
  ladder().close_child_end();
  run(kind::line, "save and quit");
  BOOST_TEST(results == std::vector<std::string>{""}, boost::test_tools::per_element());
  std::array<char, 64> text{};
  const auto length = ::read(game.get(), text.data(), text.size());
  BOOST_TEST(std::string_view(text.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))) ==
             "save and quit\n");
}

BOOST_AUTO_TEST_CASE(without_a_step_that_writes_the_game_keeps_its_stdin) {
  process::spawn_spec spec;
  ladder().open_input(spec);
  BOOST_TEST(spec.input_fd == -1);
  run(kind::line, "save");
  BOOST_TEST(results == std::vector<std::string>{"the game has no pipe on its stdin"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_command_runs_with_the_environment_of_the_game_and_its_end_is_the_result) {
  run(kind::hook, "/bin/save --all");
  BOOST_TEST(results.empty());
  BOOST_TEST(host.spawns.back().spec.command == (std::vector<std::string>{"/bin/save", "--all"}),
             boost::test_tools::per_element());
  BOOST_TEST(host.spawns.back().spec.environment == std::vector<std::string>{"PATH=/bin"},
             boost::test_tools::per_element());
  host.end(host.spawns.back().pid, {0, 0, false});
  run(kind::hook, "/bin/save");
  host.end(host.spawns.back().pid, {3, 0, false});
  BOOST_TEST(results == (std::vector<std::string>{"", "exited with code 3"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_command_that_takes_too_long_or_cannot_start_is_a_failure) {
  run(kind::hook, "/bin/save");
  time.advance(30s);
  host.end(host.spawns.back().pid, {0, SIGKILL, false});
  host.spawn_fails = process::spawn_failure(127, "/bin/save: not found");
  run(kind::hook, "/bin/save");
  BOOST_TEST(results == (std::vector<std::string>{"it took too long and was killed", "/bin/save: not found"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_address_is_called_and_its_status_is_the_result) {
  http.then(204);
  run(kind::http, "https://game.example/save");
  http.then(503);
  run(kind::http, "https://game.example/save");
  http.then(base::errc::unreachable);
  run(kind::http, "https://game.example/save");
  BOOST_TEST_REQUIRE(results.size() == 3u);
  BOOST_TEST(results[0].empty());
  BOOST_TEST(results[1] == "HTTP 503");
  BOOST_TEST(!results[2].empty());
  BOOST_TEST(http.requests().front().method == "POST");
}

BOOST_AUTO_TEST_CASE(a_step_that_only_waits_or_is_a_signal_needs_nothing) {
  run(kind::event, "");
  run(kind::signal, "");
  BOOST_TEST(results == std::vector<std::string>(2), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
