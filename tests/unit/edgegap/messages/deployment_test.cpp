#include "edgegap/messages/deployment.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>
#include <vector>

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

// Assembled from the examples that the OpenAPI file gives for each property.
constexpr std::string_view status_answer =
    R"({"request_id":"c0653765de3b","fqdn":"c0653765de3b.pr.edgegap.net",
 "public_ip":"192.53.120.48","app_name":"test","app_version":"v1","current_status":"Status.SEEKING","running":true,
 "start_time":"2026-04-22 12:00:46.444265","elapsed_time":12,"max_duration":1440,
 "removal_time":"2026-04-22 12:00:46.444265","last_status":"Status.SEEKING","error":true,
 "error_detail":"Pull image timeout exceeded",
 "ports":{"gameport":{"name":"gameport","link":"https://c66980ae5bf1.pr.edgegap.net:30345","internal":7777,
 "external":30345,"protocol":"UDP","tls_upgrade":false}},
 "location":{"city":"Montreal","country":"Canada","continent":"North America","administrative_division":"Quebec",
 "timezone":"Eastern Time","latitude":45.508888,"longitude":-73.561668},
 "tags":["production"],"command":"echo \"hi\" && sleep infinity","arguments":null})";

constexpr std::string_view context_answer =
    R"({"request_id":"abc123","public_ip":"100.10.0.85","status":"Status.READY",
 "ready":true,"whitelisting_active":true,"fqdn":"abc123.test.edgegap.com",
 "ports":{"7777":{"external":31669,"internal":7777,"protocol":"UDP","name":"7777","tls_upgrade":false,
 "link":"example.com:31669","proxy":65002},"web":{"external":31587,"internal":8080,"protocol":"http","name":"web",
 "tls_upgrade":true,"link":"https://example.com:31587","proxy":65001}},
 "location":{"city":"Montreal","country":"Canada","continent":"North America","administrative_division":"Quebec",
 "timezone":"Eastern Time","latitude":45.508888,"longitude":-73.561668},
 "tags":["production"],"sockets":5,"sockets_usage":2,"is_joinable_by_session":true})";

deployment read(std::string_view text) {
  return decode_deployment(text).value().value;
}

std::string with(std::string member) {
  return R"({"request_id":"a",)" + member + "}";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(deployment_decoding)

BOOST_AUTO_TEST_CASE(the_status_answer_of_the_reference_is_understood_whole) {
  const auto answer = decode_deployment(status_answer).value();
  const auto& seen = answer.value;
  BOOST_TEST(answer.warnings.empty());
  BOOST_TEST(seen.request_id == "c0653765de3b");
  BOOST_TEST(seen.fqdn == "c0653765de3b.pr.edgegap.net");
  BOOST_TEST(seen.public_ip == "192.53.120.48");
  BOOST_TEST((seen.status == deployment_status::seeking));
  BOOST_TEST(seen.status_text == "Status.SEEKING");
  BOOST_TEST((seen.running == true));
  BOOST_TEST((seen.ready == std::nullopt));
  BOOST_TEST((seen.sockets_usage == std::nullopt));
  BOOST_TEST(base::iso8601(seen.start_time.value()) == "2026-04-22T12:00:46.444Z");
  BOOST_TEST((seen.elapsed_time == 12s));
  BOOST_TEST((seen.max_duration == 24h));
  BOOST_TEST(seen.error);
  BOOST_TEST(seen.error_detail == "Pull image timeout exceeded");
  BOOST_TEST(seen.ports.size() == 1U);
  BOOST_TEST(seen.ports.at(0).name == "gameport");
  BOOST_TEST((seen.ports.at(0).external == 30345));
  BOOST_TEST(seen.place.value().city == "Montreal");
  BOOST_TEST(seen.place.value().latitude.value() == 45.508888);
  BOOST_TEST(seen.tags == std::vector<std::string>{"production"}, boost::test_tools::per_element());
  BOOST_TEST(seen.app_name == "test");
  BOOST_TEST(seen.app_version == "v1");
}

BOOST_AUTO_TEST_CASE(the_context_answer_of_the_reference_is_understood_whole) {
  const auto answer = decode_deployment(context_answer).value();
  const auto& seen = answer.value;
  BOOST_TEST(answer.warnings.empty());
  BOOST_TEST((seen.status == deployment_status::ready));
  BOOST_TEST((seen.ready == true));
  BOOST_TEST((seen.running == std::nullopt));
  BOOST_TEST((seen.sockets == 5));
  BOOST_TEST((seen.sockets_usage == 2));
  BOOST_TEST((seen.max_duration == std::nullopt));
  BOOST_TEST(!seen.error);
  BOOST_TEST(seen.ports.size() == 2U);
  BOOST_TEST(seen.ports.at(1).protocol == "HTTP");
  BOOST_TEST(seen.ports.at(1).tls_upgrade);
  BOOST_TEST(seen.ports.at(1).link == "https://example.com:31587");
}

BOOST_AUTO_TEST_CASE(a_status_is_known_with_and_without_its_prefix_and_in_any_case) {
  const std::vector<std::pair<std::string, deployment_status>> table{
      {"Status.INITIALIZING", deployment_status::initializing},
      {"Status.SEEKING", deployment_status::seeking},
      {"Status.SEEKED", deployment_status::seeked},
      {"Status.SCANNING", deployment_status::scanning},
      {"Status.DEPLOYING", deployment_status::deploying},
      {"Status.READY", deployment_status::ready},
      {"Status.TERMINATING", deployment_status::terminating},
      {"Status.TERMINATED", deployment_status::terminated},
      {"Status.ERROR", deployment_status::error},
      {"READY", deployment_status::ready},
      {"ready", deployment_status::ready},
      {"status.Ready", deployment_status::ready},
      {"Status.", deployment_status::unknown},
      {"", deployment_status::unknown},
      {"Status.HIBERNATING", deployment_status::unknown},
      {"READY ", deployment_status::unknown},
  };
  for (const auto& [text, expected] : table) {
    BOOST_TEST_CONTEXT("'" << text << "'") {
      BOOST_TEST((parse_status(text) == expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_status_keeps_its_text) {
  const auto seen = read(R"({"current_status":"Status.HIBERNATING"})");
  BOOST_TEST((seen.status == deployment_status::unknown));
  BOOST_TEST(seen.status_text == "Status.HIBERNATING");
}

BOOST_AUTO_TEST_CASE(a_usage_that_is_not_known_is_never_zero) {
  for (std::string member :
       {R"("sockets":5)", R"("sockets_usage":null)", R"("sockets_usage":-1)", R"("sockets_usage":"")",
        R"("sockets_usage":"many")", R"("sockets_usage":true)", R"("sockets_usage":[])",
        R"("sockets_usage":1.5)", R"("sockets_usage":1000001)", R"("sockets_usage":99999999999999999999)"}) {
    BOOST_TEST_CONTEXT(member) {
      BOOST_TEST((read(with(member)).sockets_usage == std::nullopt));
    }
  }
  BOOST_TEST((read(with(R"("sockets_usage":0)")).sockets_usage == 0));
}

BOOST_AUTO_TEST_CASE(numbers_and_booleans_may_be_text) {
  const auto seen = read(with(R"("sockets":"10","sockets_usage":"3","elapsed_time":"60.5","max_duration":"-1",
    "ready":"True","running":"false","error":"false","ports":{"7777":{"internal":"7777","external":"31000"}})"));
  BOOST_TEST((seen.sockets == 10));
  BOOST_TEST((seen.sockets_usage == 3));
  BOOST_TEST((seen.elapsed_time == 60s));
  BOOST_TEST((seen.max_duration == -1min));
  BOOST_TEST((seen.ready == true));
  BOOST_TEST((seen.running == false));
  BOOST_TEST(!seen.error);
  BOOST_TEST(seen.ports.at(0).name == "7777");
  BOOST_TEST((seen.ports.at(0).internal == 7777));
  BOOST_TEST((seen.ports.at(0).external == 31000));
}

BOOST_AUTO_TEST_CASE(null_is_absent_and_unknown_members_are_not_looked_at) {
  const auto answer =
      decode_deployment(R"({"request_id":"a","fqdn":null,"public_ip":null,"ready":null,"ports":null,
    "location":null,"tags":null,"start_time":null,"elapsed_time":null,"error":null,"error_detail":null,
    "max_duration":null,"future":{"deep":[1,2,{"er":true}]}})");
  BOOST_TEST(answer.value().warnings.empty());
  BOOST_TEST(!answer.value().value.place.has_value());
}

BOOST_AUTO_TEST_CASE(a_member_of_the_wrong_type_is_left_out_with_a_warning_and_the_rest_stays) {
  const auto answer = decode_deployment(R"({"request_id":"a","status":"Status.READY","fqdn":5,"tags":["x",7],
    "ports":{"7777":{"external":70000},"8888":"no"},"location":{"latitude":"north"},"start_time":"yesterday",
    "elapsed_time":-4,"sockets":"x"})");
  const auto& seen = answer.value().value;
  BOOST_TEST((seen.status == deployment_status::ready));
  BOOST_TEST(seen.tags == std::vector<std::string>{"x"}, boost::test_tools::per_element());
  BOOST_TEST(seen.ports.size() == 1U);
  BOOST_TEST((seen.ports.at(0).external == std::nullopt));
  std::string all;
  for (const auto& warning : answer.value().warnings) all += warning + "\n";
  for (std::string pointer : {"/fqdn", "/tags/1", "/ports/7777/external", "/ports/8888", "/location/latitude",
                              "/start_time", "/elapsed_time", "/sockets"})
    BOOST_TEST(all.find(pointer + ":") != std::string::npos, pointer << " in " << all);
}

BOOST_AUTO_TEST_CASE(ports_and_warnings_are_limited) {
  std::string ports;
  for (int i = 0; i < 1000; ++i) ports += (i ? ",\"" : "\"") + std::to_string(i) + R"(":{"internal":0})";
  const auto answer = decode_deployment(with("\"ports\":{" + ports + "}")).value();
  BOOST_TEST(answer.value.ports.size() == base::limits::deployment_ports);
  BOOST_TEST(answer.warnings.size() == base::limits::decode_warnings + 1);
  BOOST_TEST(answer.warnings.back().starts_with("and "));
}

BOOST_AUTO_TEST_CASE(what_is_no_deployment_is_malformed) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  for (std::string body :
       {std::string(), std::string("<html><body>502</body></html>"), std::string("null"), std::string("[]"),
        std::string("5"), std::string("{}"), std::string("{\"request_id\":"),
        std::string(R"({"message":"maintenance"})"), std::string(status_answer) + "x",
        R"({"request_id":"a","x":)" + deep + "}", std::string("{\"request_id\":\"\xff\"}")}) {
    BOOST_TEST_CONTEXT(body) {
      const auto answer = decode_deployment(body);
      BOOST_REQUIRE(answer.has_error());
      BOOST_TEST((answer.error().code() == base::errc::malformed));
      BOOST_TEST(answer.error().message().size() < 120U);
    }
  }
}

BOOST_AUTO_TEST_CASE(timestamps_are_read_in_both_notations_and_nothing_else) {
  const std::vector<std::pair<std::string, std::string>> good{
      {"2026-04-22 12:00:46.444265", "2026-04-22T12:00:46.444Z"},
      {"2026-04-22 12:00:46", "2026-04-22T12:00:46.000Z"},
      {"2026-04-22T12:00:46.5Z", "2026-04-22T12:00:46.500Z"},
      {"2025-11-26T16:32:30.825138Z", "2025-11-26T16:32:30.825Z"},
      {"2024-02-29 00:00:00", "2024-02-29T00:00:00.000Z"},
  };
  for (const auto& [text, expected] : good) {
    BOOST_TEST_CONTEXT(text) {
      const auto when = parse_timestamp(text);
      BOOST_REQUIRE(when.has_value());
      BOOST_TEST(base::iso8601(*when) == expected);
    }
  }
  for (std::string text : {"", "2026-04-22", "2026-02-30 12:00:00", "2026-13-01 12:00:00",
                           "2026-04-22 24:00:00", "2026-04-22 12:00:46+02:00", "2026-04-22 12:00:46 x",
                           "0000-00-00 00:00:00", "2026-04--1 12:00:00", "99999999-01-01 00:00:00"})
    BOOST_TEST(!parse_timestamp(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
