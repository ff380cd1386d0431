#include "base/limits.hpp"
#include "emulated_platform.hpp"
#include "emulator/model/container_output.hpp"
#include "emulator/model/platform_time.hpp"
#include "emulator/model/usage.hpp"
#include "emulator/platform/webhooks.hpp"
#include "emulator/runtime/usage_reader.hpp"
#include "support/scripted_transport.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <fstream>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::emulated_platform;

namespace {

struct observed_fixture : emulated_platform {
  static void write(const emulator::deployment& d, const std::string& text) {
    std::ofstream(d.container.log_file, std::ios::app) << text;
  }
  boost::json::object logs(const emulator::deployment& d) {
    const auto answer = as_organisation("GET", "/v1/deployment/" + d.request_id + "/container-logs");
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return body(answer).as_object();
  }
  net::http_response metrics(const emulator::deployment& d, const std::string& query = "") {
    return as_organisation("GET", "/v1/metrics/deployment/" + d.request_id + query);
  }
  void use(emulator::deployment& d, std::int64_t cpu_ms, std::int64_t mb, std::int64_t received) {
    emulator::usage_sample sample;
    sample.when = time.wall();
    sample.cpu_ms = cpu_ms;
    sample.memory_bytes = mb * 1024 * 1024;
    sample.received_bytes = received;
    d.usage.add(sample);
  }
};

std::string numbers(const boost::json::value& series) {
  return boost::json::serialize(series.at("datasets"));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(emulator_observed, observed_fixture)

BOOST_AUTO_TEST_CASE(the_logs_are_what_the_process_has_written_and_there_is_no_crash_before_one) {
  auto& d = deploy_ready();
  write(d, "hello\n");
  const auto told = logs(d);
  BOOST_TEST(told.at("logs").as_string() == "hello\n");
  BOOST_TEST(told.at("encoding").as_string() == "utf-8");
  BOOST_TEST(told.at("crash_logs").is_null());
  BOOST_TEST(told.at("crash_data").is_null());
}

BOOST_AUTO_TEST_CASE(a_crash_is_told_with_its_code_its_own_output_and_the_restarts) {
  auto& d = deploy_ready();
  write(d, "first run\n");
  host.end(d.container.pid, {0, SIGSEGV, false});
  time.advance(100ms);
  write(d, "second run\n");
  auto told = logs(d);
  BOOST_TEST(told.at("logs").as_string() == "first run\nsecond run\n");
  BOOST_TEST(told.at("crash_logs").as_string() == "first run\n");
  BOOST_TEST(boost::json::serialize(told.at("crash_data")) ==
             R"({"exit_code":139,"message":"killed by SIGSEGV","restart_count":1})");
  host.end(d.container.pid, {3, 0, false});
  time.advance(200ms);
  told = logs(d);
  BOOST_TEST(told.at("crash_logs").as_string() == "second run\n");
  BOOST_TEST(told.at("crash_data").at("exit_code").as_int64() == 3);
}

BOOST_AUTO_TEST_CASE(an_end_that_was_asked_for_is_no_crash_and_the_logs_go_with_the_deployment) {
  auto& d = deploy_ready();
  write(d, "x");
  self_stop(d);
  host.end(d.container.pid, {143, 0, false});
  BOOST_TEST(!d.container.crash.has_value());
  const auto answer = as_organisation("GET", "/v1/deployment/" + d.request_id + "/container-logs");
  BOOST_TEST(answer.status == 404);
  BOOST_TEST(message(answer) == "the logs of '" + d.request_id + "' went with it: it has terminated");
}

BOOST_AUTO_TEST_CASE(too_much_memory_kills_everything_once_and_counts_as_a_crash) {
  auto& d = deploy_ready();
  const auto pid = d.container.pid;
  platform.out_of_memory(d);
  platform.out_of_memory(d);
  BOOST_REQUIRE(host.signals.size() == 1u);
  BOOST_CHECK((host.signals[0] == tests::fake_process_host::sent{pid, SIGKILL, false}));
  host.end(pid, {0, SIGKILL, false});
  time.advance(100ms);
  BOOST_TEST(logs(d).at("crash_data").at("message").as_string() == "OOM killed");
  BOOST_TEST(d.container.restart_count == 1);
  BOOST_CHECK(d.status == emulator::deployment_status::ready);
  host.end(d.container.pid, {0, SIGKILL, false});
  BOOST_TEST(d.container.crash->message == "killed by SIGKILL");
}

BOOST_AUTO_TEST_CASE(a_long_output_is_cut_to_its_end_at_a_line_and_made_utf_8) {
  const auto file = data.path().string() + "/long";
  std::ofstream(file) << "one\ntwo\nthree \xff\xc3\xa9\n";
  BOOST_TEST(emulator::read_output(file, {}, 100) == "one\ntwo\nthree \xef\xbf\xbd\xc3\xa9\n");
  BOOST_TEST(emulator::read_output(file, {}, 12) == "three \xef\xbf\xbd\xc3\xa9\n");
  BOOST_TEST(emulator::read_output(file, {4, 7}, 100) == "two");
  BOOST_TEST(emulator::read_output(file, {90, 99}, 100) == "");
  BOOST_TEST(emulator::read_output(file + "none", {}, 100) == "");
  for (const auto* wrong : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"})
    BOOST_TEST(emulator::as_utf8(wrong).starts_with("\xef\xbf\xbd"));
  BOOST_TEST(emulator::as_utf8("\xf0\x9f\x8e\xae\xe2\x82\xac") == "\xf0\x9f\x8e\xae\xe2\x82\xac");
}

BOOST_AUTO_TEST_CASE(metrics_are_means_of_each_step_and_totals_at_its_end) {
  auto& d = deploy_ready();
  use(d, 0, 100, 0);
  time.advance(1s);
  use(d, 500, 200, 1000);
  time.advance(1s);
  use(d, 1500, 300, 3000);
  const auto by_step = body(metrics(d, "?steps=2s"));
  BOOST_TEST(numbers(by_step.at("cpu")) ==
             "[256,1024]");  // means of 0 and 512, then 1024: one whole processor
  BOOST_TEST(numbers(by_step.at("mem")) == "[150,300]");
  BOOST_TEST(numbers(by_step.at("network").at("receive")) == "[500,2000]");
  BOOST_TEST(numbers(by_step.at("total").at("receive_total")) == "[1000,3000]");
  BOOST_TEST(by_step.at("cpu").at("timestamps").at(0).as_string() == emulator::v1_time(*d.ready_at));
  BOOST_TEST(numbers(body(metrics(d, "?raw=true")).at("mem")) == "[100,200,300]");
  BOOST_TEST(numbers(body(metrics(d)).at("mem")) == "[100,200,300]");
  const auto late = emulator::v1_time(time.wall());
  BOOST_TEST(numbers(body(metrics(d, "?raw=1&start_time=" + late.substr(0, 10) + "+" + late.substr(11)))
                         .at("mem")) == "[300]");
}

BOOST_AUTO_TEST_CASE(wrong_ranges_are_named_and_impossible_ones_are_422) {
  auto& d = deploy_ready();
  for (const auto& [query, status, text] :
       {std::tuple("?start_time=now", 400, "?start_time: 'now' is no time"),
        std::tuple("?steps=fast", 400, "?steps: "),
        std::tuple("?raw=maybe", 400, "?raw: expected true or false"),
        std::tuple("?end_time=2001-01-01%2000:00:00", 422, "?end_time: must be greater than start_time"),
        std::tuple("?start_time=2001-01-01%2000:00:00&steps=1s", 422, "?steps: more than 10000 steps")}) {
    const auto answer = metrics(d, query);
    BOOST_TEST(answer.status == status, query);
    BOOST_TEST(message(answer).starts_with(text), message(answer));
  }
}

BOOST_AUTO_TEST_CASE(a_full_series_is_thinned_out_and_totals_never_shrink) {
  emulator::usage_series series;
  const auto most = base::limits::emulator_metrics_samples;
  for (std::size_t i = 0; i < most; ++i) {
    emulator::usage_sample sample;
    sample.when = base::wall_time(std::chrono::seconds(i));
    sample.cpu_ms = i == most - 1 ? 5 : static_cast<std::int64_t>(i);
    series.add(sample);
  }
  BOOST_TEST(series.samples().size() == most / 2);
  BOOST_TEST(series.samples().back().cpu_ms == static_cast<std::int64_t>(most - 2));
}

BOOST_AUTO_TEST_CASE(what_this_very_process_uses_is_read) {
  emulator::usage_reader reader;
  reader.begin_round();
  const auto used = reader.read({::getpid()});
  BOOST_TEST(used.memory_bytes > 1024 * 1024);
  BOOST_TEST(emulator::ticks_of("7 (a) b) S 1 7 7 0 -1 4194560 9 0 0 0 10 20 3 4 20 0 1 0 999") == 37);
  BOOST_TEST(emulator::ticks_of("nonsense") == 0);
  BOOST_TEST(emulator::number_of("xRss: 1\nRss:\t 12 kB\n", "Rss") == 12);
  BOOST_TEST(emulator::number_of("Rss", "Rss") == 0);
}

BOOST_AUTO_TEST_CASE(webhooks_get_the_status_of_that_moment_once_each) {
  std::vector<std::string> sent;
  platform.send_webhooks_with([&sent](emulator::deployment&, const std::string& url, std::string body) {
    sent.push_back(url + " " + std::string(boost::json::parse(body).at("current_status").as_string()));
  });
  auto text = order("v1");
  text.pop_back();
  text +=
      R"(, "webhook_on_ready": {"url": "http://127.0.0.1:1/r"}, "webhook_on_error": {"url": "http://127.0.0.1:1/e"},
    "webhook_on_terminated": {"url": "http://127.0.0.1:1/t"}})";
  BOOST_REQUIRE(as_organisation("POST", "/v2/deployments", text).status == 202);
  time.advance(5s);
  BOOST_TEST(sent == (std::vector<std::string>{"http://127.0.0.1:1/r Status.READY"}),
             boost::test_tools::per_element());
  host.spawn_fails = process::spawn_failure{127, "not found"};
  BOOST_REQUIRE(as_organisation("POST", "/v2/deployments", text).status == 202);
  time.advance(5s);
  platform.deployments().for_each([this](emulator::deployment& d) { platform.stop(d); });
  host.end(host.spawns.at(0).pid, {});
  const std::vector<std::string> expected{
      "http://127.0.0.1:1/r Status.READY", "http://127.0.0.1:1/e Status.ERROR",
      "http://127.0.0.1:1/t Status.TERMINATED", "http://127.0.0.1:1/t Status.TERMINATED"};
  BOOST_TEST(sent == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_webhook_is_one_post_with_ten_seconds_and_no_second_try) {
  tests::scripted_transport transport(time);
  emulator::webhooks hooks(loop.get_executor(), time, transport, log);
  std::vector<std::string> outcomes;
  const auto note = [&outcomes](std::string outcome) { outcomes.push_back(std::move(outcome)); };
  transport.then(500);
  transport.then(tests::scripted_reply(net::http_response(200), 10'001ms));
  hooks.post("https://example.com/a", "{}", note);
  hooks.post("http://127.0.0.1:9/b", "{}", note);
  hooks.post("http://example.com/c", "{}", note);
  time.advance(1min);
  BOOST_REQUIRE(outcomes.size() == 3u);
  std::sort(outcomes.begin(), outcomes.end());
  BOOST_TEST(outcomes[0] == "127.0.0.1: no answer in time");
  BOOST_TEST(outcomes[1] == "500");
  BOOST_TEST(outcomes[2].starts_with("not sent: "));
  BOOST_REQUIRE(transport.requests().size() == 2u);
  BOOST_TEST(transport.requests()[0].method == "POST");
  BOOST_TEST(transport.requests()[0].headers.find("content-type").value_or("") == "application/json");
}

BOOST_AUTO_TEST_SUITE_END()
