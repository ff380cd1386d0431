#include "settings/setting.hpp"
#include "settings/value.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

using namespace gamekeeper::settings;

BOOST_AUTO_TEST_SUITE(the_table)

BOOST_AUTO_TEST_CASE(a_key_gives_the_flag_and_the_variable) {
  const auto* socket = find("control.socket");
  BOOST_REQUIRE(socket);
  BOOST_TEST(socket->flag() == "--control-socket");
  BOOST_TEST(socket->variable() == "GAMEKEEPER_CONTROL_SOCKET");
  const auto* wait = find("drain.kill_wait");
  BOOST_REQUIRE(wait);
  BOOST_TEST(wait->flag() == "--drain-kill-wait");
  BOOST_TEST(wait->variable() == "GAMEKEEPER_DRAIN_KILL_WAIT");
  BOOST_TEST(wait->group() == "drain");
  BOOST_TEST(wait->name() == "kill_wait");
  BOOST_TEST(!find("drain"));
}

BOOST_AUTO_TEST_CASE(no_two_settings_share_a_name_and_none_takes_another_variable) {
  std::set<std::string> flags;
  std::set<std::string> variables;
  for (auto other : other_variables()) variables.emplace(other);
  for (const auto& row : table()) {
    for (const auto& form : row.flags()) BOOST_TEST(flags.insert(form.name).second, form.name);
    BOOST_TEST(row.flags().front().name == row.flag());
    BOOST_TEST(variables.insert(row.variable()).second, row.key);
  }
}

BOOST_AUTO_TEST_CASE(the_settings_of_a_group_stand_together) {
  std::set<std::string_view> closed;
  std::string_view open;
  for (const auto& row : table()) {
    if (row.group() != open) BOOST_TEST(closed.insert(open).second);
    open = row.group();
    BOOST_TEST(closed.count(open) == 0u, row.key);
  }
}

BOOST_AUTO_TEST_CASE(every_row_is_whole_and_its_default_is_allowed) {
  for (const auto& row : table()) {
    BOOST_TEST_CONTEXT(row.key) {
      BOOST_TEST(bool(check(row, row.default_text)));
      BOOST_TEST(row.help.ends_with('.'));
      BOOST_TEST(bool(row.store));
      BOOST_TEST(!row.allowed().empty());
      BOOST_TEST(!row.placeholder().empty());
      BOOST_TEST(std::count(row.key.begin(), row.key.end(), '.') == 1);
      const bool ranged = row.what != setting::kind::choice && row.what != setting::kind::url &&
                          row.what != setting::kind::boolean;
      BOOST_TEST((!ranged || row.min < row.max));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_allowed_reads_as_a_sentence) {
  BOOST_TEST(find("log.level")->allowed() == "one of debug, info, warn, error");
  BOOST_TEST(find("drain.grace")->allowed() == "a duration from 0s to 1h");
  BOOST_TEST(find("occupancy.empty_after")->allowed() == "off or a duration from 1s to 24h");
  BOOST_TEST(find("platform.poll_jitter")->allowed() == "a whole number from 0 to 90, in percent");
  BOOST_TEST(find("platform.ca_file")->allowed() == "empty or an absolute path of at most 4095 bytes");
  BOOST_TEST(find("control.socket")->allowed() == "auto, off or an absolute path of at most 107 bytes");
  BOOST_TEST(find("control.socket")->placeholder() == "auto|off|PATH");
  BOOST_TEST(find("signal.rewrite")->allowed() == "at most 128 of SIGNAL=SIGNAL");
  BOOST_TEST(find("signal.parent_death")->allowed() == "auto, off or SIGNAL of at most 32 bytes");
  BOOST_TEST(find("signal.keep_dispositions")->allowed() == "on or off, true or false in the file");
  BOOST_TEST(find("log.level")->placeholder() == "debug|info|warn|error");
}

BOOST_AUTO_TEST_CASE(a_flag_is_found_with_what_it_says_when_it_stands_alone) {
  for (auto on : {"--signal-keep-dispositions", "--keep-signal-dispositions", "--subreaper"})
    BOOST_TEST(find_flag(on).implied == "on", on);
  for (auto off : {"--no-signal-keep-dispositions", "--no-keep-signal-dispositions", "--no-subreaper"})
    BOOST_TEST(find_flag(off).implied == "off", off);
  for (auto valued : {"--init-subreaper", "--signal-rewrite", "--rewrite", "--drain", "--log-level"}) {
    BOOST_TEST_REQUIRE(find_flag(valued).row, valued);
    BOOST_TEST(find_flag(valued).implied == "", valued);
  }
  BOOST_TEST(find_flag("--rewrite").row->key == "signal.rewrite");
  for (auto none : {"--nonsense", "--no-log-level", "subreaper", ""}) BOOST_TEST(!find_flag(none).row, none);
}

BOOST_AUTO_TEST_CASE(a_place_that_is_left_to_the_agent_is_in_run_or_in_tmp) {
  const auto chosen = location{}.resolve("x.sock");
  BOOST_TEST((chosen == "/run/x.sock" || chosen == "/tmp/x.sock"));
  BOOST_TEST((location{location::choice::path, "/a/b"}.resolve("x.sock") == "/a/b"));
  BOOST_TEST(!(location{location::choice::off, {}}.resolve("x.sock")));
}

BOOST_AUTO_TEST_SUITE_END()
