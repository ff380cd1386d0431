#include "fleet/deploy_requests.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::fleet {

BOOST_AUTO_TEST_SUITE(deploy_words)

BOOST_AUTO_TEST_CASE(words_become_a_request) {
  deploy_options o;
  o.application = "game";
  o.version = "v1";
  o.ips = {"203.0.113.7"};
  o.places = {"45.5,-73.6"};
  o.environment = {"A=b=c", "EMPTY="};
  o.hidden_environment = {"KEY=x"};
  o.tags = {"é"};
  o.cpu_units = 512;
  o.memory_mib = 1024;
  o.cached_only = true;
  BOOST_TEST(
      encode(static_cast<const edgegap::deploy_request&>(to_request(o).value())).value() ==
      R"({"application":"game","version":"v1","users":[{"user_type":"ip_address","user_data":{"ip_address":"203.0.113.7"}},{"user_type":"geo_coordinates","user_data":{"latitude":45.5,"longitude":-73.6}}],"require_cached_locations":true,"resources":{"cpu_units":512,"memory_mib":1024},"environment_variables":[{"key":"A","value":"b=c","is_hidden":false},{"key":"EMPTY","value":"","is_hidden":false},{"key":"KEY","value":"x","is_hidden":true}],"tags":["é"]})");
}

BOOST_AUTO_TEST_CASE(a_word_that_is_wrong_is_named_and_a_secret_is_not) {
  deploy_options o;
  o.places = {"45.5"};
  BOOST_TEST(to_request(o).error().message() == "'45.5': expected LAT,LON in degrees, e.g. 45.5,-73.6");
  o.places = {"north,west"};
  BOOST_TEST(to_request(o).has_error());
  o.places.clear();
  o.hidden_environment = {"=secret"};
  BOOST_TEST(to_request(o).error().message() == "'': expected KEY=VALUE");
}

BOOST_AUTO_TEST_CASE(words_become_a_request_of_v1) {
  deploy_v1_options o;
  o.application = "game";
  o.places = {"203.0.113.7,45.5,-73.5"};
  o.filters = {"country=Canada,France", "city!=Paris"};
  o.environment = {"A=b"};
  o.log_storage = "s3";
  o.command = "run";
  BOOST_TEST(
      encode(to_request(o).value()).value() ==
      R"({"app_name":"game","geo_ip_list":[{"ip":"203.0.113.7","latitude":45.5,"longitude":-73.5}],"filters":[{"field":"country","values":["Canada","France"],"filter_type":"any"},{"field":"city","values":["Paris"],"filter_type":"not"}],"env_vars":[{"key":"A","value":"b","is_hidden":false}],"container_log_storage":{"enabled":true,"endpoint_storage":"s3"},"command":"run"})");
  deploy_v1_options old;
  old.application = "game";
  old.ips = {"203.0.113.8"};
  old.skip_telemetry = false;
  old.is_public_app = true;
  old.telemetry_profiles = {"85cf70e6"};
  old.sort_strategy = "basic";
  BOOST_TEST(
      encode(to_request(old).value()).value() ==
      R"({"app_name":"game","ip_list":["203.0.113.8"],"skip_telemetry":false,"is_public_app":true,"telemetry_profile_uuid_list":["85cf70e6"],"ap_sort_strategy":"basic"})");
  o.ips = {"203.0.113.8"};
  BOOST_TEST(to_request(o).error().message() == "--ip and --at exclude each other with v1");
  o.ips.clear();
  o.filters = {"moon=full"};
  BOOST_TEST(to_request(o).error().message().starts_with("'moon=full': expected FIELD=VALUE"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
