// The platform's answers, by the examples of its specification, and what is wrong with others.
#include "edgegap/client/client.hpp"
#include "edgegap/messages/bulk_stop.hpp"
#include "edgegap/messages/container_logs.hpp"
#include "edgegap/messages/deploy_v1.hpp"
#include "edgegap/messages/fleet_hosts.hpp"
#include "edgegap/messages/locations.hpp"
#include "edgegap/messages/metrics.hpp"
#include "edgegap/messages/tags.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::edgegap {

namespace {

using per_element = boost::test_tools::per_element;

std::string error_of(const base::error& failure) {
  return std::string(base::to_string(failure.code())) + ": " + failure.message();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(a_list_of_deployments) {
  const auto got =
      decode_deployment_page(R"({"data":[{"request_id":"2d35052ec4e9","fqdn":"abc123.test.edgegap.com",
    "ready":true,"start_time":"2026-04-22 12:00:46.444265","public_ip":"100.10.0.85","ports":{"gameport":{"name":
    "gameport","link":"https://c66980ae5bf1.pr.edgegap.net:30345","internal":7777,"external":30345,"protocol":"UDP",
    "tls_upgrade":false}},"tags":["production"]}],"message":["","careful"],"total_count":100,"pagination":{"number":1,
    "next_page_number":2,"previous_page_number":null,"paginator":{"num_pages":10},"has_next":true,
    "has_previous":false}})")
          .value();
  BOOST_TEST(got.warnings.empty());
  const auto& one = got.value.items.at(0);
  BOOST_TEST(one.request_id == "2d35052ec4e9");
  BOOST_TEST(one.fqdn == "abc123.test.edgegap.com");
  BOOST_TEST(one.public_ip == "100.10.0.85");
  BOOST_TEST((one.ready == true));
  BOOST_TEST(base::iso8601(one.start_time.value()) == "2026-04-22T12:00:46.444Z");
  BOOST_TEST((one.ports.at(0).external == 30345));
  BOOST_TEST(one.tags == std::vector<std::string>{"production"}, per_element());
  BOOST_TEST(got.value.messages == std::vector<std::string>{"careful"}, per_element());
  BOOST_TEST(
      (got.value.position.number == 1 && got.value.position.next == 2 && !got.value.position.previous));
  BOOST_TEST((got.value.position.pages == 10 && got.value.position.total == 100));
}

BOOST_AUTO_TEST_CASE(an_item_without_its_name_makes_a_list_unusable_and_is_pointed_at) {
  BOOST_TEST(error_of(decode_deployment_page(R"({"data":[{"request_id":"a"},{"fqdn":"b"},{}]})").error()) ==
             "malformed: not a list of deployments: /data/1/request_id: is missing, and 1 more like it");
  BOOST_TEST(error_of(decode_deployment_page(R"({"data":[{"request_id":7}]})").error()) ==
             "malformed: not a list of deployments: /data/0/request_id: expected a string, found a number");
  BOOST_TEST(error_of(decode_host_page(R"({"data":[{"status":"ACTIVE"}]})").error()) ==
             "malformed: not a list of hosts: /data/0/host_id: is missing");
  BOOST_TEST(error_of(decode_tag_page(R"({"tags":[{}]})").error()) ==
             "malformed: not a list of tags: /tags/0/name: is missing");
  BOOST_TEST(error_of(decode_beacon_page(R"({"locations":[{}]})").error()) ==
             "malformed: not a list of beacons: /locations/0/host: is missing");
  BOOST_TEST(error_of(decode_bulk_stop_answer(R"({"processable":[{"request_id":null}]})").error()) ==
             "malformed: not a bulk-stop answer: /processable/0/request_id: is missing");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_the_rest_is_a_warning) {
  const auto got = decode_deployment_page(
      R"({"data":[{"request_id":"a","ready":"maybe","start_time":"soon","tags":[1],"future":{}},5],"total_count":-1})");
  BOOST_TEST(got->value.items.size() == 1U);
  const std::vector<std::string> expected{
      "/data/1: expected an object, found a number", "/data/0/ready: expected a boolean, found a string",
      "/data/0/start_time: expected YYYY-MM-DD HH:MM:SS or YYYY-MM-DDTHH:MM:SSZ",
      "/data/0/tags/0: expected a string, found a number",
      "/total_count: expected 0 to 1000000000, found -1"};
  BOOST_TEST(got->warnings == expected, per_element());
}

BOOST_AUTO_TEST_CASE(a_deploy_answer_of_v1) {
  const auto got =
      decode_deploy_v1_answer(R"({"request_id":"61b1be8f54d9","request_dns":"61b1be8f54d9.pr.edgegap.net",
    "request_app":"my-game-server","request_version":"2024.01.30-16.23.00-UTC","request_user_count":"4",
    "filters":[{"field":"city","values":["Montreal"],"filter_type":"any"},{"field":"moon","values":[],"filter_type":"any"}],
    "tags":["a"],"container_log_storage":{"enabled":true,"endpoint_storage":"s"},"ap_sort_strategy":"basic"})")
          .value();
  BOOST_TEST(got.value.request_id == "61b1be8f54d9");
  BOOST_TEST(got.value.request_dns == "61b1be8f54d9.pr.edgegap.net");
  BOOST_TEST(got.value.request_app == "my-game-server");
  BOOST_TEST(got.value.request_version == "2024.01.30-16.23.00-UTC");
  BOOST_TEST((got.value.request_user_count == 4));
  BOOST_REQUIRE(got.value.filters.size() == 1U);
  BOOST_TEST((got.value.filters[0].field == location_field::city));
  BOOST_TEST((got.value.filters[0].match.kind == match_kind::any));
  BOOST_TEST(got.value.tags == std::vector<std::string>{"a"}, per_element());
  BOOST_TEST((got.value.log_storage->enabled && got.value.log_storage->endpoint_storage == "s"));
  BOOST_TEST(got.value.ap_sort_strategy == "basic");
  BOOST_TEST(got.warnings == std::vector<std::string>{"/filters/1/field: no field that is known here"},
             per_element());
}

BOOST_AUTO_TEST_CASE(locations_and_beacons) {
  const auto got = decode_location_page(R"({"locations":[{"city":"Montréal","country":"Canada","continent":
    "North America","administrative_division":"Quebec","timezone":"Eastern Time","latitude":45.5,"longitude":-73.5,
    "type":"standard","tags":[{"key":"tier","value":"1"}]}],"messages":["note"],"total_count":1})")
                       .value();
  BOOST_TEST(got.value.items.at(0).place.city == "Montréal");
  BOOST_TEST(got.value.items.at(0).place.latitude.value() == 45.5);
  BOOST_TEST(got.value.items.at(0).type == "standard");
  BOOST_TEST(got.value.items.at(0).tags.at(0).key == "tier");
  BOOST_TEST(got.value.messages.at(0) == "note");
  BOOST_TEST(!got.value.position.next.has_value());
  const auto beacons =
      decode_beacon_page(R"({"locations":[{"host":"172.235.110.137","fqdn":"b-51bfc6ad1864.pr.edgegap.net",
    "udp_port":32167,"tcp_port":0,"location":{"city":"Chicago"}}],"count":17})")
          .value();
  const auto& one = beacons.value.items.at(0);
  BOOST_TEST(one.host == "172.235.110.137");
  BOOST_TEST(one.fqdn == "b-51bfc6ad1864.pr.edgegap.net");
  BOOST_TEST((one.udp_port == 32167 && one.tcp_port == std::nullopt));
  BOOST_TEST(one.place.city == "Chicago");
  BOOST_TEST((beacons.value.position.total == 17));
}

BOOST_AUTO_TEST_CASE(container_logs_and_how_the_process_crashed) {
  const auto got = decode_container_logs(R"({"logs":"hello\nworld","encoding":"utf-8","crash_logs":"boom",
    "crash_data":{"exit_code":137,"message":"OOM killed","restart_count":2},"logs_link":"https://s3/x"})")
                       .value();
  BOOST_TEST(got.value.logs == "hello\nworld");
  BOOST_TEST(got.value.encoding == "utf-8");
  BOOST_TEST((got.value.crash_logs == "boom"));
  BOOST_TEST((got.value.crash->exit_code == 137 && got.value.crash->restart_count == 2));
  BOOST_TEST(got.value.crash->message == "OOM killed");
  BOOST_TEST(got.value.logs_link == "https://s3/x");
  const auto none =
      decode_container_logs(R"({"logs":null,"crash_logs":null,"crash_data":null,"logs_link":null})").value();
  BOOST_TEST(
      (none.value.logs.empty() && !none.value.crash_logs && !none.value.crash && none.warnings.empty()));
}

BOOST_AUTO_TEST_CASE(metrics_are_points_whose_lists_may_be_of_different_lengths) {
  const auto got = decode_metrics(R"({"cpu":{"labels":["00:00:00","00:01:00"],"datasets":[0.5,null,"7"],
    "timestamps":["2021-07-14 14:17:37.711"]},"network":{"receive":{"labels":[],"datasets":[1],"timestamps":[]}},
    "total":{"receive_total":{"datasets":[10]},"disk_write_total":{"datasets":["x"]}},"mem":null,"cpu_throttle_rate":[]})")
                       .value();
  BOOST_REQUIRE(got.value.cpu.size() == 3U);
  BOOST_TEST(got.value.cpu[0].label == "00:00:00");
  BOOST_TEST(got.value.cpu[0].value.value() == 0.5);
  BOOST_TEST(base::iso8601(got.value.cpu[0].timestamp.value()) == "2021-07-14T14:17:37.711Z");
  BOOST_TEST((!got.value.cpu[1].value && !got.value.cpu[1].timestamp));
  BOOST_TEST(got.value.cpu[2].value.value() == 7);
  BOOST_TEST(got.value.network_receive.at(0).value.value() == 1);
  BOOST_TEST(got.value.receive_total.at(0).value.value() == 10);
  BOOST_TEST(got.value.memory.empty());
  const std::vector<std::string> expected{"/cpu_throttle_rate: expected an object, found an array",
                                          "/total/disk_write_total/datasets: element 0: expected a number"};
  BOOST_TEST(got.warnings == expected, per_element());
}

BOOST_AUTO_TEST_CASE(a_fleets_hosts) {
  const auto got = decode_host_page(R"({"data":[{"host_id":"alpha-north-america-95fab093","status":"ACTIVE",
    "ip_address":"192.53.120.48","latitude":43.6173,"longitude":-79.3186,"city":"Toronto","country":"Canada",
    "continent":"North America","allocated_cpu_units":1152,"allocated_memory_mb":2176,"allocatable_cpu_units":12928,
    "allocatable_memory_mb":25178,"beacon":{"tcp_port":30974,"udp_port":31843,"ip_address":"192.53.120.48"},
    "created_at":"2025-11-26T16:32:30.825138Z","updated_at":"2025-11-26T16:32:30.825144Z","centroid":{"label":"Alpha",
    "latitude":43.98,"longitude":-78.67,"radius_km":0,"desired_host_count":1},"delete_schedule":{"uuid":"10287c9b",
    "scheduled_at":"2025-11-30T23:59:00Z"},"fleet_host_specifications":{"cpu_units":16384,"memory_mb":32768,
    "base_clock_speed_mhz":2000}},{"host_id":"b","status":"PENDING","ip_address":null,"beacon":null,
    "delete_schedule":null},{"host_id":"c","status":"RESTING"}],"total_count":3})")
                       .value();
  BOOST_TEST(got.warnings.empty());
  const auto& one = got.value.items.at(0);
  BOOST_TEST((one.status == host_status::active && got.value.items.at(1).status == host_status::pending));
  BOOST_TEST((got.value.items.at(2).status == host_status::unknown));
  BOOST_TEST(got.value.items.at(2).status_text == "RESTING");
  BOOST_TEST(
      (one.ip_address == "192.53.120.48" && one.city == "Toronto" && one.continent == "North America"));
  BOOST_TEST((one.allocated_cpu_units == 1152 && one.allocated_memory_mb == 2176));
  BOOST_TEST((one.allocatable_cpu_units == 12928 && one.allocatable_memory_mb == 25178));
  BOOST_TEST((one.beacon->tcp_port == 30974 && one.beacon->udp_port == 31843));
  BOOST_TEST(base::iso8601(one.created_at.value()) == "2025-11-26T16:32:30.825Z");
  BOOST_TEST((one.centroid.label == "Alpha" && one.centroid.desired_host_count == 1));
  BOOST_TEST(base::iso8601(one.delete_schedule->scheduled_at.value()) == "2025-11-30T23:59:00.000Z");
  BOOST_TEST((one.specified_cpu_units == 16384 && one.specified_memory_mb == 32768 &&
              one.base_clock_speed_mhz == 2000));
  BOOST_TEST(!got.value.items.at(1).beacon.has_value());
}

BOOST_AUTO_TEST_CASE(tags_with_their_times) {
  const auto got =
      decode_tag(R"({"name":"é/1","create_time":"2026-04-22 20:30:52.283949","last_updated":null})").value();
  BOOST_TEST(got.value.name == "é/1");
  BOOST_TEST(base::iso8601(got.value.create_time.value()) == "2026-04-22T20:30:52.283Z");
  BOOST_TEST(!got.value.last_updated.has_value());
  BOOST_TEST((decode_tag_page(R"({"count":1,"tags":[{"name":"a"}]})")->value.position.total == 1));
}

BOOST_AUTO_TEST_CASE(a_stop_may_tell_what_it_stops) {
  stop_outcome outcome;
  BOOST_TEST(!stop_summary(outcome).has_value());
  outcome.text = R"({"message":"ok","deployment_summary":null})";
  BOOST_TEST(!stop_summary(outcome).has_value());
  outcome.text =
      R"({"message":"ok","deployment_summary":{"request_id":"a","current_status":"Status.READY"}})";
  BOOST_TEST((stop_summary(outcome)->status == deployment_status::ready));
}

BOOST_AUTO_TEST_CASE(the_older_members_of_a_status_are_understood_too) {
  const auto seen =
      decode_deployment(R"({"request_id":"a","current_status":"Status.READY","last_status":"Status.DEPLOYING",
    "removal_time":"2026-04-22 12:00:46","whitelisting_active":false,"command":"run","arguments":null,
    "sessions":[{"session_id":"s","status":"Ready","ready":true,"linked":true,"kind":"SEATS","user_count":3}],
    "ports":{"p":{"internal":1,"external":2,"proxy":65002}}})")
          .value()
          .value;
  BOOST_TEST(seen.last_status_text == "Status.DEPLOYING");
  BOOST_TEST(base::iso8601(seen.removal_time.value()) == "2026-04-22T12:00:46.000Z");
  BOOST_TEST((seen.whitelisting_active == false && seen.command == "run" && !seen.arguments));
  BOOST_TEST((seen.sessions.at(0).kind == "SEATS" && seen.sessions.at(0).user_count == 3));
  BOOST_TEST((seen.ports.at(0).proxy == 65002));
}

BOOST_AUTO_TEST_CASE(a_time_is_written_as_v1_writes_it) {
  const auto when = parse_timestamp("2026-04-22T12:00:46.444265Z").value();
  BOOST_TEST(format_timestamp(when) == "2026-04-22 12:00:46.444000");
  BOOST_TEST((parse_timestamp(format_timestamp(when)) == when));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
