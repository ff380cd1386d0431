// Each command against a scripted platform: what it asks, what a person, a script and -q see, and its exit
// code.
#include "fleet/deploy_commands.hpp"
#include "fleet/list_commands.hpp"
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
  for (const bool unmarked : {false, true}) {
    out.str("");
    o.unmarked = unmarked;
    http.then(200, R"({"request_id":"old","request_dns":"old.pr.edgegap.net"})");
    BOOST_TEST(run(deploy_v1(s, o)) == done);
    BOOST_TEST(out.str() == "deploying old, at old.pr.edgegap.net\n");
  }
  BOOST_TEST(http.requests()[0].url.ends_with("/v1/deploy"));
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

BOOST_AUTO_TEST_CASE(list_takes_the_platforms_own_query) {
  http.from_now_on(200, two_deployments);
  list_options o;
  o.query = R"({"filters":[{"field":"status","operator":"neq","value":"ready"}]})";
  o.pages.size = 7;
  BOOST_TEST(run(list(s, o)) == done);
  BOOST_TEST(http.requests().back().url.ends_with("/v1/deployments?query=" + net::percent_encode(o.query) +
                                                  "&limit=7"),
             http.requests().back().url);
  o.applications = {"game"};
  BOOST_TEST(run(list(s, o)) == usage);
  o.applications.clear();
  for (const std::string wrong : {"status=ready", "[]", "{", "{\"filters\":\"\xff\"}"}) {
    err.str("");
    o.query = wrong;
    BOOST_TEST(run(list(s, o)) == usage, wrong);
    BOOST_TEST(err.str().starts_with("gamekeeper-fleet: --query: "), err.str());
  }
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_list_says_how_many_there_are_and_what_the_platform_remarks) {
  http.then(200, R"({"data":[{"request_id":"aaa"}],"total_count":1,"message":["be \u001b[31mcareful"]})");
  BOOST_TEST(run(list(s, {})) == done);
  BOOST_TEST(err.str() == "gamekeeper-fleet: be ?[31mcareful\n1 deployment\n", err.str());
  err.str("");
  const std::string second =
      R"({"data":[{"request_id":"bbb"}],"total_count":120,"pagination":{"number":2,"paginator":{"num_pages":120}}})";
  http.then(200, second);
  list_options o;
  o.pages.number = 2;
  BOOST_TEST(run(list(s, o)) == done);
  BOOST_TEST(err.str() == "1 of 120 deployments: page 2 of 120\n");
  err.str("");
  s.show.quiet = true;
  http.then(200, second);
  BOOST_TEST(run(list(s, o)) == done);
  BOOST_TEST(err.str() == "");
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
  BOOST_TEST(out.str().find("45.5089,-73.5617  Montréal            Canada") != std::string::npos, out.str());
  BOOST_TEST(err.str() == "gamekeeper-fleet: careful\n");
  err.str("");
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
  BOOST_TEST(err.str() == "1 beacon\n");
}

BOOST_AUTO_TEST_CASE(what_a_location_is_deployed_by_is_whole_on_every_terminal) {
  s.show.columns = 80;
  http.from_now_on(
      200,
      R"({"locations":[{"city":"San Francisco de Macoris","administrative_division":"North Rhine-Westphalia","country":"United States of America","continent":"North America","latitude":-45.508888,"longitude":-173.561668,"type":"standard"}]})");
  BOOST_TEST(run(locations(s, {})) == done);
  BOOST_TEST(out.str().find("\n-45.5089,-173.5617  ") != std::string::npos, out.str());
  BOOST_TEST(out.str().find("…") != std::string::npos, out.str());
  out.str("");
  s.show.columns = 30;
  BOOST_TEST(run(locations(s, {})) == done);
  BOOST_TEST(out.str().starts_with("LAT,LON    -45.5089,-173.5617\n"), out.str());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
