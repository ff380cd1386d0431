#include "emulator/api/faults.hpp"

#include "base/limits.hpp"
#include "emulated_platform.hpp"
#include "emulator/api/fault_request.hpp"
#include "emulator/api/request_record.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>

using namespace gamekeeper;
using namespace std::chrono_literals;
using emulator::fault;
using emulator::fault_place;
using tests::emulated_platform;

namespace {

struct faults_fixture : emulated_platform {
  emulator::fault_list list{time, 42};

  fault made(const std::string& text) {
    std::vector<emulator::problem> problems;
    const auto value = boost::json::parse(text);
    auto read = emulator::read_fault(emulator::fields(value, problems), problems);
    BOOST_TEST(problems.empty(), emulator::to_text(problems));
    return read;
  }
  bool strikes(std::string_view operation, std::string_view deployment = "") {
    return list.take(fault_place::answer, operation, deployment).has_value();
  }
  net::http_response put(const std::string& text) { return call("PUT", "/_emulator/faults", "", text); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(emulator_faults, faults_fixture)

BOOST_AUTO_TEST_CASE(a_fault_strikes_once_unless_it_says_how_often) {
  list.set(made(R"({"operation": "status", "status": 503})"));
  list.set(made(R"({"operation": "stop", "status": 503, "count": 2})"));
  BOOST_TEST(strikes("status"));
  BOOST_TEST(!strikes("status"));
  BOOST_TEST(strikes("stop"));
  BOOST_TEST(strikes("stop"));
  BOOST_TEST(!strikes("stop"));
}

BOOST_AUTO_TEST_CASE(a_fault_of_any_operation_and_one_of_a_deployment_strike_what_they_name) {
  list.set(made(R"({"operation": "*", "deployment": "abc", "status": 500, "probability": 1})"));
  BOOST_TEST(!strikes("status", "xyz"));
  BOOST_TEST(!strikes("deploy"));
  BOOST_TEST(strikes("status", "abc"));
  BOOST_TEST(strikes("stop", "abc"));
  list.clear();
  BOOST_TEST(!strikes("stop", "abc"));
}

BOOST_AUTO_TEST_CASE(the_same_seed_throws_the_same_dice) {
  const auto throws = [this](std::uint64_t seed) {
    emulator::fault_list one(time, seed);
    one.set(made(R"({"operation": "status", "status": 500, "probability": 0.3})"));
    std::string text;
    for (int i = 0; i < 200; ++i) text += one.take(fault_place::answer, "status", "") ? 'x' : '.';
    return text;
  };
  const auto first = throws(1);
  BOOST_TEST(first == throws(1));
  BOOST_TEST(first != throws(2));
  const auto struck = std::count(first.begin(), first.end(), 'x');
  BOOST_TEST(struck > 30);
  BOOST_TEST(struck < 90);
}

BOOST_AUTO_TEST_CASE(a_fault_holds_from_when_it_begins_to_when_it_is_over) {
  list.set(made(R"({"operation": "status", "status": 500, "probability": 1, "after": "2s", "for": "3s"})"));
  BOOST_TEST(!strikes("status"));
  time.advance(2s);
  BOOST_TEST(strikes("status"));
  time.advance(2999ms);
  BOOST_TEST(strikes("status"));
  time.advance(1ms);
  BOOST_TEST(!strikes("status"));
  BOOST_TEST(list.in_force().empty());
}

BOOST_AUTO_TEST_CASE(places_do_not_take_each_others_faults) {
  list.set(made(R"({"tls": "stall"})"));
  list.set(made(R"({"webhooks": "lose", "deployment": "abc"})"));
  BOOST_TEST(!strikes("status", "abc"));
  BOOST_TEST(!list.take(fault_place::webhook, "", "xyz").has_value());
  BOOST_TEST(list.take(fault_place::webhook, "", "abc").has_value());
  const auto tls = list.take(fault_place::tls, "", "");
  BOOST_REQUIRE(tls.has_value());
  BOOST_CHECK(tls->tls == emulator::tls_fault::stall);
}

BOOST_AUTO_TEST_CASE(there_is_a_limit_to_the_faults_in_force) {
  for (std::size_t i = 0; i < base::limits::emulator_faults; ++i) {
    auto one = made(R"({"operation": "status", "status": 500})");
    one.deployment = std::to_string(i);
    BOOST_REQUIRE(list.set(one));
  }
  BOOST_TEST(!list.set(made(R"({"operation": "stop", "status": 500})")));
}

BOOST_AUTO_TEST_CASE(what_is_set_is_shown_with_what_is_left_of_it) {
  put(R"({"operation": "status", "status": 503, "count": 3, "delay_ms": 5, "body": "cut", "after": "0s"})");
  const auto wrong = put(R"({"operation": "status", "status": 503, "after": "soon"})");
  BOOST_TEST(wrong.status == 400);
  put(R"({"operation": "*", "connection": "reset", "probability": 0.5, "for": "1m30s"})");
  as_organisation("GET", "/v1/status/" + deploy().request_id);
  BOOST_TEST(call("DELETE", "/_emulator/faults", "").status == 204);
  BOOST_TEST(call("GET", "/_emulator/faults", "").body == R"({"faults":[]})");
}

BOOST_AUTO_TEST_CASE(an_answer_is_cut_reset_or_rate_limited_as_asked_for) {
  auto& d = deploy_ready();
  const auto status = "/v1/status/" + d.request_id;
  put(R"({"operation": "status", "body": "cut"})");
  auto answer = as_organisation("GET", status);
  BOOST_TEST(answer.status == 200);
  BOOST_CHECK(answer.delivery == net::answer_delivery::cut);
  put(R"({"operation": "stop", "connection": "reset"})");
  answer = as_organisation("DELETE", "/v1/stop/" + d.request_id);
  BOOST_CHECK(answer.delivery == net::answer_delivery::reset);
  BOOST_CHECK(d.status == emulator::deployment_status::terminating);
  put(R"({"operation": "status", "rate_limit": true})");
  answer = as_organisation("GET", status);
  BOOST_TEST(answer.status == 429);
  BOOST_TEST(answer.headers.find("retry-after").value_or("") == "1");
  BOOST_CHECK(as_organisation("GET", status).delivery == net::answer_delivery::whole);
}

BOOST_AUTO_TEST_CASE(a_scenario_is_read_with_comments_and_each_mistake_is_named) {
  const auto good = emulator::parse_scenario(
      "{\"seed\": 7, // dice\n \"faults\": [{\"operation\": \"status\", \"status\": 503}, {\"tls\": "
      "\"stall\"}]}");
  BOOST_REQUIRE(good.has_value());
  BOOST_TEST(good->seed.value_or(0) == 7u);
  BOOST_TEST(good->faults.size() == 2u);
  const std::pair<const char*, const char*> wrong[] = {
      {"{", "not JSON"},
      {"{}", "/faults: is required"},
      {R"({"faults": [], "sed": 1})", "/sed: unknown key; allowed: seed faults; did you mean seed?"},
      {R"({"faults": [5]})", "/faults/0: expected an object, found a number"},
      {R"({"faults": [{"status": 500}]})", "/faults/0/operation: is required: one of deploy, "},
      {R"({"faults": [{"operation": "dance", "status": 500}]})",
       "/faults/0/operation: 'dance' is none of deploy, "},
      {R"({"faults": [{"operation": "status"}]})", "/faults/0: a fault needs status, rate_limit, delay_ms"},
      {R"({"faults": [{"operation": "status", "status": 500, "rate_limit": true}]})",
       "/faults/0/rate_limit: is a status"},
      {R"({"faults": [{"operation": "status", "status": 500, "probability": 2}]})",
       "/faults/0/probability: expected a number"},
      {R"({"faults": [{"tls": "broken"}]})", "/faults/0/tls: 'broken' is none of stall, wrong_certificate"},
      {R"({"faults": [{"tls": "stall", "webhooks": "lose"}]})",
       "/faults/0/webhooks: cannot be in one fault with tls"},
      {R"({"faults": [{"tls": "stall", "operation": "status"}]})", "/faults/0/operation: is for answers"},
      {R"({"faults": [{"tls": "stall", "deployment": "abc"}]})", "/faults/0/deployment: of a new connection"},
      {R"({"faults": [{"operation": "status", "body": "half"}]})", "/faults/0/body: 'half' is none of cut"}};
  for (const auto& [text, names] : wrong) {
    const auto read = emulator::parse_scenario(text);
    BOOST_REQUIRE_MESSAGE(!read.has_value(), text);
    BOOST_TEST(read.error().message().find(names) != std::string::npos, read.error().message());
  }
}

BOOST_AUTO_TEST_CASE(requests_are_written_down_without_their_tokens) {
  const auto file = data.path().string() + "/record";
  auto record = emulator::request_record::open(file, time, log);
  BOOST_REQUIRE(record.has_value());
  net::http_request request("POST", "/v2/deployments");
  request.authorization = base::secret("token organisation-token");
  request.body = order("v1");
  boost::asio::co_spawn(loop, emulator::serve(api, time, request, &*record),
                        [](std::exception_ptr, net::http_response) {});
  time.advance(0ms);
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  BOOST_TEST(text.str().find("organisation-token") == std::string::npos);
  const auto line = boost::json::parse(text.str());
  BOOST_TEST(line.at("authorization").as_string() == "token");
  BOOST_TEST(line.at("status").as_int64() == 202);
  BOOST_TEST(line.at("body").as_string() == order("v1"));
  BOOST_TEST(!emulator::request_record::open("/nowhere/at/all", time, log).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
