// What becomes of policy.dry_run when it cannot be read, or seems to be meant: the agent that cannot tell ends nothing.
#include "settings/load.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::settings;

namespace {

using texts = std::vector<std::string>;

sources of(texts environment, std::string file = "{}", std::map<std::string, std::string> flags = {}) {
  return {std::move(flags), std::move(environment), settings_file{"f.json", std::move(file), std::nullopt}};
}

bool says_so(const loaded& all) {
  for (const auto& each : all.problems)
    if (each.describe().find("policy.dry_run: ") != std::string::npos &&
        each.describe().find("so the agent rehearses: it ends nothing") != std::string::npos)
      return true;
  return false;
}

void rehearses(const sources& from, const std::string& what) {
  const auto all = load(from);
  BOOST_TEST(all.values.policy.dry_run, what);
  BOOST_TEST(says_so(all), what);
  BOOST_TEST(all.has_errors(), what);
}

void acts(const sources& from, const std::string& what) {
  const auto all = load(from);
  BOOST_TEST(!all.values.policy.dry_run, what);
  BOOST_TEST(!says_so(all), what);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rehearsal)

BOOST_AUTO_TEST_CASE(a_value_that_cannot_be_read_rehearses) {
  for (const char* text : {"onn", "ture", "2", "enabled", "on off", "\"on", "on;"})
    rehearses(of({std::string("GAMEKEEPER_POLICY_DRY_RUN=") + text}), text);
  for (const char* text : {"1", "\"true\"", "\"maybe\"", "null", "[]", "true, \"dry_run\": true"})
    rehearses(of({}, std::string(R"({"policy": {"dry_run": )") + text + "}}"), text);
  rehearses(of({}, "{}", {{"policy.dry_run", "auto"}}), "flag");
}

BOOST_AUTO_TEST_CASE(it_counts_over_the_layers_below_and_not_over_those_above) {
  rehearses(of({"GAMEKEEPER_POLICY_DRY_RUN=ture"}, R"({"policy": {"dry_run": false}})"), "over the file");
  const auto all = load(of({"GAMEKEEPER_POLICY_DRY_RUN=ture"}, "{}", {{"policy.dry_run", "off"}}));
  BOOST_TEST(!all.values.policy.dry_run);
  BOOST_TEST(all.has_errors());
}

BOOST_AUTO_TEST_CASE(a_name_that_may_mean_it_rehearses) {
  for (const char* name : {"GAMEKEEPER_POLICY_DRY_RNU", "GAMEKEEPER_DRY_RUN", "GAMEKEEPER_POLICY_DRYRUN"})
    rehearses(of({std::string(name) + "=on"}), name);
  for (const char* file :
       {R"({"policy": {"dry_rnu": true}})", R"({"dry_run": true})", R"({"policy.dry_runn": true})",
        R"({"policy": {"dry_run": true)", R"({"drain": oops, "policy": {"dry_run": true}})"})
    rehearses(of({}, file), file);
}

BOOST_AUTO_TEST_CASE(what_is_said_elsewhere_and_can_be_read_counts_more_than_a_guess) {
  acts(of({"GAMEKEEPER_DRY_RUN=on"}, R"({"policy": {"dry_run": false}})"), "file");
  acts(of({"GAMEKEEPER_DRY_RUN=on", "GAMEKEEPER_POLICY_DRY_RUN=off"}), "variable");
  acts(of({}, R"({"policy": {"dry_run": false}, "drain": oops})"), "off in a broken file");
}

BOOST_AUTO_TEST_CASE(who_means_nothing_of_the_kind_gets_no_rehearsal) {
  acts(of({"GAMEKEEPER_BANANA=on", "GAMEKEEPER_DRAIN_GRACE=x"}, R"({"log": oops})"), "others");
  for (const char* text : {"off", "OFF", "false", "no", "0", "\"off\"\r", "", "''"})
    acts(of({std::string("GAMEKEEPER_POLICY_DRY_RUN=") + text}), text);
  acts(of({}, R"({"policy": {"dry_run": "off"}})"), "a string that says off");
}

BOOST_AUTO_TEST_CASE(a_variable_means_what_is_left_without_blanks_line_end_and_quotes) {
  const auto all = load(of({"GAMEKEEPER_POLICY_DRY_RUN=\"TRUE\"\r", "GAMEKEEPER_DRAIN_GRACE= 1m\r",
                            "GAMEKEEPER_LOG_LEVEL='debug'", "GAMEKEEPER_STATE_FILE=\"\"",
                            "GAMEKEEPER_OCCUPANCY_DETECTORS=log\r", "GAMEKEEPER_OCCUPANCY_LOG_LEAVE=left\r",
                            "GAMEKEEPER_OCCUPANCY_LOG_JOIN=\" joined\"\r"}));
  BOOST_TEST(all.problems.size() == 0u);
  BOOST_TEST(all.values.policy.dry_run);
  BOOST_TEST(all.values.drain.grace.count() == 60'000);
  BOOST_TEST((all.values.log.level == gamekeeper::base::log_level::debug));
  BOOST_TEST(all.values.occupancy.log_join == " joined");
  BOOST_TEST(all.given.size() == 6u);
}

BOOST_AUTO_TEST_SUITE_END()
