#include "gamekeeper/run/veto_hook.hpp"

#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_process_host.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <signal.h>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

struct veto_fixture {
  veto_fixture() {
    chosen.veto.command = {"/bin/may-it-end"};
    chosen.veto.timeout = 5s;
    veto.set_environment({"PATH=/bin"});
    host.start({[this](process::process_ended ended) { hooks.ended(ended); }, {}, {}});
  }
  void ask() {
    veto.ask("empty", "nobody was here", [this](bool not_yet, const std::string& reason) {
      answers.push_back((not_yet ? "not yet: " : "go on: ") + reason);
    });
  }
  void answer(process::exit_status status) { host.end(host.spawns.back().pid, status); }

  tests::captured_log log;
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  tests::fake_process_host host;
  process::hook_runner hooks{host, time, log.log};
  settings::agent_settings chosen;
  run::veto_hook veto{{time, log.log, hooks, chosen}};
  std::vector<std::string> answers;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(veto_hooks, veto_fixture)

BOOST_AUTO_TEST_CASE(the_command_learns_what_it_is_asked_about) {
  ask();
  const std::vector<std::string> expected{"PATH=/bin", "GAMEKEEPER_VERDICT=empty",
                                          "GAMEKEEPER_REASON=nobody was here"};
  BOOST_TEST(host.spawns.back().spec.environment == expected, boost::test_tools::per_element());
  BOOST_TEST(answers.empty());
}

BOOST_AUTO_TEST_CASE(only_75_puts_the_end_off) {
  for (const int code : {75, 0}) {
    ask();
    answer({code, 0, false});
  }
  BOOST_TEST(
      answers == (std::vector<std::string>{"not yet: exited with code 75", "go on: exited with code 0"}),
      boost::test_tools::per_element());
  BOOST_TEST(!log.has("no usable answer"));
}

BOOST_AUTO_TEST_CASE(what_fails_dies_or_takes_too_long_has_no_answer_and_the_end_goes_on) {
  ask();
  answer({1, 0, false});
  ask();
  answer({0, SIGSEGV, false});
  ask();
  time.advance(5s);
  answer({75, SIGKILL, false});
  host.spawn_fails = process::spawn_failure(127, "/bin/may-it-end: not found");
  ask();
  BOOST_TEST_REQUIRE(answers.size() == 4u);
  for (const auto& said : answers) BOOST_TEST(said.starts_with("go on: "));
  BOOST_TEST(answers[2] == "go on: no answer in time");
  BOOST_TEST(log.count("no usable answer") == 3u);
  BOOST_TEST(log.count("cannot be run") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
