#include "gamekeeper/check/port_request.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::check;
using gamekeeper::process::transport;

BOOST_AUTO_TEST_SUITE(port_requests)

BOOST_AUTO_TEST_CASE(every_form) {
  const auto full = parse_port_request("Game Port=7777/tcp/udp").value();
  BOOST_TEST(full.name == "Game Port");
  BOOST_TEST(full.number == 7777);
  BOOST_TEST(full.protocol == "TCP/UDP");
  BOOST_TEST(full.transports().size() == 2u);
  const auto bare = parse_port_request("80/WS").value();
  BOOST_TEST(bare.name == "80");
  BOOST_TEST((bare.transports() == std::vector{transport::tcp}));
  BOOST_TEST((parse_port_request("a=65535").value().transports() == std::vector{transport::udp}));
}

BOOST_AUTO_TEST_CASE(what_is_none) {
  for (auto text :
       {"", "x", "0", "65536", "-1", "=1", "a=", "a=1/", "1/SCTP", "1 /UDP", "a=b=1", "1/UDP/", "a=+5"}) {
    const auto read = parse_port_request(text);
    BOOST_TEST(!read.has_value(), text);
    if (!read) BOOST_TEST(read.error().message().find("NAME=NUMBER/PROTOCOL") != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
