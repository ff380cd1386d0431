#include "emulated_platform.hpp"
#include "emulator/model/platform_time.hpp"
#include "emulator/reading/list_query.hpp"
#include "emulator/reading/query_parameters.hpp"
#include "net/url.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::emulated_platform;

namespace {

struct lists_fixture : emulated_platform {
  net::http_response list(const std::string& query, const std::string& more = "") {
    return as_organisation("GET", "/v1/deployments?query=" + net::percent_encode(query) + more);
  }
  /// The ids in one answer, or in "data" of that query's.
  std::string ids(const net::http_response& answer, const char* member = "data") {
    std::string text;
    const auto all = body(answer);
    for (const auto& each : all.at(member).as_array())
      text += std::string(each.at("request_id").as_string()) + " ";
    return text;
  }
  static std::string filter(const std::string& field, const std::string& compare, const std::string& value) {
    return R"({"filters":[{"field":")" + field + R"(","operator":")" + compare + R"(","value":)" + value +
           "}]}";
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(emulator_lists, lists_fixture)

BOOST_AUTO_TEST_CASE(the_list_holds_the_living_in_the_order_of_their_making) {
  auto& first = deploy();
  auto& second = deploy();
  auto& ended = deploy();
  platform.force_status(ended, emulator::deployment_status::terminated);
  const auto answer = as_organisation("GET", "/v1/deployments");
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(ids(answer) == first.request_id + " " + second.request_id + " ");
  const auto entry = body(answer).at("data").at(0).as_object();
  for (const auto* key : {"request_id", "fqdn", "ready", "start_time", "public_ip", "ports", "tags"})
    BOOST_TEST(entry.contains(key), key);
  BOOST_TEST(body(answer).at("total_count").as_int64() == 2);
}

BOOST_AUTO_TEST_CASE(pages_say_where_they_are_and_one_past_the_end_is_empty_and_says_so) {
  for (int i = 0; i < 5; ++i) deploy();
  const auto second = body(as_organisation("GET", "/v1/deployments?page=2&limit=2"));
  BOOST_TEST(second.at("data").as_array().size() == 2u);
  const auto where = second.at("pagination");
  BOOST_TEST(boost::json::serialize(where) ==
             R"({"number":2,"next_page_number":3,"previous_page_number":1,"paginator":{"num_pages":3},)"
             R"("has_next":true,"has_previous":true})");
  const auto last = body(as_organisation("GET", "/v1/deployments?page=3&limit=2"));
  BOOST_TEST(last.at("data").as_array().size() == 1u);
  BOOST_TEST(last.at("pagination").at("next_page_number").is_null());
  const auto past = body(as_organisation("GET", "/v1/deployments?page=9&limit=2"));
  BOOST_TEST(past.at("data").as_array().empty());
  BOOST_TEST(past.at("message").at(0).as_string() == "page 9 is past the end: there are 3 pages");
  BOOST_TEST(past.at("pagination").at("previous_page_number").as_int64() == 3);
  BOOST_TEST(!past.at("pagination").at("has_next").as_bool());
}

BOOST_AUTO_TEST_CASE(every_operator_compares_as_its_name_says) {
  auto& ready = deploy_ready();
  ready.tags = {{"eu", {}, {}}, {"ranked", {}, {}}};
  auto& waiting = deploy("never");
  waiting.tags = {{"us", {}, {}}};
  const auto one = ready.request_id + " ", two = waiting.request_id + " ";
  const auto made = [](const emulator::deployment& d) {
    return "\"" + emulator::v1_time(d.created_at) + "\"";
  };
  const std::pair<std::string, std::string> cases[] = {
      {filter("status", "eq", R"("ready")"), one},
      {filter("status", "neq", R"("READY")"), two},
      {filter("version", "eq", R"("never")"), two},
      {filter("application", "eq", R"("chess")"), ""},
      {filter("version", "in", R"(["v1","never"])"), one + two},
      {filter("version", "nin", R"(["v1"])"), two},
      {filter("tags", "eq", R"("ranked")"), one},
      {filter("tags", "in", R"(["us","eu"])"), one + two},
      {filter("tags", "neq", R"("eu")"), two},
      {filter("created_at", "lt", made(waiting)), one},
      {filter("created_at", "lte", made(waiting)), one + two},
      {filter("created_at", "gt", made(ready)), two},
      {filter("created_at", "gte", made(ready)), one + two},
      {filter("created_at", "eq", made(ready)), one},
      {filter("created_at", "neq", made(ready)), two},
      {filter("created_at", "gte", R"("2100-01-01T00:00:00Z")"), ""},
      {R"({"order_by":[{"field":"created_at","order":"desc"}]})", two + one},
      {R"({"order_by":[{"field":"version","order":"asc"}]})", two + one},
      {"{}", one + two}};
  for (const auto& [query, expected] : cases) {
    const auto answer = list(query);
    BOOST_TEST(answer.status == 200, query << " gave " << answer.body);
    BOOST_TEST(ids(answer) == expected, query << " gave " << ids(answer));
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_query_is_400_and_names_the_place_and_what_is_allowed) {
  const std::pair<std::string, std::string> cases[] = {
      {"{", "?query: not JSON"},
      {"[]", "?query: expected an object, found an array"},
      {R"({"filter":[]})", "?query/filter: unknown key; allowed: filters order_by; did you mean filters?"},
      {R"({"filters":{}})", "?query/filters: expected an array"},
      {R"({"filters":["x"]})", "?query/filters/0: expected an object"},
      {filter("players", "eq", "\"3\""),
       "?query/filters/0/field: 'players' is none of status, application, version, tags, created_at"},
      {filter("status", "is", "\"ready\""),
       "?query/filters/0/operator: 'is' is none of eq, neq, in, nin, lt"},
      {filter("status", "eq", "\"up\""), "?query/filters/0/value: 'up' is none of INITIALIZING"},
      {filter("status", "eq", "3"), "?query/filters/0/value: expected a string, found a number"},
      {filter("status", "in", "\"ready\""), "?query/filters/0/value: expected an array, found a string"},
      {filter("version", "lt", "\"v1\""), "?query/filters/0/operator: 'lt' is for created_at alone"},
      {filter("created_at", "gt", "\"yesterday\""), "?query/filters/0/value: 'yesterday' is no time; write "},
      {filter("created_at", "in", "[\"2100-01-01T00:00:00Z\"]"),
       "?query/filters/0/operator: created_at takes eq"},
      {R"({"order_by":[{"field":"status","order":"up"}]})",
       "?query/order_by/0/order: 'up' is none of asc, desc"},
      {R"({"filters":[{"field":"tags","operator":"eq","value":"a"},{"field":"tags","operator":"eq","value":"b"}]})",
       "?query/filters/1/field: there is another filter for it already; one filter per field"}};
  for (const auto& [query, expected] : cases) {
    const auto answer = list(query);
    BOOST_TEST(answer.status == 400, query);
    BOOST_TEST(message(answer).find(expected) != std::string::npos, query << " gave " << message(answer));
  }
  for (const auto* wrong : {"page=0", "page=x", "limit=0", "limit=1001", "limit=", "page=1.5"}) {
    const auto answer = as_organisation("GET", std::string("/v1/deployments?") + wrong);
    BOOST_TEST(answer.status == 400, wrong);
    BOOST_TEST(message(answer).find(": expected a whole number from 1 to ") != std::string::npos);
  }
  BOOST_TEST(
      message(as_organisation("GET", "/v1/deployments?query=%zz")).starts_with("?query: the '%' at byte 0"));
}

BOOST_AUTO_TEST_CASE(a_bulk_stop_stops_what_passes_every_filter_and_names_it) {
  auto& one = deploy_ready();
  one.tags = {{"a", {}, {}}, {"b", {}, {}}};
  auto& two = deploy_ready("never");
  two.tags = {{"a", {}, {}}};
  auto& three = deploy();
  const auto stop = [this](const std::string& filters) {
    return as_organisation("POST", "/v1/deployments/bulk-stop", "{\"filters\":[" + filters + "]}");
  };
  auto answer = stop(R"({"field":"deployment_tags","values":["a","b"],"filter_type":"all"})");
  BOOST_TEST(answer.status == 202);
  BOOST_TEST(ids(answer, "processable") == one.request_id + " ");
  BOOST_CHECK(one.status == emulator::deployment_status::terminating);
  answer = stop(R"({"field":"request_id","values":[")" + two.request_id +
                R"(","nobody"],"filter_type":"any"},)"
                R"({"field":"deployment_tags","values":["b"],"filter_type":"not"})");
  BOOST_TEST(ids(answer, "processable") == two.request_id + " ");
  host.end(one.container.pid, {});
  answer = stop(R"({"field":"deployment_tags","values":["zzz"],"filter_type":"not"})");
  BOOST_TEST(ids(answer, "processable") == two.request_id + " " + three.request_id + " ");
  BOOST_TEST(three.stop_pending);
  BOOST_TEST(ids(stop(R"({"field":"request_id","values":["nobody"],"filter_type":"any"})"), "processable") ==
             "");
}

BOOST_AUTO_TEST_CASE(a_wrong_bulk_stop_is_400_and_stops_nothing) {
  auto& d = deploy_ready();
  const std::pair<const char*, const char*> cases[] = {
      {"", "/: not JSON"},
      {"{}", "/filters: is required"},
      {R"({"filters":[]})", "/filters: must hold at least one filter"},
      {R"({"filters":[{"field":"status","values":["x"],"filter_type":"any"}]})",
       "/filters/0/field: 'status' is none of request_id, deployment_tags"},
      {R"({"filters":[{"field":"request_id","values":["x"],"filter_type":"some"}]})",
       "/filters/0/filter_type: 'some' is none of any, all, not"},
      {R"({"filters":[{"field":"request_id","values":[],"filter_type":"not"}]})",
       "/filters/0/values: must hold at least one text"},
      {R"({"filters":[{"field":"request_id","values":[7],"filter_type":"any"}]})",
       "/filters/0/values/0: expected a string, found a number"}};
  for (const auto& [wrong, expected] : cases) {
    const auto answer = as_organisation("POST", "/v1/deployments/bulk-stop", wrong);
    BOOST_TEST(answer.status == 400, wrong);
    BOOST_TEST(message(answer).find(expected) != std::string::npos, message(answer));
  }
  BOOST_CHECK(d.status == emulator::deployment_status::ready);
}

BOOST_AUTO_TEST_CASE(locations_are_real_cities_in_pages_and_an_unknown_version_is_named) {
  const auto all = body(as_organisation("GET", "/v1/locations?limit=1000"));
  BOOST_TEST(all.at("locations").as_array().size() == offered.locations.size());
  BOOST_TEST(all.at("total_count").as_int64() > 50);
  BOOST_TEST(all.at("locations").at(0).at("city").as_string() == "Montreal");
  BOOST_TEST(body(as_organisation("GET", "/v1/locations?app=game&version=v1&limit=1&tags=true"))
                 .at("locations")
                 .at(0)
                 .as_object()
                 .contains("tags"));
  BOOST_TEST(body(as_organisation("GET", "/v1/locations?type=edge")).at("total_count").as_int64() == 0);
  BOOST_TEST(message(as_organisation("GET", "/v1/locations?app=chess")) ==
             "?app: no application 'chess'; there is: 'game'");
  BOOST_TEST(as_organisation("GET", "/v1/locations?app=game&version=v9").status == 400);
  BOOST_TEST(message(as_organisation("GET", "/v1/locations?version=v1")) ==
             "?version: needs app, whose version it is");
}

BOOST_AUTO_TEST_CASE(every_location_has_a_beacon_with_a_name_of_its_own) {
  const auto all =
      body(as_organisation("GET", "/v1/locations/beacons?limit=1000")).at("locations").as_array();
  std::set<std::string> names;
  for (const auto& each : all) names.insert(std::string(each.at("fqdn").as_string()));
  BOOST_TEST(names.size() == offered.locations.size());
  BOOST_TEST(body(as_organisation("GET", "/v1/locations/beacons?limit=3")).at("count").as_int64() == 3);
}

BOOST_AUTO_TEST_CASE(query_parameters_are_decoded_and_the_last_of_a_name_counts) {
  std::vector<emulator::problem> problems;
  const emulator::query_parameters read("a=1+2%2B3&b=x&b=y&&flag&t=True&n=-5", problems);
  BOOST_TEST(problems.empty());
  BOOST_TEST(read.text("a").value_or("") == "1 2+3");
  BOOST_TEST(read.text("b").value_or("") == "y");
  BOOST_TEST(read.text("flag").value_or("none") == "");
  BOOST_TEST(!read.text("none").has_value());
  BOOST_TEST(read.boolean("t").value_or(false));
  BOOST_TEST(read.integer("n", -10, 10).value_or(0) == -5);
  BOOST_TEST(!read.boolean("b").has_value());
  BOOST_TEST(problems.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
