#include "settings/dependencies.hpp"

#include "settings/load.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::settings;

namespace {

using flags = std::map<std::string, std::string>;

loaded with(flags chosen) {
  sources all;
  all.flags = std::move(chosen);
  return load(all);
}

/// "error occupancy.detectors; warning veto.retry; "
std::string problems_of(const loaded& result) {
  std::string all;
  for (const auto& each : result.problems)
    all += (each.weight == problem::severity::error ? "error " : "warning ") + each.key + "; ";
  return all;
}

std::string problems_of(flags chosen) {
  return problems_of(with(std::move(chosen)));
}

const flags log_alone{
    {"occupancy.detectors", "log"}, {"occupancy.log_join", "in"}, {"occupancy.log_leave", "out"}};

flags log_alone_and(const std::string& key, const std::string& text) {
  auto all = log_alone;
  all[key] = text;
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dependencies)

BOOST_AUTO_TEST_CASE(the_detector_log_needs_both_patterns) {
  BOOST_TEST(problems_of({{"occupancy.detectors", "log,reported"}}) == "error occupancy.detectors; ");
  BOOST_TEST(problems_of({{"occupancy.detectors", "log,reported"}, {"occupancy.log_join", "in"}}) ==
             "error occupancy.detectors; ");
  BOOST_TEST(problems_of(log_alone) == "");
  BOOST_TEST(problems_of({{"occupancy.log_join", "in"}}) == "warning occupancy.log_join; ");
}

BOOST_AUTO_TEST_CASE(a_window_that_nothing_can_open_never_fires) {
  BOOST_TEST(problems_of(log_alone_and("occupancy.first_join_after", "10m")) ==
             "error occupancy.first_join_after; ");
  BOOST_TEST(problems_of(log_alone_and("occupancy.empty_after", "10m")) == "");
  auto counted = log_alone_and("occupancy.first_join_after", "10m");
  counted["occupancy.detectors"] = "log,a2s:gameport";
  BOOST_TEST(problems_of(counted) == "");
  BOOST_TEST(problems_of({{"occupancy.detectors", ""}, {"occupancy.empty_after", "10m"}}) ==
             "error occupancy.empty_after; ");
  BOOST_TEST(problems_of({{"occupancy.detectors", ""}}) == "");
  BOOST_TEST(problems_of({{"occupancy.detectors", "sockets_usage"},
                          {"platform.source", "off"},
                          {"occupancy.first_join_after", "10m"}}) ==
             "warning occupancy.detectors; error occupancy.first_join_after; ");
  BOOST_TEST(problems_of({{"occupancy.detectors", "reported"},
                          {"notify.socket", "off"},
                          {"control.socket", "off"},
                          {"occupancy.empty_after", "1m"}}) ==
             "warning occupancy.detectors; error occupancy.empty_after; ");
  BOOST_TEST(problems_of({{"occupancy.first_join_after", "10m"}}) == "");
}

BOOST_AUTO_TEST_CASE(what_would_end_the_game_falls_back) {
  const auto mute = with({{"notify.socket", "off"}, {"control.socket", "off"}, {"watchdog.source", "game"}});
  BOOST_TEST(problems_of(mute) == "error watchdog.source; ");
  BOOST_TEST((mute.values.watchdog.source == watchdog_source::off));
  BOOST_TEST(mute.given.size() == 2u);
  const auto silent = with({{"notify.socket", "off"}, {"ready.when", "notify"}});
  BOOST_TEST(problems_of(silent) == "error ready.when; ");
  BOOST_TEST((silent.values.ready.when == ready_condition{}));
  BOOST_TEST(problems_of({{"control.socket", "off"}, {"ready.when", "api"}}) == "error ready.when; ");
  BOOST_TEST(
      problems_of({{"control.socket", "off"}, {"ready.when", "notify"}, {"watchdog.source", "game"}}) == "");
}

BOOST_AUTO_TEST_CASE(a_value_that_nothing_looks_at_is_a_warning) {
  const struct {
    const char *key, *text, *needs, *needed;
  } all[] = {
      {"occupancy.log_leave", "out", "occupancy.detectors", ""},
      {"occupancy.query_interval", "9s", "occupancy.detectors", "tcp:1"},
      {"occupancy.query_timeout", "1s", "occupancy.detectors", "tcp:1"},
      {"veto.timeout", "4s", "veto.command", "/bin/true"},
      {"veto.retry", "29s", "veto.command", "/bin/true"},
      {"veto.max", "9m", "veto.command", "/bin/true"},
      {"ready.timeout", "9m", "ready.when", "api"},
      {"watchdog.timeout", "33s", "watchdog.source", "log"},
      {"watchdog.signal", "QUIT", "watchdog.source", "log"},
      {"watchdog.grace", "4s", "watchdog.source", "game"},
      {"restart.budget", "5", "restart.on_exit", "restart"},
      {"restart.window", "20m", "restart.on_crash", "restart"},
      {"restart.wait_min", "2s", "restart.on_crash", "restart"},
      {"restart.wait_max", "2m", "restart.on_crash", "restart"},
      {"restart.when_spent", "exit", "restart.on_crash", "restart"},
      {"report.log_lines", "on", "report.file", "/r.json"},
  };
  for (const auto& each : all) {
    BOOST_TEST(problems_of({{each.key, each.text}}) == "warning " + std::string(each.key) + "; ");
    if (*each.needed)
      BOOST_TEST(problems_of({{each.key, each.text}, {each.needs, each.needed}}) == "", each.key);
  }
  BOOST_TEST(problems_of({{"platform.source", "off"}, {"platform.poll_interval", "11s"}}) ==
             "warning platform.poll_interval; ");
  BOOST_TEST(problems_of({{"occupancy.detectors", "tcp:1"}, {"occupancy.reading_max_age", "50s"}}) ==
             "warning occupancy.reading_max_age; ");
  BOOST_TEST(problems_of({{"occupancy.detectors", ""}, {"occupancy.unknown_warn_after", "9m"}}) ==
             "warning occupancy.unknown_warn_after; ");
  for (const auto& [key, text] : flags{{"match.policy", "many"}, {"match.max", "1h"}}) {
    BOOST_TEST(problems_of({{"control.socket", "off"}, {key, text}}) == "warning " + key + "; ");
    BOOST_TEST(problems_of({{key, text}}) == "");
  }
  BOOST_TEST(problems_of({{"uptime.platform_margin", "off"}, {"uptime.warn_before", "1m"}}) ==
             "warning uptime.warn_before; ");
}

// Whoever writes all settings down at their defaults has wished for nothing.
BOOST_AUTO_TEST_CASE(a_default_that_is_written_out_is_no_problem) {
  BOOST_TEST(problems_of({{"veto.retry", "30s"}, {"watchdog.signal", "ABRT"}, {"restart.budget", "3"}}) ==
             "");
  BOOST_TEST(problems_of({{"veto.retry", "0.5m"}}) != "");
}

BOOST_AUTO_TEST_CASE(values_that_do_not_fit_together) {
  BOOST_TEST(problems_of({{"uptime.min", "2h"}, {"uptime.max", "1h"}}) == "warning uptime.min; ");
  BOOST_TEST(problems_of({{"uptime.min", "30m"}, {"uptime.max", "1h"}}) == "");
  BOOST_TEST(problems_of({{"restart.on_crash", "restart"}, {"restart.budget", "0"}}) ==
             "warning restart.budget; ");
  BOOST_TEST(problems_of({{"occupancy.detectors", "tcp:1"},
                          {"occupancy.query_interval", "1s"},
                          {"occupancy.query_timeout", "5s"}}) == "warning occupancy.query_timeout; ");
}

BOOST_AUTO_TEST_CASE(the_place_is_named_and_what_is_missing) {
  const auto text = with({{"occupancy.detectors", "log"}}).problems.at(0).describe();
  BOOST_TEST(text ==
             "--occupancy-detectors: occupancy.detectors: the detector log needs occupancy.log_join and "
             "occupancy.log_leave; without both it never says anything: give them, or leave log out");
}

BOOST_AUTO_TEST_SUITE_END()
