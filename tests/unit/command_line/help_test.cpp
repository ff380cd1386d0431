#include "gamekeeper/command_line/help.hpp"

#include "settings/setting.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::command_line;

namespace {

int act(const given&) {
  return 0;
}

constexpr argument words[] = {{"id", "ID", "Which one", true}, {"more", "MORE", "What else"}};
constexpr argument options[] = {
    {"--for", "DURATION", "How long", true},
    {.name = "--follow", .value = "", .help = "And then", .short_name = "-f"},
};
constexpr command table[] = {
    {.name = "hold", .help = "Keep it up", .act = act, .words = words, .options = options},
    {.name = "match end", .help = "It is over", .act = act},
    {.name = "run", .help = "Run it", .act = act, .takes_settings = true, .takes_game = true},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(help)

BOOST_AUTO_TEST_CASE(of_a_command_it_shows_every_word_and_option) {
  BOOST_TEST(command_help(table[0]) ==
             "Keep it up\n"
             "Usage: gamekeeper hold [OPTIONS] ID [MORE]\n"
             "\n"
             "Words:\n"
             "  ID    Which one\n"
             "  MORE  What else\n"
             "\n"
             "Options:\n"
             "  -h, --help      Print this and exit\n"
             "  --for DURATION  How long (has to be given)\n"
             "  -f, --follow    And then\n");
}

BOOST_AUTO_TEST_CASE(of_the_program_it_shows_every_command_and_the_exit_codes) {
  const auto text = program_help(table);
  BOOST_TEST(
      text.find("\nCommands:\n  hold       Keep it up\n  match end  It is over\n  run        Run it\n") !=
      std::string::npos);
  BOOST_TEST(text.find("Exit codes: run gives the game's own") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(of_a_group_it_shows_its_commands_alone) {
  BOOST_TEST(group_help(table, "match") ==
             "Usage: gamekeeper match COMMAND [OPTIONS]\n\nCommands:\n  match end  It is over\n");
}

BOOST_AUTO_TEST_CASE(where_a_command_takes_settings_it_shows_them_all) {
  const auto text = command_help(table[2]);
  BOOST_TEST(text.find("Usage: gamekeeper run [OPTIONS] -- COMMAND [ARG...]\n") != std::string::npos);
  for (const auto& row : gamekeeper::settings::table())
    BOOST_TEST(text.find("  " + row.flag()) != std::string::npos, row.key);
}

BOOST_AUTO_TEST_SUITE_END()
