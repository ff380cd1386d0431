#include "process/tree_signals.hpp"

#include "support/fake_process_host.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::process;
using gamekeeper::tests::fake_process_host;

namespace {

constexpr pid_t hook = 500;

/// A game with a child in its group, a server in a group of its own with a child of that, one whose leader is gone,
/// and a hook.
struct tree {
  tree() {
    spawn_spec spec;
    spec.command = {"start.sh"};
    game = host.spawn(spec).value();
    host.add_orphan(200, "child").group = game;
    host.add_orphan(300, "server");
    host.add_orphan(301, "worker").group = 300;
    host.add_orphan(400, "stray").group = 399;
    host.add_orphan(hook, "hook");
    host.start({});
  }
  /// "TERM 300 group" for each, SIGCONT left out.
  std::vector<std::string> heard() const {
    std::vector<std::string> all;
    for (const auto& each : host.signals)
      if (each.signal != SIGCONT)
        all.push_back(std::to_string(each.signal) + (each.group ? " group " : " process ") +
                      std::to_string(each.target));
    return all;
  }
  bool continued(pid_t target) const {
    return std::any_of(host.signals.begin(), host.signals.end(), [target](const auto& each) {
      return each.signal == SIGCONT && each.target == target;
    });
  }

  fake_process_host host;
  pid_t game = 0;
  tree_signals asked{host, [](const process_info& each) { return each.group == hook; }};
};

using texts = std::vector<std::string>;

texts names(const std::vector<process_info>& processes) {
  texts all;
  for (const auto& each : processes) all.push_back(each.name);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tree_signals_suite)

BOOST_FIXTURE_TEST_CASE(every_group_of_the_tree_is_asked_once_and_hooks_are_not, tree) {
  BOOST_TEST(asked.ask_tree(game, SIGINT, signal_target::group).has_value());
  BOOST_TEST(heard() == (texts{"2 group " + std::to_string(game), "2 process 400", "2 group 300"}),
             boost::test_tools::per_element());
  for (const pid_t each : {game, 300, 400}) BOOST_TEST(continued(each));
  BOOST_TEST(!continued(hook));
  BOOST_TEST(asked.ask_rest(true).empty());
}

BOOST_FIXTURE_TEST_CASE(what_the_game_starts_because_it_is_asked_is_left_to_its_work, tree) {
  for (const auto target : {signal_target::group, signal_target::child}) {
    asked.forget();
    host.signals.clear();
    host.on_signal = [this](const auto& sent) {
      if (sent.signal == SIGTERM) host.add_orphan(600, "saver");
    };
    BOOST_TEST(asked.ask_tree(game, SIGTERM, target).has_value());
    host.on_signal = {};
    const auto told = heard();
    BOOST_TEST((std::find(told.begin(), told.end(), "15 group 600") == told.end()));
    const auto rest = names(asked.ask_rest(false));
    BOOST_TEST((std::find(rest.begin(), rest.end(), "saver") != rest.end()));
    host.end(600, {});
  }
}

BOOST_FIXTURE_TEST_CASE(without_a_game_everything_that_is_left_is_asked, tree) {
  host.end(game, {});
  BOOST_TEST(asked.ask_tree(0, SIGTERM, signal_target::group).has_value());
  BOOST_TEST(heard() == (texts{"15 process 200", "15 process 400", "15 group 300"}),
             boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(the_rest_is_what_started_later_or_was_out_of_reach, tree) {
  BOOST_TEST(asked.ask_tree(game, SIGTERM, signal_target::child).has_value());
  BOOST_TEST(names(asked.ask_rest(false)) == (texts{"child", "server", "worker", "stray"}),
             boost::test_tools::per_element());
  BOOST_TEST(heard().at(1) == "15 process 200");
  host.add_orphan(600, "saver");
  BOOST_TEST(names(asked.ask_rest(false)) == texts{"saver"}, boost::test_tools::per_element());
  BOOST_TEST(continued(600));
  BOOST_TEST(asked.ask_rest(false).empty());
}

BOOST_FIXTURE_TEST_CASE(a_pid_that_comes_again_is_another_process, tree) {
  BOOST_TEST(asked.ask_tree(0, SIGTERM, signal_target::group).has_value());
  host.end(300, {});
  host.add_orphan(300, "next").started = 77;
  BOOST_TEST(names(asked.ask_rest(false)) == texts{"next"}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_game_that_was_asked_by_a_line_gets_its_signal_last, tree) {
  asked.count_game_as_asked(game);
  BOOST_TEST(continued(game));
  BOOST_TEST(heard().empty());
  BOOST_TEST(names(asked.ask_rest(false)) == (texts{"server", "worker", "stray"}),
             boost::test_tools::per_element());
  BOOST_TEST(names(asked.ask_rest(true)) == (texts{"start.sh", "child"}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_line_after_a_signal_takes_nothing_back, tree) {
  BOOST_TEST(asked.ask_tree(game, SIGTERM, signal_target::group).has_value());
  asked.count_game_as_asked(game);
  BOOST_TEST(asked.ask_rest(true).empty());
}

BOOST_FIXTURE_TEST_CASE(what_was_stopped_after_it_was_asked_is_continued_again, tree) {
  BOOST_TEST(asked.ask_tree(0, SIGTERM, signal_target::group).has_value());
  host.add_orphan(300, "server").state = 'T';
  host.signals.clear();
  BOOST_TEST(asked.ask_rest(false).empty());
  BOOST_TEST((host.signals == std::vector<fake_process_host::sent>{{300, SIGCONT, false}}));
}

BOOST_FIXTURE_TEST_CASE(a_zombie_is_asked_only_when_threads_of_it_live, tree) {
  host.add_orphan(700, "ended").state = 'Z';
  auto& lives = host.add_orphan(701, "lives");
  lives.state = 'Z';
  lives.threads = 3;
  BOOST_TEST(asked.ask_tree(0, SIGTERM, signal_target::group).has_value());
  BOOST_TEST(continued(701));
  BOOST_TEST(!continued(700));
}

BOOST_FIXTURE_TEST_CASE(a_game_that_hangs_is_asked_alone, tree) {
  BOOST_TEST(asked.ask_game(game, SIGABRT, signal_target::group).has_value());
  BOOST_TEST(heard() == texts{"6 group " + std::to_string(game)}, boost::test_tools::per_element());
  BOOST_TEST(continued(game));
  BOOST_TEST(names(asked.ask_rest(true)) == (texts{"server", "worker", "stray"}),
             boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_new_game_has_not_been_asked, tree) {
  BOOST_TEST(asked.ask_tree(0, SIGTERM, signal_target::group).has_value());
  asked.forget();
  BOOST_TEST(asked.ask_rest(false).size() == 5u);
}

BOOST_AUTO_TEST_SUITE_END()
