// Each command against a scripted platform: what it asks, what a person, a script and -q see, and its exit
// code.
#include "fleet/deploy_commands.hpp"
#include "fleet/deployment_commands.hpp"
#include "fleet/list_commands.hpp"
#include "fleet/tag_commands.hpp"
#include "unit/fleet/commanded.hpp"

namespace gamekeeper::fleet {

namespace {

using namespace std::chrono_literals;

const std::string two_deployments =
    R"({"data":[{"request_id":"aaa","fqdn":"aaa.pr.edgegap.net","ready":true,"start_time":"2027-01-15 09:00:00","tags":["x","é"],"ports":{"p":{"external":30345,"protocol":"UDP"}}},{"request_id":"bbb","ready":false,"tags":["x"]}]})";

deploy_options sample() {
  deploy_options o;
  o.application = "game";
  o.version = "v1";
  o.ips = {"203.0.113.7"};
  return o;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(commands, commanded)

BOOST_AUTO_TEST_CASE(deploy_says_what_it_started) {
  http.then(202, R"({"request_id":"a69f8e3e0555"})");
  BOOST_TEST(run(deploy(s, sample())) == done);
  BOOST_TEST(out.str() == "deploying a69f8e3e0555\n");
  BOOST_TEST(http.requests()[0].body.find("\"tags\":[\"gk-") != std::string::npos);
  BOOST_TEST(http.requests()[0].url.ends_with("/v2/deployments"));
}

BOOST_AUTO_TEST_CASE(deploy_for_scripts) {
  auto o = sample();
  o.unmarked = true;
  o.hosts = {"h1"};
  http.from_now_on(202, R"({ "request_id":"a" })");
  s.show.json = true;
  BOOST_TEST(run(deploy(s, o)) == done);
  BOOST_TEST(out.str() == "{ \"request_id\":\"a\" }\n");
  BOOST_TEST(http.requests()[0].url.ends_with("/v2/private-fleets/deployments"));
  BOOST_TEST(http.requests()[0].body.find("gk-") == std::string::npos);
  s.show.json = false;
  s.show.quiet = true;
  out.str("");
  BOOST_TEST(run(deploy(s, o)) == done);
  BOOST_TEST(out.str() == "a\n");
}

BOOST_AUTO_TEST_CASE(deploy_can_wait_and_tells_what_came_of_it) {
  auto o = sample();
  o.wait = true;
  o.wait_timeout = 1min;
  http.then(202, R"({"request_id":"a"})");
  http.then(200, R"({"request_id":"a","current_status":"Status.SEEKING"})");
  http.then(200,
            R"({"request_id":"a","current_status":"Status.ERROR","error":true,"error_detail":"no room"})");
  BOOST_TEST(run(deploy(s, o), 10s) == ended_otherwise);
  BOOST_TEST(out.str() == "deployment  a\nstatus      Status.ERROR\nerror       no room\n");
}

BOOST_AUTO_TEST_CASE(a_deploy_that_was_lost_and_found_says_so_on_stderr) {
  http.then(base::errc::closed);
  s.show.quiet = true;
  const auto started = deploy_options(sample());
  http.from_now_on(200, R"({"data":[]})");
  http.then(base::errc::closed);
  BOOST_TEST(run(deploy(s, started), 60s) != done);
  BOOST_TEST(out.str() == "");
}

BOOST_AUTO_TEST_CASE(a_deploy_that_is_refused_or_wrong) {
  http.then(422, R"({"request_id":"left","message":"no room"})");
  BOOST_TEST(run(deploy(s, sample())) == refused);
  BOOST_TEST(err.str() == "gamekeeper-fleet: deploy of left was answered 422: no room\n");
  auto o = sample();
  o.ips.clear();
  BOOST_TEST(run(deploy(s, o)) == usage);
  o.environment = {"nothing"};
  BOOST_TEST(run(deploy(s, o)) == usage);
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(deploy_v1_takes_its_own_operation) {
  deploy_v1_options o;
  o.application = "game";
  o.ips = {"203.0.113.7"};
  http.then(200, R"({"request_id":"old"})");
  BOOST_TEST(run(deploy_v1(s, o)) == done);
  BOOST_TEST(out.str() == "deploying old\n");
  BOOST_TEST(http.requests()[0].url.ends_with("/v1/deploy"));
}

BOOST_AUTO_TEST_CASE(status_is_a_screen) {
  const std::string answer =
      R"({"request_id":"aaa","fqdn":"aaa.pr.edgegap.net","public_ip":"192.0.2.1","app_name":"game","app_version":"v1","current_status":"Status.READY","start_time":"2027-01-15 07:30:00","elapsed_time":5400,"max_duration":1440,"sockets":10,"sockets_usage":3,"ports":{"gameport":{"name":"gameport","link":"aaa.pr.edgegap.net:30345","internal":7777,"external":30345,"protocol":"UDP"}},"location":{"city":"Montréal","administrative_division":"Quebec","country":"Canada"},"tags":["a","b"]})";
  http.from_now_on(200, answer);
  BOOST_TEST(run(status(s, "aaa")) == done);
  BOOST_TEST(out.str() ==
             "deployment   aaa\n"
             "status       Status.READY\n"
             "application  game v1\n"
             "address      aaa.pr.edgegap.net (192.0.2.1)\n"
             "port         gameport  aaa.pr.edgegap.net:30345  inside 7777  UDP\n"
             "location     Montréal, Quebec, Canada\n"
             "started      1h 30m ago\n"
             "ready for    1h 30m\n"
             "lifetime     1d, ends in 22h 30m\n"
             "players      3 of 10\n"
             "tags         a, b\n");
  s.show.json = true;
  out.str("");
  run(status(s, "aaa"));
  BOOST_TEST(out.str() == answer + "\n");
}

BOOST_AUTO_TEST_CASE(every_failure_has_its_exit_code) {
  const std::vector<std::pair<int, exit_code>> answers{
      {302, unreachable}, {400, refused}, {401, refused},     {403, refused},  {404, not_found},
      {410, not_found},   {429, refused}, {500, unreachable}, {504, timed_out}};
  for (const auto& [code, expected] : answers) {
    http.then(code, R"({"message":"said"})");
    BOOST_TEST(run(status(s, "a")) == expected, code);
  }
  const std::vector<std::pair<base::errc, exit_code>> failures{
      {base::errc::dns, unreachable},       {base::errc::unreachable, unreachable},
      {base::errc::tls, unreachable},       {base::errc::closed, unreachable},
      {base::errc::malformed, unreachable}, {base::errc::timed_out, timed_out}};
  for (const auto& [code, expected] : failures) {
    http.then(code);
    BOOST_TEST(run(status(s, "a")) == expected, base::to_string(code));
  }
  BOOST_TEST(run(status(s, "..")) == usage);
}

BOOST_AUTO_TEST_CASE(stop_is_done_when_it_is_accepted_or_was_stopped_already) {
  http.then(200, R"({"message":"Instance a will be deleted"})");
  BOOST_TEST(run(stop(s, {"a", ""})) == done);
  BOOST_TEST(out.str() == "Instance a will be deleted\n");
  http.then(410, R"({"message":"gone"})");
  BOOST_TEST(run(stop(s, {"a", "false"})) == done);
  BOOST_TEST(http.requests().back().url.ends_with("/v1/stop/a?container_log_storage=false"));
  http.then(404, R"({"message":"no such deployment"})");
  BOOST_TEST(run(stop(s, {"a", ""})) == not_found);
  http.then(403, R"({"message":"no"})");
  BOOST_TEST(run(stop(s, {"a", ""})) == refused);
  http.then(400, R"({"message":"no"})");
  BOOST_TEST(run(stop(s, {"a", ""})) == refused);
  http.then(base::errc::unreachable);
  BOOST_TEST(run(stop(s, {"a", ""})) == unreachable);
}

BOOST_AUTO_TEST_CASE(list_is_a_table_ids_or_the_answer) {
  http.from_now_on(200, two_deployments);
  BOOST_TEST(run(list(s, {})) == done);
  BOOST_TEST(out.str() ==
             "DEPLOYMENT  READY  ADDRESS             PORTS      STARTED  TAGS\n"
             "aaa         yes    aaa.pr.edgegap.net  30345/UDP  now      x, é\n"
             "bbb         no                                             x\n");
  s.show.quiet = true;
  out.str("");
  BOOST_TEST(run(list(s, {})) == done);
  BOOST_TEST(out.str() == "aaa\nbbb\n");
  s.show.json = true;
  out.str("");
  BOOST_TEST(run(list(s, {})) == done);
  BOOST_TEST(out.str() == two_deployments + "\n");
}

BOOST_AUTO_TEST_CASE(list_filters_by_words_that_it_knows) {
  http.from_now_on(200, two_deployments);
  list_options o;
  o.statuses = {"READY"};
  o.order = "-created_at";
  o.pages.number = 3;
  o.pages.size = 7;
  BOOST_TEST(run(list(s, o)) == done);
  const auto& url = http.requests().back().url;
  BOOST_TEST(url.find("%22value%22%3A%22ready%22") != std::string::npos);
  BOOST_TEST(url.ends_with("&page=3&limit=7"));
  BOOST_TEST(http.requests().size() == 1U);
  o.statuses = {"asleep"};
  BOOST_TEST(run(list(s, o)) == usage);
  o.statuses.clear();
  o.order = "moon";
  BOOST_TEST(run(list(s, o)) == usage);
  o.order.clear();
  o.created_after = "1h";
  o.created_before = "2h";
  BOOST_TEST(run(list(s, o)) == usage);
  o.created_before = "";
  o.created_after = "yesterday";
  BOOST_TEST(run(list(s, o)) == usage);
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(every_page_is_one_line_of_json) {
  http.then(200, R"({"data":[],"pagination":{"number":1,"next_page_number":2,"has_next":true}})");
  http.then(200, R"({"data":[]})");
  s.show.json = true;
  BOOST_TEST(run(list(s, {})) == done);
  BOOST_TEST(out.str() == R"({"data":[],"pagination":{"number":1,"next_page_number":2,"has_next":true}})"
                          "\n{\"data\":[]}\n");
}

BOOST_AUTO_TEST_CASE(bulk_stop_shows_asks_and_stops_what_it_showed) {
  s.can_ask = true;
  in.str("y\n");
  http.then(200, two_deployments);
  http.then(202, R"({"processable":[{"request_id":"aaa"}]})");
  bulk_stop_options o;
  o.tags = {"é"};
  BOOST_TEST(run(bulk_stop(s, o)) == done);
  BOOST_TEST(err.str().find("aaa") != std::string::npos);
  BOOST_TEST(err.str().find("bbb") == std::string::npos);
  BOOST_TEST(err.str().find("Stop this deployment for good? [y/N] ") != std::string::npos);
  BOOST_TEST(out.str() == "stopping aaa\n");
  BOOST_TEST(http.requests()[1].body ==
             R"({"filters":[{"field":"request_id","values":["aaa"],"filter_type":"any"}]})");
}

BOOST_AUTO_TEST_CASE(bulk_stop_stops_nothing_without_a_yes) {
  bulk_stop_options o;
  o.tags = {"x"};
  BOOST_TEST(run(bulk_stop(s, o)) == usage);
  BOOST_TEST(http.requests().empty());
  s.can_ask = true;
  for (std::string answer : {"", "\n", "n\n", "Y E S\n"}) {
    in.clear();
    in.str(answer);
    http.then(200, two_deployments);
    BOOST_TEST(run(bulk_stop(s, o)) == ended_otherwise);
  }
  o.tags = {"unknown"};
  http.then(200, two_deployments);
  BOOST_TEST(run(bulk_stop(s, o)) == done);
  BOOST_TEST(run(bulk_stop(s, {})) == usage);
  for (const auto& each : http.requests()) BOOST_TEST(each.method == "GET");
}

BOOST_AUTO_TEST_CASE(bulk_stop_with_yes_asks_the_platform_alone) {
  bulk_stop_options o;
  o.ids = {"aaa"};
  o.tags = {"x", "y"};
  o.match = "all";
  o.yes = true;
  http.then(200, R"({"processable":[]})");
  BOOST_TEST(run(bulk_stop(s, o)) == done);
  BOOST_TEST(err.str() == "gamekeeper-fleet: nothing matched\n");
  BOOST_TEST(http.requests().size() == 1U);
  BOOST_TEST(http.requests()[0].body.find(R"("values":["x","y"],"filter_type":"all")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(locations_beacons_and_hosts_are_tables) {
  http.then(
      200,
      R"({"locations":[{"city":"Montréal","country":"Canada","latitude":45.508888,"longitude":-73.561668}],"messages":["careful"]})");
  BOOST_TEST(run(locations(s, {})) == done);
  BOOST_TEST(out.str().find("Montréal            Canada") != std::string::npos, out.str());
  BOOST_TEST(err.str() == "gamekeeper-fleet: careful\n");
  location_options o;
  o.beacons = true;
  out.str("");
  http.then(200,
            R"({"locations":[{"host":"192.0.2.9","udp_port":7,"location":{"city":"Chicago"}}],"count":1})");
  BOOST_TEST(run(locations(s, o)) == done);
  BOOST_TEST(out.str() == "HOST       NAME  UDP  TCP  LOCATION\n192.0.2.9        7         Chicago\n");
  out.str("");
  http.then(
      200,
      R"({"data":[{"host_id":"alpha-1","status":"ACTIVE","city":"Toronto","allocated_cpu_units":1152,"allocatable_cpu_units":12928}]})");
  BOOST_TEST(run(hosts(s, {"my fleet", {}})) == done);
  BOOST_TEST(out.str().find("alpha-1  ACTIVE  Toronto           1152/12928") != std::string::npos, out.str());
  BOOST_TEST(http.requests().back().url.ends_with("/v2/private-fleets/my%20fleet/hosts"));
}

BOOST_AUTO_TEST_CASE(logs_go_to_stdout_and_the_crash_to_stderr) {
  http.then(
      200,
      R"({"logs":"hello\n","crash_logs":"boom","crash_data":{"exit_code":137,"message":"OOM killed","restart_count":2},"logs_link":null})");
  BOOST_TEST(run(logs(s, {"a"})) == done);
  BOOST_TEST(out.str() == "hello\n");
  BOOST_TEST(err.str() ==
             "--- of the run that crashed:\nboom\ngamekeeper-fleet: the process ended with exit code 137: "
             "OOM killed; "
             "started again 2 times\n");
  http.then(404, R"({"message":"no"})");
  BOOST_TEST(run(logs(s, {"a"})) == not_found);
}

BOOST_AUTO_TEST_CASE(followed_logs_print_what_is_new_until_the_deployment_has_ended) {
  const std::string up = R"({"request_id":"a","current_status":"Status.READY"})";
  http.then(200, R"({"logs":"one\n"})");
  http.then(200, up);
  http.then(200, R"({"logs":"one\ntwo\n"})");
  http.then(503, "{}");  // what passes is waited out
  http.then(500, "{}");
  http.then(200, R"({"request_id":"a","current_status":"Status.TERMINATED"})");
  http.then(200, R"({"logs":"one\ntwo\nthree\n","crash_data":{"exit_code":0}})");
  log_options o{"a"};
  o.follow = true;
  BOOST_TEST(run(logs(s, o), 30s) == done);
  BOOST_TEST(out.str() == "one\ntwo\nthree\n");
  BOOST_TEST(err.str() == "gamekeeper-fleet: the process ended with exit code 0\n");
  out.str("");
  http.then(200, R"({"logs":"one\n"})");
  http.then(200, up);
  http.then(404, "{}");
  BOOST_TEST(run(logs(s, o), 30s) == done);
  BOOST_TEST(out.str() == "one\n");
}

BOOST_AUTO_TEST_CASE(new_text_is_found_although_the_old_was_cut) {
  BOOST_TEST(added("", "abc") == "abc");
  BOOST_TEST(added("abc", "abcd") == "d");
  BOOST_TEST(added("abc", "abc") == "");
  BOOST_TEST(added("12345", "345678") == "345678");  // nothing in common can be told apart from something new
  const std::string old(10'000, 'x');
  BOOST_TEST(added(old + "end", std::string(5'000, 'x') + "end+") == "+");
}

BOOST_AUTO_TEST_CASE(metrics_as_table_curve_csv_and_answer) {
  const std::string answer =
      R"({"cpu":{"labels":["00:00:00","00:00:30"],"datasets":[1,3],"timestamps":["2027-01-15 08:00:00","2027-01-15 08:00:30"]}})";
  http.from_now_on(200, answer);
  metrics_options o;
  o.request_id = "a";
  o.since = "1h";
  o.step = "30s";
  BOOST_TEST(run(metrics(s, o)) == done);
  BOOST_TEST(out.str() == "SERIES  POINTS  LAST  LEAST  MEAN  MOST\ncpu     2       3     1      2     3\n");
  BOOST_TEST(http.requests().back().url.find("steps=30s") != std::string::npos);
  out.str("");
  o.plot = true;
  run(metrics(s, o));
  BOOST_TEST(out.str().starts_with("CPU  3\n     3┤"));
  BOOST_TEST(out.str().find("memory: nothing was measured") != std::string::npos);
  out.str("");
  o.plot = false;
  o.csv = true;
  run(metrics(s, o));
  BOOST_TEST(out.str().find("\r\n2027-01-15 08:00:30.000000,00:00:30,3,") != std::string::npos);
  o.since = "soon";
  BOOST_TEST(run(metrics(s, o)) == usage);
  o.since = "";
  o.step = "30";
  BOOST_TEST(run(metrics(s, o)) == usage);
}

BOOST_AUTO_TEST_CASE(tags_can_be_listed_shown_added_renamed_and_removed) {
  http.then(200, R"({"tags":[{"name":"é"},{"name":"b"}]})");
  BOOST_TEST(run(tags_list(s, "a")) == done);
  BOOST_TEST(out.str() == "TAG  CREATED  CHANGED\né\nb\n");
  http.then(200, R"({"name":"é","create_time":"2027-01-15 07:59:00"})");
  out.str("");
  BOOST_TEST(run(tags_get(s, "a", "é")) == done);
  BOOST_TEST(out.str() == "TAG  CREATED    CHANGED\né    1h 1m ago\n");
  s.show.quiet = true;
  out.str("");
  http.then(200, R"({"name":"new"})");
  BOOST_TEST(run(tags_add(s, "a", "new")) == done);
  http.then(200, R"({"name":"newer"})");
  BOOST_TEST(run(tags_rename(s, "a", "new", "newer")) == done);
  http.then(204, "");
  BOOST_TEST(run(tags_remove(s, "a", "newer")) == done);
  BOOST_TEST(out.str() == "new\nnewer\nnewer\n");
  http.then(409, R"({"message":"exists"})");
  BOOST_TEST(run(tags_add(s, "a", "new")) == refused);
  http.then(404, R"({"message":"no such tag"})");
  BOOST_TEST(run(tags_remove(s, "a", "x")) == not_found);
}

BOOST_AUTO_TEST_CASE(from_inside_the_injected_urls_are_used) {
  edgegap::injected_environment given;
  given.context_url = net::parse_url("https://api.edgegap.com/v1/context/a/17").value();
  given.context_token = base::secret("context");
  given.delete_url = net::parse_url("https://api.edgegap.com/v1/self/stop/a/17").value();
  given.delete_token = base::secret("delete");
  edgegap::client inside(http, time, {given.context_url.value(), std::nullopt}, given);
  session own{inside, time, random, shown(), in, false, 60s};
  http.then(200, R"({"request_id":"a","status":"Status.READY"})");
  BOOST_TEST(run(context(own)) == done);
  BOOST_TEST(out.str() == "deployment  a\nstatus      Status.READY\n");
  http.then(200, R"({"name":"t"})");
  BOOST_TEST(run(context_tag_add(own, "t")) == done);
  http.then(204, "");
  BOOST_TEST(run(context_tag_remove(own, "t")) == done);
  http.then(200, R"({"message":"Instance a will be deleted"})");
  BOOST_TEST(run(self_stop(own, "")) == done);
  BOOST_TEST(http.requests().back().authorization.value() == "delete");
  BOOST_TEST(run(self_stop(s, "")) == usage);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
