#include "gamekeeper/command_line/parse.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::command_line;

namespace {

std::optional<std::string> no_seven(const std::string& value) {
  return value == "7" ? std::optional<std::string>("seven is taken") : std::nullopt;
}

int act(const given&) {
  return 0;
}

constexpr argument words[] = {{"id", "ID", "Which", true, no_seven}, {"more", "MORE", "What else"}};
constexpr argument options[] = {
    {"--for", "DURATION", "How long", true},
    {.name = "--follow", .value = "", .help = "And then", .short_name = "-f"},
};
constexpr argument common[] = {{"--socket", "PATH", "Where"}};
constexpr command table[] = {
    {.name = "hold", .help = "Hold", .act = act, .words = words, .options = options, .common = common},
    {.name = "match start", .help = "Start", .act = act},
    {.name = "match end", .help = "End", .act = act},
    {.name = "run", .help = "Run", .act = act, .common = common, .takes_settings = true, .takes_game = true},
    {.name = "start",
     .help = "Start",
     .act = act,
     .common = common,
     .takes_settings = true,
     .takes_game = true,
     .starts_anyway = true},
    {.name = "show", .help = "Show", .act = act, .takes_settings = true},
};

wish asked(std::vector<std::string> line) {
  auto read = parse(table, line);
  if (!read) BOOST_FAIL(read.error().message());
  return std::move(*read);
}

std::string refused(std::vector<std::string> line) {
  const auto read = parse(table, line);
  return read ? "accepted" : read.error().message();
}

using texts = std::vector<std::string>;

/// What is left out of `gamekeeper start …`, which starts ./game.
texts left_out(texts line, texts game = {"./game", "-x", "1"}) {
  line.insert(line.begin(), "start");
  line.insert(line.end(), game.begin(), game.end());
  const auto said = asked(std::move(line)).said;
  if (game.front() == "--") game.erase(game.begin());
  BOOST_TEST(said.game == game, boost::test_tools::per_element());
  texts messages;
  for (const auto& each : said.problems) messages.push_back(each.message);
  return messages;
}

const texts behind_dashes{"--", "./game", "-x", "1"};

}  // namespace

BOOST_AUTO_TEST_SUITE(parsing)

BOOST_AUTO_TEST_CASE(options_stand_anywhere_and_have_their_value_behind_an_equals_sign_or_in_the_next_word) {
  for (const auto& line :
       {texts{"hold", "x", "--for", "3m", "y", "-f"}, texts{"hold", "--for=3m", "-f", "x", "y"},
        texts{"hold", "--follow", "--for", "3m", "--", "x", "y"}}) {
    const auto wish = asked(line);
    BOOST_TEST(wish.chosen->name == "hold");
    BOOST_TEST(wish.said.text("id") == "x");
    BOOST_TEST(wish.said.text("more") == "y");
    BOOST_TEST(wish.said.text("--for") == "3m");
    BOOST_TEST(wish.said.has("--follow"));
    BOOST_TEST(!wish.said.has("--socket"));
  }
}

BOOST_AUTO_TEST_CASE(a_value_may_be_empty_hold_an_equals_sign_or_begin_with_a_dash_behind_one) {
  BOOST_TEST(asked({"hold", "x", "--for="}).said.text("--for") == "");
  BOOST_TEST(asked({"hold", "x", "--for=a=b"}).said.text("--for") == "a=b");
  BOOST_TEST(asked({"hold", "x", "--for=--x"}).said.text("--for") == "--x");
  BOOST_TEST(asked({"hold", "x", "--for", "-5"}).said.text("--for") == "-5");
  BOOST_TEST(asked({"hold", "x", "--for", "-"}).said.text("--for") == "-");
  BOOST_TEST(asked({"hold", "--for", "1s", "--", "--x"}).said.text("id") == "--x");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named_and_where_to_read_on) {
  const std::string more = "\nTry: gamekeeper hold --help";
  BOOST_TEST(refused({"hold", "x"}) == "--for DURATION is missing" + more);
  BOOST_TEST(refused({"hold", "--for", "1s"}) == "ID is missing" + more);
  BOOST_TEST(refused({"hold", "x", "--for"}) == "--for needs a value: --for DURATION" + more);
  BOOST_TEST(refused({"hold", "x", "--for", "-f"}) ==
             "--for needs a value: --for DURATION; one that begins with - is written --for=-f" + more);
  BOOST_TEST(refused({"hold", "x", "--for=1", "--for=2"}) == "--for is given twice" + more);
  BOOST_TEST(refused({"hold", "x", "--for=1", "-f=1"}) == "-f takes no value" + more);
  BOOST_TEST(refused({"hold", "7", "--for=1"}) == "id '7': seven is taken" + more);
  BOOST_TEST(refused({"hold", "x", "y", "z", "--for=1"}) == "'z' is one word too many" + more);
  BOOST_TEST(refused({"hold", "x", "--folow"}) ==
             "--folow is no option of hold, did you mean --follow?" + more);
  BOOST_TEST(refused({"hold", "--log-level=info"}).starts_with("--log-level is no option of hold"));
}

BOOST_AUTO_TEST_CASE(a_command_can_have_two_words) {
  BOOST_TEST(asked({"match", "end"}).chosen->name == "match end");
  BOOST_TEST(refused({"match"}) ==
             "one of these is meant: match start, match end\nTry: gamekeeper match --help");
  BOOST_TEST(refused({"match", "ned"}) ==
             "there is no command 'match ned', did you mean match end?\nTry: gamekeeper match --help");
  BOOST_TEST(refused({"match", "stop"}) ==
             "there is no command 'match stop', did you mean match end?\nTry: gamekeeper match --help");
  BOOST_TEST(refused({"hol"}) == "there is no command 'hol', did you mean hold?\nTry: gamekeeper --help");
  BOOST_TEST(refused({"mach", "end"}) ==
             "there is no command 'mach', did you mean match?\nTry: gamekeeper --help");
  BOOST_TEST(refused({}) == "a command is missing\nTry: gamekeeper --help");
  BOOST_TEST(refused({"--socket", "x", "hold"}).find("a command comes first") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(help_and_version_are_asked_for_at_any_level) {
  BOOST_TEST((asked({"--version"}).what == wish::kind::version));
  for (const auto& line : {texts{"--help"}, texts{"-h"}}) {
    BOOST_TEST((asked(line).what == wish::kind::help));
    BOOST_TEST(!asked(line).chosen);
    BOOST_TEST(asked(line).group == "");
  }
  BOOST_TEST(asked({"match", "--help"}).group == "match");
  for (const auto& line :
       {texts{"hold", "--help"}, texts{"hold", "x", "-h"}, texts{"hold", "-h", "--nonsense"}}) {
    BOOST_TEST((asked(line).what == wish::kind::help));
    BOOST_TEST(asked(line).chosen->name == "hold");
  }
}

BOOST_AUTO_TEST_CASE(the_games_words_begin_at_the_first_that_is_no_option_and_are_left_alone) {
  for (const auto& line : {texts{"run", "--subreaper", "--", "./game", "--help", "--log-level", "x"},
                           texts{"run", "--subreaper", "./game", "--help", "--log-level", "x"}}) {
    const auto wish = asked(line);
    BOOST_TEST((wish.what == wish::kind::act));
    BOOST_TEST(wish.said.game == (texts{"./game", "--help", "--log-level", "x"}),
               boost::test_tools::per_element());
    BOOST_TEST(wish.said.settings.at("init.subreaper") == "on");
  }
  BOOST_TEST(asked({"run", "--", "--", "x"}).said.game == (texts{"--", "x"}),
             boost::test_tools::per_element());
  BOOST_TEST(asked({"run"}).said.game.empty());
  BOOST_TEST((asked({"run", "--help"}).what == wish::kind::help));
}

BOOST_AUTO_TEST_CASE(every_setting_is_an_option_where_a_command_takes_them) {
  const auto said = asked({"show", "--drain-grace", "3s", "--log-level=debug", "--no-policy-dry-run"}).said;
  BOOST_TEST(said.settings.at("drain.grace") == "3s");
  BOOST_TEST(said.settings.at("log.level") == "debug");
  BOOST_TEST(said.settings.at("policy.dry_run") == "off");
  BOOST_TEST(said.settings.size() == 3u);
}

BOOST_AUTO_TEST_CASE(of_a_switch_the_last_one_counts_and_a_list_collects) {
  BOOST_TEST(asked({"show", "--dry-run", "--no-dry-run"}).said.settings.at("policy.dry_run") == "off");
  BOOST_TEST(asked({"show", "--no-dry-run", "--dry-run=auto"}).said.settings.at("policy.dry_run") == "auto");
  BOOST_TEST(
      asked({"show", "--init-subreaper", "auto", "--no-subreaper"}).said.settings.at("init.subreaper") ==
      "off");
  BOOST_TEST(
      asked({"show", "--rewrite", "TERM=INT", "--signal-rewrite=HUP=0"}).said.settings.at("signal.rewrite") ==
      R"(["TERM=INT","HUP=0"])");
}

BOOST_AUTO_TEST_CASE(a_word_behind_a_switch_that_says_on_or_off_is_its_value) {
  for (const auto* word : {"on", "true", "yes", "ON", "1"}) {
    const auto said = asked({"run", "--no-dry-run", "--dry-run", word, "--", "./server"}).said;
    BOOST_TEST(said.settings.at("policy.dry_run") == "on");
    BOOST_TEST(said.game == texts{"./server"}, boost::test_tools::per_element());
  }
  for (const auto* word : {"off", "false", "no", "False", "0"}) {
    const auto said = asked({"run", "--dry-run", word, "./server", "on"}).said;
    BOOST_TEST(said.settings.at("policy.dry_run") == "off");
    BOOST_TEST(said.game == (texts{"./server", "on"}), boost::test_tools::per_element());
  }
  BOOST_TEST(asked({"show", "--dry-run", "off"}).said.settings.at("policy.dry_run") == "off");
  BOOST_TEST(left_out({"--no-dry-run", "on"}, behind_dashes) == texts{"--no-dry-run takes no value"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_last_word_of_all_is_the_games_command) {
  const auto said = asked({"run", "--dry-run", "true"}).said;
  BOOST_TEST(said.settings.at("policy.dry_run") == "on");
  BOOST_TEST(said.game == texts{"true"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_settings_flag_is_named) {
  const std::string more = "\nTry: gamekeeper show --help";
  BOOST_TEST(refused({"show", "--drain-grace=1s", "--drain-grace=2s"}) ==
             "--drain-grace is given twice" + more);
  BOOST_TEST(refused({"show", "--drain-grace"}) ==
             "--drain-grace needs a value: --drain-grace DURATION" + more);
  BOOST_TEST(refused({"show", "--no-dry-run=on"}) == "--no-dry-run takes no value" + more);
  BOOST_TEST(refused({"show", "--drain-grcae=1s"}) ==
             "--drain-grcae is no option of show, did you mean --drain-grace?" + more);
  BOOST_TEST(refused({"run", "--log-level", "--", "x"}).starts_with("--log-level needs a value"));
}

BOOST_AUTO_TEST_CASE(a_game_is_started_whatever_is_wrong_with_an_option) {
  const texts grace{"--drain-grcae is no option of start, did you mean --drain-grace?"};
  BOOST_TEST(left_out({"--drain-grcae=1s"}) == grace, boost::test_tools::per_element());
  BOOST_TEST(left_out({"--drain-grcae=1s"}, behind_dashes) == grace, boost::test_tools::per_element());
  BOOST_TEST(left_out({"--log-level"}, behind_dashes) ==
                 texts{"--log-level needs a value: --log-level debug|info|warn|error"},
             boost::test_tools::per_element());
  BOOST_TEST(left_out({"--no-dry-run=on"}) == texts{"--no-dry-run takes no value"},
             boost::test_tools::per_element());
  BOOST_TEST(left_out({"-q"}, behind_dashes) == texts{"-q is no option of start"},
             boost::test_tools::per_element());
  const auto said =
      asked({"start", "--socket", "a", "--drain-grace=1s", "--drain-grace", "2s", "--socket", "b", "x"}).said;
  BOOST_TEST(said.problems.size() == 2u);
  BOOST_TEST(said.problems.front().message == "--drain-grace is given twice; the last one counts");
  BOOST_TEST(said.settings.at("drain.grace") == "2s");
  BOOST_TEST(said.text("--socket") == "b");
  BOOST_TEST(said.game == texts{"x"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_value_of_an_unknown_option_is_left_out_with_it) {
  for (const auto& line : {texts{"--drain-grcae", "1s"}, texts{"--drain-grcae", "1s", "--log-level", "info"},
                           texts{"--drain-grcae", "-5"}})
    BOOST_TEST(left_out(line, behind_dashes) ==
                   texts{"--drain-grcae is no option of start, did you mean --drain-grace?; '" + line[1] +
                         "' behind it is taken for its value"},
               boost::test_tools::per_element());
  BOOST_TEST(left_out({"--drain-grcae", "1s", "--log-levle", "info"}, behind_dashes).size() == 2u);
  BOOST_TEST(left_out({"--drain-grcae", "--log-level", "info"}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_word_that_can_only_be_the_games_command_is_it) {
  BOOST_TEST(left_out({"--drain-grcae"}, {"./game"}).size() == 1u);  // the last word of all
  BOOST_TEST(left_out({"--dry-rnu"}).size() == 1u);                  // a switch has no value
  BOOST_TEST(left_out({"--dry-rnu", "on"}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_word_that_may_be_the_games_command_is_named) {
  BOOST_TEST(
      refused({"start", "--drain-grcae", "1s", "./game"}) ==
      "--drain-grcae is no option of start, did you mean --drain-grace?\n"
      "'1s' behind --drain-grcae can be its value or the game's command: write -- in front of the command"
      "\nTry: gamekeeper start --help");
  BOOST_TEST(refused({"start", "-q", "./game", "-x"}).find("'./game' behind -q") != std::string::npos);
  // Neither of two is the command for sure, though one stands behind "--".
  BOOST_TEST(refused({"start", "-q", "./wrapper", "-x", "--", "./game"}).find("'./wrapper' behind -q") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_word_that_may_be_a_secret_is_not_quoted) {
  for (const auto* option : {"--api-token", "--game-enviroment", "--secret"}) {
    const auto wrong = refused({"start", option, "abcdef", "./game"});
    BOOST_TEST(wrong.find("\nthe word behind " + std::string(option)) != std::string::npos);
    BOOST_TEST(wrong.find("abcdef") == std::string::npos);
    BOOST_TEST(left_out({option, "abcdef"}, behind_dashes).front().find("abcdef") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_beginning_of_a_name_is_told_what_it_begins) {
  BOOST_TEST(left_out({"--dry"}) == texts{"--dry is no option of start, did you mean --dry-run?"},
             boost::test_tools::per_element());
  BOOST_TEST(left_out({"--log"}, behind_dashes) ==
                 texts{"--log is no option of start, did you mean one of --log-level, --log-format?"},
             boost::test_tools::per_element());
  const auto many = left_out({"--platform"}, behind_dashes).front();
  BOOST_TEST(many.ends_with(", …?"));
}

BOOST_AUTO_TEST_CASE(a_problem_says_which_setting_seems_to_be_meant) {
  BOOST_TEST(asked({"start", "--policy-dry-rn", "x"}).said.problems.front().key == "policy.dry_run");
  BOOST_TEST(asked({"start", "--no-dry-run=yes", "x"}).said.problems.front().key == "policy.dry_run");
  BOOST_TEST(asked({"start", "--nothing-of-ours", "x"}).said.problems.front().key == "");
}

BOOST_AUTO_TEST_SUITE_END()
