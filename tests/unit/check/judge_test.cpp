#include "gamekeeper/check/judge.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::check;
using namespace std::chrono_literals;
using findings::finding;
using findings::outcome;

namespace {

expectations wanted() {
  expectations all;
  all.ports.push_back(parse_port_request("game=7777/TCP/UDP").value());
  all.ready_within = 10s;
  all.kill_after = 5s;
  return all;
}

/// A game that does everything right.
played good() {
  played seen;
  seen.agent.pid = 7;
  seen.ports = {{{process::transport::tcp, 7777, false}, 100ms},
                {{process::transport::udp, 7777, false}, 200ms}};
  seen.ready_after = 10ms;
  seen.up = true;
  seen.ran_for = 3s;
  seen.peak_memory_bytes = 10 << 20;
  seen.asked = true;
  seen.main_gone_after = 100ms;
  seen.all_gone_after = 100ms;
  seen.agent_code = 0;
  seen.game_code = 0;
  return seen;
}

std::vector<finding> judged(const played& seen, const expectations& by = wanted()) {
  std::vector<finding> all;
  judge(seen, by, [&all](const finding& one) { all.push_back(one); });
  return all;
}

std::string not_ok(const played& seen, const expectations& by = wanted()) {
  std::string all;
  for (const auto& each : judged(seen, by))
    if (each.how != outcome::ok)
      all += std::string(findings::to_string(each.how)) + " " + each.what + (each.advice.empty() ? "!" : "") +
             ";";
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judging)

BOOST_AUTO_TEST_CASE(a_good_game_is_told_so) {
  BOOST_TEST(not_ok(good()) == "");
  BOOST_TEST(judged(good()).size() == 9u);
}

BOOST_AUTO_TEST_CASE(half_a_port_is_none) {
  auto seen = good();
  seen.ports.pop_back();
  BOOST_TEST(not_ok(seen) == "FAIL ports;");
  seen = good();
  seen.ports.front().first.loopback = true;
  BOOST_TEST(not_ok(seen) == "FAIL ports;");
  seen.ports.push_back({{process::transport::tcp, 7777, false}, 300ms});  // and on another address too
  BOOST_TEST(not_ok(seen) == "");
}

BOOST_AUTO_TEST_CASE(without_a_wish_ports_are_only_told) {
  auto by = wanted();
  by.ports.clear();
  BOOST_TEST(not_ok(good(), by) == "");
  auto seen = good();
  seen.ports.clear();
  BOOST_TEST(not_ok(seen, by) == "warn ports;");
}

BOOST_AUTO_TEST_CASE(a_game_that_ends_too_soon_is_not_asked_for_the_rest) {
  auto seen = good();
  seen.asked = false;
  seen.ended_early = true;
  seen.agent.ended = "exited with code 3";
  seen.last_lines = {"no config"};
  const auto all = judged(seen);
  BOOST_TEST(all.size() == 4u);
  BOOST_TEST(all.front().seen == "ended by itself after 3s: exited with code 3");
  BOOST_TEST(all.front().details.at(0) == "| no config");
  seen.stopped_itself = true;
  BOOST_TEST(judged(seen).front().seen.starts_with("had the platform stop"));
}

BOOST_AUTO_TEST_CASE(a_server_that_goes_to_the_background_is_told_so) {
  auto seen = good();
  seen.asked = false;
  seen.ended_early = true;
  seen.agent.ended = "exited with code 0";
  seen.left_running = {"server(8)"};
  const auto first = judged(seen).front();
  BOOST_TEST(first.seen.find("left server(8) running: it went to the background") != std::string::npos,
             first.seen);
  BOOST_TEST(first.advice.starts_with("Start it in the foreground"));
  seen.game_code = 3;  // it failed, and its helpers are not the server
  BOOST_TEST(judged(seen).front().seen.starts_with("ended by itself"));
}

BOOST_AUTO_TEST_CASE(the_first_failure_says_what_was_printed_and_only_that) {
  auto seen = good();
  seen.ports.clear();
  seen.game_code = seen.agent_code = 1;
  seen.last_lines = {"bind: address already in use"};
  const auto lines_of = [](const std::vector<finding>& all, std::string_view what) {
    for (const auto& each : all)
      if (each.what == what) return each.details;
    return std::vector<std::string>{"no such finding"};
  };
  auto all = judged(seen);
  BOOST_TEST(lines_of(all, "ports") == std::vector<std::string>{"| bind: address already in use"},
             boost::test_tools::per_element());
  BOOST_TEST(lines_of(all, "exit code").empty());
  seen.last_lines.clear();
  BOOST_TEST(lines_of(judged(seen), "ports") == std::vector<std::string>{"(it printed nothing)"},
             boost::test_tools::per_element());
  BOOST_TEST(lines_of(judged(good()), "starts").empty());
}

BOOST_AUTO_TEST_CASE(a_port_that_no_app_version_can_have) {
  auto by = wanted();
  by.ports = {parse_port_request("game=60000/UDP").value()};
  auto seen = good();
  seen.ports = {{{process::transport::udp, 60000, false}, 200ms}};
  BOOST_TEST(not_ok(seen, by) == "FAIL ports;");
  BOOST_TEST(judged(seen, by).at(1).seen.find("1 to 59999") != std::string::npos);
  by.ports = {parse_port_request("game=59999/UDP").value()};
  seen.ports = {{{process::transport::udp, 59999, false}, 200ms}};
  BOOST_TEST(not_ok(seen, by) == "");
}

BOOST_AUTO_TEST_CASE(one_that_is_killed_does_not_leave_children_behind) {
  auto seen = good();
  seen.game_signal = SIGKILL;
  seen.agent_code = 137;
  seen.agent.killed = "server(7), worker(8)";
  BOOST_TEST(needs_something_else(seen));
  BOOST_TEST(not_ok(seen) == "FAIL SIGTERM;");
  seen = good();
  seen.agent.killed = "worker(8)";
  BOOST_TEST(not_ok(seen) == "FAIL children;");
}

BOOST_AUTO_TEST_CASE(the_way_it_ends) {
  auto seen = good();
  seen.main_gone_after = 3s;
  BOOST_TEST(not_ok(seen) == "warn SIGTERM;");
  seen = good();
  seen.game_code = seen.agent_code = 143;
  BOOST_TEST(not_ok(seen) == "warn exit code;");
  seen.game_signal = SIGTERM;
  BOOST_TEST(not_ok(seen) == "warn exit code;");
  seen.agent_code = 0;  // remapped
  BOOST_TEST(not_ok(seen) == "");
  seen = good();
  seen.game_code = seen.agent_code = 1;
  BOOST_TEST(not_ok(seen) == "FAIL exit code;");
}

BOOST_AUTO_TEST_CASE(memory_against_its_limit) {
  auto by = wanted();
  auto seen = good();
  by.memory_limit = 11 << 20;
  BOOST_TEST(not_ok(seen, by) == "warn memory;");
  by.memory_limit = 64 << 20;
  BOOST_TEST(not_ok(seen, by) == "");
  seen.over_memory = true;
  BOOST_TEST(not_ok(seen, by) == "FAIL memory;");
}

BOOST_AUTO_TEST_CASE(what_else_can_be_wrong) {
  auto seen = good();
  seen.zombies.push_back("worker(8), a child of 7");
  seen.leaks.push_back("A_TOKEN: ***");
  seen.ready_after.reset();
  auto by = wanted();
  for (const auto* text : {"notify", "api", "tcp:80", "file:/run/up", "log:up"}) {
    by.ready = settings::parse_ready_condition(text).value();
    BOOST_TEST(not_ok(seen, by) == "FAIL ready;FAIL zombies;FAIL secrets;");
  }
}

BOOST_AUTO_TEST_CASE(other_ways_to_end) {
  BOOST_TEST(judge_other_ways(&other_ways().front(), 20ms, std::nullopt, 25s).advice.find("TERM=INT") !=
             std::string::npos);
  BOOST_TEST(judge_other_ways(nullptr, {}, 8s, 25s).advice.find("--platform-kill-after 10s") !=
             std::string::npos);
  BOOST_TEST(judge_other_ways(nullptr, {}, std::nullopt, 25s).seen.starts_with("nothing ends it"));
}

BOOST_AUTO_TEST_CASE(a_read_only_root_counts_where_it_makes_a_difference) {
  auto seen = good();
  BOOST_TEST((judge_read_only(good(), seen, true).how == outcome::ok));
  seen.up = false;
  BOOST_TEST((judge_read_only(good(), seen, true).how == outcome::fail));
  BOOST_TEST((judge_read_only(good(), seen, false).how == outcome::warn));
  BOOST_TEST((judge_read_only(seen, seen, true).how == outcome::ok));  // it was never up anyway
}

BOOST_AUTO_TEST_CASE(times_for_people) {
  BOOST_TEST(short_time(340ms) == "340ms");
  BOOST_TEST(short_time(1240ms) == "1.2s");
  BOOST_TEST(short_time(5s) == "5s");
  BOOST_TEST(short_time(65s) == "1m5s");
}

BOOST_AUTO_TEST_SUITE_END()
