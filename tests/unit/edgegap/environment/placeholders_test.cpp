#include "edgegap/environment/placeholders.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::edgegap;

namespace {

struct a_deployment {
  std::vector<std::string> variables{
      "ARBITRIUM_REQUEST_ID=f68e011bfb01",
      "ARBITRIUM_PUBLIC_IP=192.0.2.7",
      "ARBITRIUM_DELETE_TOKEN=secret",
      R"(ARBITRIUM_PORTS_MAPPING={"ports":{"game-port":{"name":"game-port","internal":7777,"external":31500,"protocol":"UDP"}}})",
      R"(ARBITRIUM_DEPLOYMENT_LOCATION={"city":"Montr\u00e9al","country":"Canada","latitude":45.5})",
      "MAP=de_dust",
      "EMPTY="};
  placeholders known{read_environment(variables), variables};

  std::string of(std::string_view text) const {
    const auto expanded = known.expand(text);
    BOOST_REQUIRE_MESSAGE(expanded.has_value(), expanded.error().message());
    return *expanded;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(placeholders_suite)

BOOST_AUTO_TEST_CASE(what_was_injected_is_filled_in) {
  const a_deployment d;
  BOOST_TEST(
      d.of("-port={port.game-port.internal} -query {port.game-port.external}/{port.game-port.protocol}") ==
      "-port=7777 -query 31500/UDP");
  BOOST_TEST(d.of("{request_id}@{public_ip}") == "f68e011bfb01@192.0.2.7");
  BOOST_TEST(d.of("{fqdn}") == "f68e011bfb01.pr.edgegap.net");
  BOOST_TEST(d.of("{location.city}, {location.country} {location.latitude}") == "Montréal, Canada 45.5");
  BOOST_TEST(d.of("{env.MAP}{env.EMPTY}") == "de_dust");
  BOOST_TEST(d.of("") == "");
}

BOOST_AUTO_TEST_CASE(a_default_stands_in_for_what_is_missing_and_only_for_that) {
  const a_deployment d;
  BOOST_TEST(d.of("{env.MODE:-ffa}") == "ffa");
  BOOST_TEST(d.of("{env.MODE:-}") == "");
  BOOST_TEST(d.of("{env.MODE:-a b:-{c}") == "a b:-{c");
  BOOST_TEST(d.of("{env.MAP:-other}") == "de_dust");
  BOOST_TEST(d.of("{env.EMPTY:-other}") == "");
  BOOST_TEST(d.of("{port.query.internal:-27015}") == "27015");
  BOOST_TEST(placeholders({}, {}).expand("{request_id:-local}").value() == "local");
}

BOOST_AUTO_TEST_CASE(a_brace_that_begins_no_placeholder_stays) {
  const a_deployment d;
  for (std::string_view text :
       {R"({"a": {"b": [1, {}]}})", "{}", "{ request_id }", "{0}", "${HOME}", "{A}", "{", "}", "}}", "{a b}",
        "{a: 1}", "{request_id", "{env.MAP:-", "{env.MAP:default}", "{\"request_id\"}", "{é}",
        "{request_id!}", "a{", "{_x}"})
    BOOST_TEST(d.of(text) == text);
}

BOOST_AUTO_TEST_CASE(two_braces_are_one) {
  const a_deployment d;
  BOOST_TEST(d.of("{{request_id}") == "{request_id}");
  BOOST_TEST(d.of("{{{request_id}}") == "{f68e011bfb01}");
  BOOST_TEST(d.of("{{{{") == "{{");
  BOOST_TEST(d.of("{{") == "{");
}

BOOST_AUTO_TEST_CASE(what_comes_out_is_not_expanded_again) {
  const std::vector<std::string> variables{"A={request_id}"};
  BOOST_TEST(placeholders({}, variables).expand("{env.A}").value() == "{request_id}");
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_an_error_that_lists_the_names_and_no_secret) {
  const a_deployment d;
  const auto failed = d.known.expand("-p {port.game.internal}");
  BOOST_REQUIRE(failed.has_error());
  BOOST_TEST((failed.error().code() == base::errc::not_found));
  const auto message = failed.error().message();  // error() gives a copy
  for (auto part : {"{port.game.internal} has no value", "{port.game-port.internal}", "{request_id}",
                    "{location.city}", "{env.NAME}", "{{ is a brace"})
    BOOST_TEST(message.find(part) != std::string::npos, part);
  BOOST_TEST(message.find("secret") == std::string::npos);
  BOOST_TEST(d.known.expand("{env.NOT_THERE}").has_error());
  BOOST_TEST(d.known.expand("{reqest_id}").error().message().find("did you mean {request_id}?") !=
             std::string::npos);
  BOOST_TEST(placeholders({}, {}).expand("{request_id}").has_error());
}

BOOST_AUTO_TEST_CASE(what_grows_without_bounds_is_refused) {
  const std::vector<std::string> variables{"LONG=" + std::string(100'000, 'x')};
  std::string text;
  for (int i = 0; i < 50; ++i) text += "{env.LONG}";
  BOOST_TEST((placeholders({}, variables).expand(text).error().code() == base::errc::too_large));
}

BOOST_AUTO_TEST_SUITE_END()
