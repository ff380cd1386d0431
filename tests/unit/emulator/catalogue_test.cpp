#include "emulator/reading/catalogue_reader.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

std::string with(const std::string& members) {
  return R"({"applications": [{"application": "game", "version": "v1", "command": ["game"])" +
         (members.empty() ? "" : ", " + members) + "}]}";
}

std::string why(const base::result<emulator::catalogue>& offered) {
  return offered ? "" : offered.error().message();
}

emulator::app_version version(const std::string& members) {
  const auto offered = emulator::parse_catalogue(with(members));
  BOOST_REQUIRE_MESSAGE(offered.has_value(), why(offered));
  return offered->versions.at(0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(emulator_catalogue)

BOOST_AUTO_TEST_CASE(the_built_in_catalogue_is_good_and_offers_the_sample) {
  const auto offered = emulator::parse_catalogue(emulator::built_in_catalogue());
  BOOST_REQUIRE_MESSAGE(offered.has_value(), why(offered));
  BOOST_TEST(offered->find("sample", "v1") != nullptr);
  BOOST_TEST(offered->find("sample", "v2") == nullptr);
}

BOOST_AUTO_TEST_CASE(what_is_not_said_has_the_platforms_defaults) {
  const auto made = version("");
  BOOST_CHECK(made.termination_grace == 5s);
  BOOST_CHECK(made.restart == emulator::restart_policy::always);
  BOOST_TEST(made.max_duration_minutes == 1440);
  BOOST_TEST(!made.sockets.has_value());
  BOOST_TEST(made.ports.empty());
}

BOOST_AUTO_TEST_CASE(everything_that_is_said_is_taken) {
  const auto made =
      version(R"("ports": [{"port": 7777}, {"name": "web", "port": 80, "protocol": "HTTP", "external": 8080}],
      "environment": {"A": "", "B": "c"}, "termination_grace_period_seconds": 30, "restart_policy": "on_failure",
      "max_duration": -1, "sockets": 3, "walk": {"seeking": "2s"}, "cpu_units": 256, "memory_mb": 512)");
  BOOST_TEST(made.ports.size() == 2u);
  BOOST_TEST(made.ports[0].name.empty());
  BOOST_TEST(made.ports[0].protocol == "UDP");
  BOOST_TEST(made.ports[1].external.value_or(0) == 8080);
  BOOST_TEST(made.environment.at("B") == "c");
  BOOST_CHECK(made.termination_grace == 30s);
  BOOST_CHECK(made.restart == emulator::restart_policy::on_failure);
  BOOST_TEST(made.max_duration_minutes == -1);
  BOOST_TEST(made.sockets.value_or(0) == 3);
  BOOST_CHECK(made.provisioning[1] == 2s);
  BOOST_CHECK(made.provisioning[0] == 100ms);
}

BOOST_AUTO_TEST_CASE(comments_are_allowed) {
  BOOST_TEST(emulator::parse_catalogue("// one\n{\"applications\": [] // two\n}").has_value());
}

BOOST_AUTO_TEST_CASE(each_mistake_is_named_with_its_json_pointer) {
  const std::pair<std::string, std::string> mistakes[] = {
      {"{", "not JSON"},
      {"[]", "/: expected an object"},
      {"{}", "/applications: is required"},
      {R"({"applications": [], "locaton": {}})", "did you mean location?"},
      {R"({"applications": [5]})", "/applications/0: expected an object"},
      {R"({"applications": [{}]})", "/applications/0/application: is required"},
      {R"({"applications": [{"application": "a", "version": "b", "command": []}]})",
       "/applications/0/command: must name"},
      {R"({"applications": [{"application": "a", "version": "b", "command": ["c"]},
                            {"application": "a", "version": "b", "command": ["c"]}]})",
       "/applications/1/version: 'b' of 'a' is there twice"},
      {with(R"("restart_policy": "sometimes")"),
       "/applications/0/restart_policy: 'sometimes' is none of always, never, on_failure"},
      {with(R"("max_duration": 1441)"),
       "/applications/0/max_duration: expected a whole number from -1 to 1440, found 1441"},
      {with(R"("ports": [{"port": 60000}])"),
       "/applications/0/ports/0/port: expected a whole number from 0 to 59999"},
      {with(R"("ports": [{"port": 1, "protocol": "udp"}])"),
       "/applications/0/ports/0/protocol: 'udp' is none of TCP"},
      {with(R"("ports": [{"port": 1, "name": "a"}, {"port": 2, "name": "a"}])"),
       "/applications/0/ports/1/name: 'a' is used"},
      {with(R"("environment": {"A=B": "c"})"), "/applications/0/environment/A=B: a variable's name"},
      {with(R"("walk": {"seeking": "5"})"), "/applications/0/walk/seeking: '5' has no unit"},
      {with(R"("walk": {"ready": "5s"})"), "/applications/0/walk/ready: unknown key"},
      {R"({"applications": [], "port_range": {"first": 9, "last": 8}})",
       "/port_range/last: is smaller than first"},
  };
  for (const auto& [text, names] : mistakes) {
    const auto offered = emulator::parse_catalogue(text);
    BOOST_REQUIRE_MESSAGE(!offered.has_value(), text);
    BOOST_TEST(offered.error().message().find(names) != std::string::npos, offered.error().message()
                                                                               << " without " << names);
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_named) {
  const auto offered = emulator::load_catalogue("/nowhere/emulator.json");
  BOOST_REQUIRE(!offered.has_value());
  BOOST_CHECK(offered.error().code() == base::errc::not_found);
  BOOST_TEST(offered.error().message().starts_with("/nowhere/emulator.json: "));
}

BOOST_AUTO_TEST_SUITE_END()
