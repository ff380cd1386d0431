// The commands about one deployment, and those from inside of it, against a scripted platform.
#include "fleet/deployment_commands.hpp"

#include "fleet/tag_commands.hpp"
#include "unit/fleet/commanded.hpp"

namespace gamekeeper::fleet {

namespace {

using namespace std::chrono_literals;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(deployment_commands, commanded)

BOOST_AUTO_TEST_CASE(status_is_a_screen) {
  const std::string answer =
      R"({"request_id":"aaa","fqdn":"aaa.pr.edgegap.net","public_ip":"192.0.2.1","app_name":"game","app_version":"v1","current_status":"Status.READY","last_status":"Status.DEPLOYING","running":true,"whitelisting_active":false,"start_time":"2027-01-15 07:30:00","elapsed_time":5400,"max_duration":1440,"sockets":10,"sockets_usage":3,"ports":{"gameport":{"name":"gameport","link":"aaa.pr.edgegap.net:30345","internal":7777,"external":30345,"protocol":"UDP"}},"location":{"city":"Montréal","administrative_division":"Quebec","country":"Canada"},"tags":["a","b"]})";
  http.from_now_on(200, answer);
  BOOST_TEST(run(status(s, "aaa")) == done);
  BOOST_TEST(out.str() ==
             "deployment   aaa\n"
             "status       Status.READY\n"
             "last status  Status.DEPLOYING\n"
             "running      yes\n"
             "application  game v1\n"
             "whitelist    off\n"
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

BOOST_AUTO_TEST_CASE(what_a_game_has_written_drives_no_terminal) {
  const std::string csi = "\u009b", override = "\u202e";
  http.then(200, R"({"logs":"a\tb\r\n\u001b[2J)" + csi + override + R"(x\n","crash_logs":"\u001bc"})");
  BOOST_TEST(run(logs(s, {"a"})) == done);
  BOOST_TEST(out.str() == "a\tb\n?[2J??x\n");
  BOOST_TEST(err.str().find('\x1b') == std::string::npos);
  s.show.json = true;
  http.then(200, R"({"logs":")" + csi + R"("})");
  out.str("");
  run(logs(s, {"a"}));
  BOOST_TEST(out.str() == R"({"logs":"\u009b"})"
                          "\n");
}

BOOST_AUTO_TEST_CASE(every_failure_has_its_exit_code) {
  const std::vector<std::pair<int, exit_code>> answers{
      {302, unreachable}, {400, not_found}, {401, refused},     {403, refused},  {404, not_found},
      {410, not_found},   {429, refused},   {500, unreachable}, {504, timed_out}};
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
  BOOST_TEST(run(stop(s, {"a", ""})) == not_found);
  http.then(400, R"({"message":"no"})");
  BOOST_TEST(run(stop(s, {"a", "s3"})) == refused);
}

BOOST_AUTO_TEST_CASE(a_stop_that_never_left_is_not_one_without_an_answer) {
  http.then(base::errc::unreachable);
  BOOST_TEST(run(stop(s, {"a", ""})) == unreachable);
  BOOST_TEST(err.str().starts_with("gamekeeper-fleet: the stop was not sent: "), err.str());
  err.str("");
  http.then(base::errc::timed_out);
  BOOST_TEST(run(stop(s, {"a", ""})) == timed_out);
  BOOST_TEST(err.str().starts_with("gamekeeper-fleet: the stop got no answer: "), err.str());
  err.str("");
  BOOST_TEST(run(stop(s, {"..", ""})) == usage);
  BOOST_TEST(err.str().starts_with("gamekeeper-fleet: the stop was not sent: "), err.str());
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
  for (const int unknown : {400, 404}) {
    http.then(unknown, R"({"message":"no"})");
    BOOST_TEST(run(logs(s, {"a"})) == not_found);
  }
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
  BOOST_TEST(run(tags_list(s, "a", {})) == done);
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

BOOST_AUTO_TEST_CASE(one_page_of_tags_says_where_it_stands) {
  http.then(
      200,
      R"({"tags":[{"name":"c"}],"total_count":3,"pagination":{"number":2,"next_page_number":null,"paginator":{"num_pages":2},"has_next":false}})");
  page_options pages;
  pages.number = 2;
  pages.size = 2;
  BOOST_TEST(run(tags_list(s, "a", pages)) == done);
  BOOST_TEST(http.requests().back().url.ends_with("/v1/deployments/a/tags?page=2&limit=2"));
  BOOST_TEST(out.str() == "TAG  CREATED  CHANGED\nc\n");
  BOOST_TEST(err.str() == "1 of 3 tags: page 2 of 2\n");
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
