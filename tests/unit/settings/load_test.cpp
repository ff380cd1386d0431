#include "settings/load.hpp"

#include "settings/screens.hpp"
#include "settings/setting.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace gamekeeper;
using namespace gamekeeper::settings;
using namespace std::chrono_literals;
using layer = origin::layer;

namespace {

sources from_file(std::string text) {
  sources all;
  all.file = settings_file{"f.json", std::move(text), std::nullopt};
  return all;
}

effective_setting shown(const loaded& result, std::string_view key) {
  const auto effective = result.effective();
  const auto found = std::find_if(effective.begin(), effective.end(),
                                  [key](const effective_setting& each) { return each.key == key; });
  BOOST_REQUIRE_MESSAGE(found != effective.end(), key);
  return *found;
}

std::string only_problem(const loaded& result) {
  for (const auto& each : result.problems) BOOST_TEST_MESSAGE(each.describe());
  BOOST_REQUIRE(result.problems.size() == 1u);
  return result.problems[0].describe();
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

agent_settings defaults() {
  return load({}).values;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(loading)

BOOST_AUTO_TEST_CASE(without_any_source_every_setting_has_its_default) {
  const auto result = load({});
  BOOST_TEST(result.problems.empty());
  BOOST_TEST(!result.has_errors());
  BOOST_TEST(result.given.empty());
  const auto effective = result.effective();
  BOOST_REQUIRE(effective.size() == table().size());
  for (std::size_t i = 0; i < table().size(); ++i) {
    BOOST_TEST(effective[i].key == table()[i].key);
    BOOST_TEST(effective[i].text == table()[i].default_text);
    BOOST_TEST((effective[i].from == origin{}));
  }
  const auto& values = result.values;
  BOOST_TEST((values.control.socket == location{}));
  BOOST_TEST((values.platform.source == platform_source::automatic));
  BOOST_TEST(values.platform.api_url == "https://api.edgegap.com");
  BOOST_TEST(values.platform.token_file.empty());
  BOOST_TEST(values.platform.ca_file.empty());
  BOOST_TEST((values.platform.poll_interval == 10s));
  BOOST_TEST(values.platform.poll_jitter == 20);
  BOOST_TEST((values.platform.request_timeout == 5s));
  BOOST_TEST((values.platform.kill_after == 5s));
  BOOST_TEST((values.platform.kill_margin == 500ms));
  BOOST_TEST((values.occupancy.empty_after == 60s));
  BOOST_TEST((values.occupancy.reading_max_age == 45s));
  BOOST_TEST((values.drain.grace == 30s));
  BOOST_TEST((values.drain.kill_wait == 5s));
  BOOST_TEST((values.stop.retry_min == 500ms));
  BOOST_TEST((values.stop.retry_max == 30s));
  BOOST_TEST((values.stop.resend_every == 60s));
  BOOST_TEST((values.stop.linger_max == 15min));
  BOOST_TEST((values.state.file == location{}));
  BOOST_TEST((values.log.level == base::log_level::info));
  BOOST_TEST(!values.log.format);
}

BOOST_AUTO_TEST_CASE(words_become_what_they_mean) {
  const auto with = [](const char* key, const char* text) {
    sources all;
    all.flags[key] = text;
    return load(all).values;
  };
  BOOST_TEST((with("platform.source", "context").platform.source == platform_source::context));
  BOOST_TEST((with("platform.source", "off").platform.source == platform_source::off));
  BOOST_TEST((with("log.format", "json").log.format == base::log_format::json));
  BOOST_TEST((with("log.level", "debug").log.level == base::log_level::debug));
  BOOST_TEST((with("control.socket", "off").control.socket.what == location::choice::off));
  BOOST_TEST((with("occupancy.empty_after", "2m").occupancy.empty_after == 2min));
  BOOST_TEST((with("init.subreaper", "on").init.subreaper == subreaper_choice::on));
  BOOST_TEST(with("signal.keep_dispositions", "true").signal.keep_dispositions);
}

BOOST_AUTO_TEST_CASE(a_slash_at_the_end_of_the_address_is_dropped) {
  sources all;
  all.flags["platform.api_url"] = "https://example.com/base//";
  BOOST_TEST(load(all).values.platform.api_url == "https://example.com/base");
}

BOOST_AUTO_TEST_CASE(flags_go_over_variables_over_the_file_over_defaults) {
  auto all = from_file(R"({"drain": {"grace": "1s", "kill_wait": "11s"}, "log": {"level": "warn"}})");
  all.environment = {"GAMEKEEPER_DRAIN_GRACE=2s", "GAMEKEEPER_DRAIN_KILL_WAIT=12s"};
  all.flags["drain.grace"] = "3s";
  const auto result = load(all);
  BOOST_TEST(result.problems.empty());
  BOOST_TEST((result.values.drain.grace == 3s));
  BOOST_TEST((shown(result, "drain.grace").from == origin{layer::flag, "--drain-grace"}));
  BOOST_TEST((result.values.drain.kill_wait == 12s));
  BOOST_TEST(
      (shown(result, "drain.kill_wait").from == origin{layer::variable, "GAMEKEEPER_DRAIN_KILL_WAIT"}));
  BOOST_TEST((result.values.log.level == base::log_level::warn));
  BOOST_TEST((shown(result, "log.level").from == origin{layer::file, "f.json:1"}));
  BOOST_TEST((shown(result, "log.format").from == origin{}));
}

BOOST_AUTO_TEST_CASE(a_wrong_value_leaves_the_next_lower_layer_in_force) {
  auto all = from_file(R"({"drain": {"grace": "7s"}})");
  all.environment = {"GAMEKEEPER_DRAIN_GRACE=8"};
  all.flags["drain.grace"] = "2h";
  const auto result = load(all);
  BOOST_TEST((result.values.drain.grace == 7s));
  BOOST_TEST(result.problems.size() == 2u);
  BOOST_TEST(result.has_errors());
}

BOOST_AUTO_TEST_CASE(all_that_is_wrong_is_said_at_once_with_place_key_value_and_what_is_allowed) {
  auto all = from_file(
      "{\n \"drain\": { \"grace\": 30 },\n \"log\": { \"level\": \"loud\" },\n \"plattform\": {}\n}");
  all.environment = {"GAMEKEEPER_PLATFORM_POLL_JITTER=91"};
  all.flags["control.socket"] = "here";
  const auto result = load(all);
  BOOST_REQUIRE(result.problems.size() == 5u);
  BOOST_TEST(result.problems[0].where.detail == "f.json:2");
  BOOST_TEST(result.problems[0].key == "drain.grace");
  BOOST_TEST(result.problems[0].value == "30");
  BOOST_TEST(holds(result.problems[0].message, "no unit"));
  BOOST_TEST(result.problems[0].allowed == "a duration from 0s to 1h");
  BOOST_TEST(result.problems[1].where.detail == "f.json:3");
  BOOST_TEST(result.problems[1].value == "loud");
  BOOST_TEST(
      holds(result.problems[2].describe(), "f.json:4: plattform: no such setting, did you mean 'platform'?"));
  BOOST_TEST(result.problems[3].where.detail == "GAMEKEEPER_PLATFORM_POLL_JITTER");
  BOOST_TEST(result.problems[3].key == "platform.poll_jitter");
  BOOST_TEST(result.problems[4].where.detail == "--control-socket");
  BOOST_TEST((result.values == defaults()));
}

BOOST_AUTO_TEST_CASE(a_problem_reads_as_one_line) {
  BOOST_TEST(only_problem(load(from_file(R"({"log": {"level": "loud"}})"))) ==
             "f.json:1: log.level: 'loud' is none of them (allowed: one of debug, info, warn, error)");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_json_costs_only_the_file) {
  auto all = from_file("{\n \"log\": { \"level\": \"debug\" \n");
  all.flags["drain.grace"] = "1s";
  const auto result = load(all);
  only_problem(result);
  BOOST_TEST((result.values.log.level == base::log_level::info));
  BOOST_TEST((result.values.drain.grace == 1s));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_costs_only_the_file) {
  sources all;
  all.file =
      settings_file{"/x.json", "", base::error(base::errc::denied, "cannot open it: Permission denied")};
  const auto result = load(all);
  BOOST_TEST(only_problem(result) ==
             "/x.json: the settings file is not used: cannot open it: Permission denied");
  BOOST_TEST(result.has_errors());
  BOOST_TEST((result.values == defaults()));
}

BOOST_AUTO_TEST_CASE(a_wrong_type_is_named) {
  BOOST_TEST(holds(only_problem(load(from_file(R"({"platform": {"poll_jitter": "20"}})"))),
                   "expected a number, found a string"));
  BOOST_TEST(
      holds(only_problem(load(from_file(R"({"log": {"level": 1}})"))), "expected a string, found a number"));
  BOOST_TEST(holds(only_problem(load(from_file(R"({"log": {"level": null}})"))), "found null"));
  BOOST_TEST(holds(only_problem(load(from_file(R"({"log": {"level": {}}})"))), "found an object"));
  BOOST_TEST(holds(only_problem(load(from_file(R"({"log": ["debug"]})"))), "log: is a group of settings"));
}

BOOST_AUTO_TEST_CASE(a_boolean_in_the_file_is_true_or_false_and_nothing_else) {
  const auto on = load(from_file(R"({"signal": {"keep_dispositions": true}})"));
  BOOST_TEST(on.problems.empty());
  BOOST_TEST(on.values.signal.keep_dispositions);
  BOOST_TEST(shown(on, "signal.keep_dispositions").text == "on");
  BOOST_TEST(holds(only_problem(load(from_file(R"({"signal": {"keep_dispositions": "on"}})"))),
                   "expected true or false, found a string"));
  BOOST_TEST(holds(only_problem(load(from_file(R"({"log": {"level": true}})"))),
                   "expected a string, found a boolean"));
}

BOOST_AUTO_TEST_CASE(a_list_in_the_file_is_an_array_of_strings_and_nothing_else) {
  const auto two = load(from_file(R"({"signal": {"rewrite": ["TERM=INT", "15=0",]}})"));
  BOOST_TEST(two.problems.empty());
  BOOST_TEST((two.values.signal.policy.rules == std::vector<process::signal_rule>{{15, 2}, {15, 0}}));
  BOOST_TEST(shown(two, "signal.rewrite").text == "TERM=INT,15=0");
  BOOST_TEST(load(from_file(R"({"exit": {"remap": []}})")).problems.empty());
  BOOST_TEST(holds(only_problem(load(from_file(R"({"exit": {"remap": "143"}})"))),
                   "expected an array of strings, found a string"));
  BOOST_TEST(holds(only_problem(load(from_file(R"({"exit": {"remap": ["1", 143]}})"))),
                   "expected an array of strings, found an array that holds a number"));
  BOOST_TEST(holds(only_problem(load(from_file(R"({"exit": {"remap": [["1"]]}})"))), "holds an array"));
}

BOOST_AUTO_TEST_CASE(one_wrong_text_of_a_list_is_named_and_the_list_is_not_used) {
  sources all;
  all.environment = {"GAMEKEEPER_SIGNAL_REWRITE=TERM=INT,USR1=FOO"};
  const auto result = load(all);
  BOOST_TEST(holds(only_problem(result),
                   "GAMEKEEPER_SIGNAL_REWRITE: signal.rewrite: number 2, 'USR1=FOO': 'FOO' is no signal"));
  BOOST_TEST(result.values.signal.policy.rules.empty());
}

BOOST_AUTO_TEST_CASE(texts_with_a_form_of_their_own_are_refused_with_what_is_wrong) {
  const auto problem_with = [](const char* key, const char* text) {
    sources all;
    all.flags[key] = text;
    return only_problem(load(all));
  };
  BOOST_TEST(holds(problem_with("exit.remap", "256"), "from 0 to 255"));
  BOOST_TEST(holds(problem_with("game.folder", "srv"), "begins with '/'"));
  BOOST_TEST(holds(problem_with("game.limits", "files=3"), "there are as core"));
  BOOST_TEST(holds(problem_with("game.environment", "A"), "NAME=VALUE"));
  BOOST_TEST(holds(problem_with("game.environment", "=1"), "no name"));
  BOOST_TEST(holds(problem_with("game.hide", "A*B"), "only at the end"));
  BOOST_TEST(holds(problem_with("game.hide", "A=B"), "no '='"));
  BOOST_TEST(holds(problem_with("game.templates", "/a=b"), "begins with '/'"));
  BOOST_TEST(holds(problem_with("signal.parent_death", "SIGFOO"), "is no signal"));
  BOOST_TEST(holds(problem_with("init.parent_death", "SIGFOO"), "is no signal"));
}

BOOST_AUTO_TEST_CASE(an_empty_group_is_fine) {
  BOOST_TEST(load(from_file(R"({"log": {}})")).problems.empty());
}

BOOST_AUTO_TEST_CASE(an_unknown_key_suggests_the_nearest_one) {
  BOOST_TEST(
      holds(only_problem(load(from_file(R"({"drain": {"grase": "1s"}})"))), "did you mean 'drain.grace'?"));
  BOOST_TEST(holds(only_problem(load(from_file(R"({"poll_interval": "1s"})"))),
                   "did you mean 'platform.poll_interval'?"));
  BOOST_TEST(!holds(only_problem(load(from_file(R"({"zzz": {"qqq": "1s"}})"))), "did you mean"));
}

BOOST_AUTO_TEST_CASE(a_key_that_stands_twice_is_one_error_and_neither_counts) {
  const auto result = load(
      from_file("{\"drain\": {\"grace\": \"1s\"},\n \"drain\": {\"grace\": \"2s\", \"kill_wait\": \"3s\"}}"));
  BOOST_TEST(holds(only_problem(result),
                   "f.json:2: drain.grace: stands in the file more than once, first on line 1"));
  BOOST_TEST((result.values.drain.grace == 30s));
  BOOST_TEST((result.values.drain.kill_wait == 3s));
}

BOOST_AUTO_TEST_CASE(an_unknown_variable_is_a_warning_with_the_nearest_one) {
  sources all;
  all.environment = {"GAMEKEEPER_LOG_LEVLE=debug", "GAMEKEEPER_SERVICE_HOST=10.0.0.1"};
  const auto result = load(all);
  BOOST_REQUIRE(result.problems.size() == 2u);
  BOOST_TEST((result.problems[0].weight == problem::severity::warning));
  BOOST_TEST(result.problems[0].describe() ==
             "GAMEKEEPER_LOG_LEVLE: means nothing to gamekeeper, did you mean 'GAMEKEEPER_LOG_LEVEL'?");
  BOOST_TEST(!holds(result.problems[1].message, "did you mean"));
  BOOST_TEST(!result.has_errors());
}

BOOST_AUTO_TEST_CASE(variables_that_are_no_settings_are_left_alone) {
  sources all;
  all.environment = {"GAMEKEEPER_CONFIG=/x", "GAMEKEEPER_SOCKET=/y",
                     "GAMEKEEPER_API_URL=z", "NOTIFY_SOCKET=/n",
                     "GAMEKEEPER=1",         "PATH=/bin",
                     "no equals sign",       ""};
  BOOST_TEST(load(all).problems.empty());
}

BOOST_AUTO_TEST_CASE(an_empty_variable_counts_as_not_set) {
  auto all = from_file(R"({"log": {"level": "warn"}})");
  all.environment = {"GAMEKEEPER_LOG_LEVEL=", "GAMEKEEPER_NONSENSE="};
  const auto result = load(all);
  BOOST_TEST(result.problems.empty());
  BOOST_TEST((result.values.log.level == base::log_level::warn));
}

BOOST_AUTO_TEST_CASE(an_empty_flag_can_take_back_a_path) {
  auto all = from_file(R"({"platform": {"ca_file": "/c"}})");
  all.flags["platform.ca_file"] = "";
  BOOST_TEST(load(all).values.platform.ca_file.empty());
}

BOOST_AUTO_TEST_CASE(a_margin_that_leaves_no_time_falls_back_with_what_it_is_a_part_of) {
  auto all = from_file(R"({"platform": {"kill_after": "2s"}})");
  all.environment = {"GAMEKEEPER_PLATFORM_KILL_MARGIN=2s"};
  const auto result = load(all);
  const auto text = only_problem(result);
  BOOST_TEST(
      text.starts_with("GAMEKEEPER_PLATFORM_KILL_MARGIN: platform.kill_margin: '2s' is not less than"));
  BOOST_TEST(holds(text, "platform.kill_after, which is '2s' (file f.json:1)"));
  BOOST_TEST((result.values == defaults()));
  BOOST_TEST((shown(result, "platform.kill_after").from == origin{}));
}

BOOST_AUTO_TEST_CASE(the_first_retry_may_wait_as_long_as_the_last_but_not_longer) {
  sources all;
  all.flags = {{"stop.retry_min", "2s"}, {"stop.retry_max", "2s"}};
  BOOST_TEST(load(all).problems.empty());
  all.flags["stop.retry_min"] = "2001ms";
  const auto result = load(all);
  BOOST_TEST(holds(only_problem(result), "stop.retry_max"));
  BOOST_TEST((result.values == defaults()));
}

BOOST_AUTO_TEST_CASE(readings_that_expire_before_the_next_poll_are_a_warning_and_stay) {
  sources all;
  all.flags["platform.poll_interval"] = "38s";  // 45.6s with its jitter of 20 percent
  const auto result = load(all);
  const auto text = only_problem(result);
  BOOST_TEST(text.starts_with("--platform-poll-interval: occupancy.reading_max_age: '45s' is over before"));
  BOOST_TEST(!result.has_errors());
  BOOST_TEST((result.values.platform.poll_interval == 38s));
  all.flags["platform.poll_interval"] = "37s";
  BOOST_TEST(load(all).problems.empty());
}

BOOST_AUTO_TEST_CASE(what_is_in_force_is_shown_without_its_secrets) {
  sources from;
  from.environment = {R"(GAMEKEEPER_GAME_ENVIRONMENT=["DB=hidden1"])",
                      R"(GAMEKEEPER_DRAIN_LADDER=["0s http=http://127.0.0.1:9/quit?key=hidden2"])",
                      R"(GAMEKEEPER_EVENTS_HOOKS=["ended=https://host.example/hidden3"])"};
  const auto result = load(from);
  BOOST_TEST(result.problems.empty());
  const auto text = show(result);
  BOOST_TEST(text.find("hidden") == std::string::npos, text);
  BOOST_TEST(text.find("DB=***") != std::string::npos, text);
  BOOST_TEST(text.find("https://host.example/***") != std::string::npos, text);
}

BOOST_AUTO_TEST_SUITE_END()
