#include "occupancy/detector_spec.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::occupancy {

namespace {

namespace limits = base::limits;
using base::errc;
using kind = detector_spec::kind;

detector_spec parsed(std::string_view text) {
  const auto spec = parse_detector(text);
  BOOST_REQUIRE_MESSAGE(spec, (spec ? "" : spec.error().message()));
  BOOST_TEST(spec->text == text);
  return *spec;
}

std::string why(std::string_view text) {
  const auto spec = parse_detector(text);
  BOOST_REQUIRE_MESSAGE(!spec, text);
  BOOST_TEST((spec.error().code() == errc::invalid_input));
  return spec.error().message();
}

const std::vector<named_port> mapping{{"gameport", 7777}, {"Query Port", 27015}, {"8080", 8080}};

}  // namespace

BOOST_AUTO_TEST_SUITE(detector_specs)

BOOST_AUTO_TEST_CASE(every_kind_is_read) {
  BOOST_TEST((parsed("sockets_usage").what == kind::usage));
  BOOST_TEST((parsed("reported").what == kind::report));
  BOOST_TEST((parsed("log").what == kind::log));
  BOOST_TEST(!parsed("log").polled());
  const auto a2s = parsed("a2s:27015");
  BOOST_TEST((a2s.what == kind::a2s && a2s.polled() && a2s.bots == bot_rule::leave_out));
  BOOST_TEST(a2s.ports.at(0).number == 27015);
  BOOST_TEST(a2s.host.to_string() == "127.0.0.1");
  BOOST_TEST((parsed("a2s:27015/apart").bots == bot_rule::apart));
  BOOST_TEST((parsed("a2s:27015/included").bots == bot_rule::included));
  BOOST_TEST((parsed("quake3:27960").bots == bot_rule::included));
  BOOST_TEST((parsed("quake3:27960/all").bots == bot_rule::count));
  BOOST_TEST(parsed("minecraft:gameport").ports.at(0).name == "gameport");
  BOOST_TEST(parsed("tcp:7777+Query Port+1").ports.size() == 3U);
  BOOST_TEST(parsed("udp_rate:0").floor == 0);
  BOOST_TEST(parsed("udp_rate:250").floor == 250);
}

BOOST_AUTO_TEST_CASE(an_address_can_stand_in_front_of_the_port) {
  BOOST_TEST(parsed("a2s:10.1.2.3:27015").host.to_string() == "10.1.2.3");
  BOOST_TEST(parsed("a2s:[::1]:gameport/all").host.to_string() == "::1");
  BOOST_TEST(parsed("minecraft:[fd00::2]:25565").ports.at(0).number == 25565);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_with_what_is_allowed) {
  BOOST_TEST(why("a3s:1") ==
             "detector 'a3s:1': there is no detector 'a3s'; allowed are sockets_usage, reported, log, "
             "a2s:[ADDRESS:]PORT[/included|/apart|/all], quake3:[ADDRESS:]PORT[/all], "
             "minecraft:[ADDRESS:]PORT, tcp:PORT[+PORT…], "
             "udp_rate:DATAGRAMS_PER_SECOND");
  BOOST_TEST(why("a2s") == "detector 'a2s': it is written a2s:[ADDRESS:]PORT[/included|/apart|/all]");
  BOOST_TEST(why("log:x") == "detector 'log:x': it is written log");
  BOOST_TEST(why("a2s:70000") ==
             "detector 'a2s:70000': '70000' is no port: a number from 1 to 65535, or a name; it is written "
             "a2s:[ADDRESS:]PORT[/included|/apart|/all]");
  BOOST_TEST(why("a2s:localhost:1").find("'localhost' is no address") != std::string::npos);
  BOOST_TEST(why("udp_rate:5.5").find("'5.5' is no whole number") != std::string::npos);
  BOOST_TEST(why("tcp:1+").find("a port is missing") != std::string::npos);
  BOOST_TEST(why(std::string(300, 'x')).find("more than 256 bytes") != std::string::npos);
  for (const char* bad :
       {"", ":", "a2s:", "a2s:0", "a2s:/all", "minecraft:1/all", "quake3:1/apart", "tcp:", "tcp:1,2",
        "tcp:a:1", "udp_rate:", "udp_rate:-1", "udp_rate:99999999999", "A2S:1", " a2s:1", "a2s:[::1:5"})
    why(bad);
  std::string many = "tcp:1";
  for (std::size_t i = 0; i < limits::detector_ports; ++i) many += "+1";
  BOOST_TEST(why(many).find("more than 16 ports") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_list_has_each_once_and_not_too_many) {
  BOOST_TEST(parse_detectors(std::vector<std::string>{"reported", "a2s:1", "a2s:2"}).value().size() == 3U);
  BOOST_TEST(parse_detectors(std::vector<std::string>{"a2s:1", "a2s:1"}).error().message() ==
             "detector 'a2s:1': it stands there twice");
  BOOST_TEST(!parse_detectors(std::vector<std::string>{"reported", "nonsense"}));
  BOOST_TEST(!parse_detectors(std::vector<std::string>(limits::detectors_max + 1, "reported")));
}

BOOST_AUTO_TEST_CASE(names_stand_for_internal_ports) {
  const auto ports = [](std::string_view text) { return resolve_ports(parsed(text), mapping).value(); };
  BOOST_TEST((ports("tcp:gameport+8080+5") == std::vector<std::uint16_t>{7777, 8080, 5}));
  BOOST_TEST((ports("a2s:Query Port") == std::vector<std::uint16_t>{27015}));
  BOOST_TEST((ports("a2s:query_port") == std::vector<std::uint16_t>{27015}));
  BOOST_TEST(ports("udp_rate:5").empty());
}

BOOST_AUTO_TEST_CASE(a_name_that_is_not_there_is_said_with_those_that_are) {
  const auto failed = resolve_ports(parsed("a2s:game"), mapping);
  BOOST_TEST((failed.error().code() == errc::not_found));
  BOOST_TEST(failed.error().message() ==
             "the platform's mapping has no port named 'game'; there are 'gameport', 'Query Port', '8080'");
  BOOST_TEST(resolve_ports(parsed("a2s:game"), {}).error().message() ==
             "the platform's mapping has no port named 'game', it is empty");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
