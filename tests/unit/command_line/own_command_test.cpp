#include "gamekeeper/command_line/own_command.hpp"

#include "gamekeeper/commands.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::command_line;

namespace {

using texts = std::vector<std::string>;

texts own_words(const texts& game) {
  const auto own = find_own_command(gamekeeper::commands(), game);
  return {own.begin(), own.end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(own_command)

BOOST_AUTO_TEST_CASE(a_command_of_ours_is_found_in_the_place_of_a_game) {
  for (const texts& words :
       {texts{"check", "--port", "a=1/UDP", "--", "./server"}, texts{"doctor"}, texts{"config", "show"},
        texts{"match", "end"}, texts{"run", "--", "./server"}, texts{"--version"}, texts{"-h"}})
    for (const auto* program : {"gamekeeper", "/usr/local/bin/gamekeeper", "./gamekeeper"}) {
      auto game = words;
      game.insert(game.begin(), program);
      BOOST_TEST(own_words(game) == words, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_game_is_a_game) {
  for (const texts& game :
       {texts{}, texts{"./server", "check"}, texts{"gamekeeper"}, texts{"gamekeeper", "-port", "7777"},
        texts{"gamekeeper-fleet", "run"}, texts{"check"}, texts{"/games/gamekeeper/server", "run"},
        texts{"sh", "gamekeeper", "check"}})
    BOOST_TEST(own_words(game).empty());
}

BOOST_AUTO_TEST_CASE(what_was_said_in_front_counts_where_nothing_was_said_behind) {
  given own;
  own.settings = {{"drain.grace", "1s"}};
  given outer;
  outer.settings = {{"drain.grace", "2s"}, {"log.level", "warn"}};
  outer.values = {{"--config", "/a.json"}};
  outer.problems = {{"--x is no option of run", ""}};
  outer.game = {"gamekeeper", "doctor"};
  take_over(own, std::move(outer));
  BOOST_TEST(own.settings.at("drain.grace") == "1s");
  BOOST_TEST(own.settings.at("log.level") == "warn");
  BOOST_TEST(own.text("--config") == "/a.json");
  BOOST_TEST(own.problems.size() == 1u);
  BOOST_TEST(own.game.empty());
}

BOOST_AUTO_TEST_SUITE_END()
