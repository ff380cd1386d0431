#include "settings/load.hpp"
#include "settings/setting.hpp"
#include "telemetry/hook.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

using namespace gamekeeper;
using namespace gamekeeper::settings;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(every_setting)

// Each row is given a value of its own kind that is not its default, and exactly that row may change.
BOOST_AUTO_TEST_CASE(every_setting_reaches_its_own_field_and_no_other) {
  const std::map<std::string, std::string> other{{"control.socket", "/a/b"},
                                                 {"platform.source", "status"},
                                                 {"platform.api_url", "https://example.com"},
                                                 {"platform.token_file", "/t"},
                                                 {"platform.ca_file", "/c"},
                                                 {"platform.poll_interval", "11s"},
                                                 {"platform.poll_jitter", "21"},
                                                 {"platform.fleet_size", "500"},
                                                 {"platform.request_timeout", "6s"},
                                                 {"platform.kill_after", "7s"},
                                                 {"platform.kill_margin", "400ms"},
                                                 {"platform.stop_signal", "USR1"},
                                                 {"occupancy.empty_after", "off"},
                                                 {"occupancy.first_join_after", "9m"},
                                                 {"occupancy.reading_max_age", "46s"},
                                                 {"occupancy.detectors", "a2s:gameport,log,sockets_usage"},
                                                 {"occupancy.query_interval", "6s"},
                                                 {"occupancy.query_timeout", "3s"},
                                                 {"occupancy.unknown_warn_after", "6m"},
                                                 {"occupancy.log_join", "joined"},
                                                 {"occupancy.log_leave", "left"},
                                                 {"match.policy", "many"},
                                                 {"match.max", "2h"},
                                                 {"uptime.max", "23h"},
                                                 {"uptime.min", "5m"},
                                                 {"uptime.platform_margin", "off"},
                                                 {"uptime.warn_before", "11m"},
                                                 {"policy.dry_run", "on"},
                                                 {"veto.command", "/app/may-stop,--quick"},
                                                 {"veto.timeout", "4s"},
                                                 {"veto.retry", "29s"},
                                                 {"veto.max", "9m"},
                                                 {"ready.when", "udp:gameport"},
                                                 {"ready.timeout", "90s"},
                                                 {"notify.socket", "off"},
                                                 {"report.file", "/r.json"},
                                                 {"report.log_lines", "on"},
                                                 {"watchdog.source", "log"},
                                                 {"watchdog.timeout", "33s"},
                                                 {"watchdog.signal", "QUIT"},
                                                 {"watchdog.grace", "4s"},
                                                 {"restart.on_exit", "exit"},
                                                 {"restart.on_crash", "restart"},
                                                 {"restart.budget", "5"},
                                                 {"restart.window", "20m"},
                                                 {"restart.wait_min", "2s"},
                                                 {"restart.wait_max", "2m"},
                                                 {"restart.when_spent", "exit"},
                                                 {"drain.grace", "31s"},
                                                 {"drain.ladder", "0s line=quit,5s signal=INT"},
                                                 {"drain.extension_max", "6m"},
                                                 {"drain.kill_wait", "8s"},
                                                 {"drain.wait_for", "main"},
                                                 {"exit.remap", "143,130"},
                                                 {"exit.decided", "0"},
                                                 {"game.user", "1000:100"},
                                                 {"game.folder", "/srv"},
                                                 {"game.limits", "core=unlimited"},
                                                 {"game.no_new_privileges", "on"},
                                                 {"game.environment", "A=1,B="},
                                                 {"game.hide", "SECRET*"},
                                                 {"game.expand", "on"},
                                                 {"game.templates", "/a,/b=/c"},
                                                 {"init.subreaper", "off"},
                                                 {"init.parent_death", "TERM"},
                                                 {"signal.target", "child"},
                                                 {"signal.rewrite", "TERM=INT"},
                                                 {"signal.parent_death", "KILL"},
                                                 {"signal.keep_dispositions", "on"},
                                                 {"stop.retry_min", "600ms"},
                                                 {"stop.retry_max", "32s"},
                                                 {"stop.resend_every", "61s"},
                                                 {"stop.linger_max", "16m"},
                                                 {"state.file", "off"},
                                                 {"events.hooks", "ended=command:/bin/x"},
                                                 {"metrics.listen", "[::1]:9464"},
                                                 {"log.level", "error"},
                                                 {"log.format", "text"}};
  BOOST_TEST(other.size() == table().size());
  agent_settings expected = load({}).values;
  expected.control.socket = {location::choice::path, "/a/b"};
  expected.platform = {
      platform_source::status, "https://example.com", "/t", "/c", 11s, 21, 500, 6s, 7s, 400ms, 10};
  expected.occupancy = {
      std::nullopt,
      9min,
      46s,
      {occupancy::parse_detector("a2s:gameport").value(), occupancy::parse_detector("log").value(),
       occupancy::parse_detector("sockets_usage").value()},
      6s,
      3s,
      6min,
      "joined",
      "left"};
  expected.match = {true, 2h};
  expected.uptime = {23h, 5min, std::nullopt, 11min};
  expected.policy.dry_run = true;
  expected.veto = {{"/app/may-stop", "--quick"}, 4s, 29s, 9min};
  expected.ready = {{ready_condition::kind::udp, "gameport"}, 90s};
  expected.notify.socket = false;
  expected.report = {"/r.json", true};
  expected.watchdog = {watchdog_source::log, 33s, 3, 4s};
  expected.restart = {end_action::exit, end_action::restart, end_action::exit, 5, 20min, 2s, 2min};
  expected.drain = {31s,
                    6min,
                    {{0s, ladder_step::kind::line, "quit", 0}, {5s, ladder_step::kind::signal, "", 2}},
                    8s,
                    false};
  expected.exit = {{143, 130}, 0};
  expected.game = {
      "1000:100",    "/srv",      true, {process::parse_resource_limit("core=unlimited").value()},
      {"A=1", "B="}, {"SECRET*"}, true, {{"/a", "/a"}, {"/b", "/c"}}};
  expected.init = {subreaper_choice::off, 15};
  expected.signal = {{process::signal_target::child, {{15, 2}}}, 9, true};
  expected.stop = {600ms, 32s, 61s, 16min};
  expected.state.file = {location::choice::off, {}};
  expected.events.hooks = {telemetry::parse_hook("ended=command:/bin/x").value()};
  expected.metrics.listen = listen_address{"::1", 9464};
  expected.log = {base::log_level::error, base::log_format::text};
  sources all;
  all.flags = other;
  const auto result = load(all);
  BOOST_TEST(result.problems.empty());
  BOOST_TEST((result.values == expected));
}

BOOST_AUTO_TEST_SUITE_END()
