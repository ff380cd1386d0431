#include "gamekeeper/command_line/help.hpp"
#include "gamekeeper/command_line/parse.hpp"
#include "gamekeeper/commands.hpp"
#include "settings/setting.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace gamekeeper;
using command_line::argument;

BOOST_AUTO_TEST_SUITE(the_table_of_commands)

BOOST_AUTO_TEST_CASE(every_row_is_whole_and_no_name_is_there_twice) {
  std::set<std::string_view> names;
  for (const auto& each : commands()) {
    BOOST_TEST_CONTEXT(each.name) {
      BOOST_TEST(names.insert(each.name).second);
      BOOST_TEST(each.act);
      BOOST_TEST(!each.help.empty());
      BOOST_TEST(!each.help.ends_with("."));
      BOOST_TEST((each.name == "run" || each.name == "check") == each.takes_game);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_command_has_two_options_of_one_name_or_one_of_a_settings_name) {
  for (const auto& each : commands()) {
    std::set<std::string_view> names{"--help", "-h"};
    for (const auto options : {each.options, each.common})
      for (const auto& option : options) {
        BOOST_TEST_CONTEXT(each.name << " " << option.name) {
          BOOST_TEST(option.name.starts_with("--"));
          BOOST_TEST(!option.help.empty());
          BOOST_TEST(names.insert(option.name).second);
          if (!option.short_name.empty()) BOOST_TEST(names.insert(option.short_name).second);
          BOOST_TEST((!each.takes_settings || !settings::find_flag(option.name).row));
        }
      }
  }
}

BOOST_AUTO_TEST_CASE(a_word_that_may_be_left_out_comes_last) {
  for (const auto& each : commands())
    for (std::size_t i = 1; i < each.words.size(); ++i)
      BOOST_TEST((each.words[i - 1].required || !each.words[i].required), each.name);
}

BOOST_AUTO_TEST_CASE(the_help_of_each_fits_the_screen_but_for_what_one_sentence_needs) {
  for (const auto& each : commands()) {
    const auto text = command_line::command_help(each);
    std::size_t start = 0;
    for (auto end = text.find('\n'); end != std::string::npos; start = end + 1, end = text.find('\n', start))
      BOOST_TEST(end - start <= 110u, each.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
