#include "net/datagram.hpp"

#include "base/limits.hpp"
#include "world.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using asio::ip::udp;
using base::errc;

namespace {

/// A peer with a real socket on loopback; time is the test's.
struct with_peer : tests::world {
  udp::socket peer{loop, udp::endpoint(asio::ip::address_v4::loopback(), 0)};
  std::unique_ptr<datagram_socket> ours{
      connect_udp(loop.get_executor(), time, peer.local_endpoint()).value()};

  /// What has arrived at the peer, and from where.
  std::pair<std::string, udp::endpoint> arrived() {
    std::string packet(2048, '\0');
    udp::endpoint from;
    packet.resize(peer.receive_from(asio::buffer(packet), from));
    return {packet, from};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(datagrams, with_peer)

BOOST_AUTO_TEST_CASE(a_question_and_its_answer) {
  BOOST_REQUIRE(ours->send("ping"));
  const auto [packet, from] = arrived();
  BOOST_TEST(packet == "ping");
  peer.send_to(asio::buffer(std::string("pong")), from);
  BOOST_TEST(finish(ours->receive(time.now() + 1h)).value() == "pong");
  BOOST_TEST(time.waiting() == 0U);
}

BOOST_AUTO_TEST_CASE(what_comes_from_anybody_else_never_arrives) {
  BOOST_REQUIRE(ours->send("ping"));
  const auto from = arrived().second;
  udp::socket stranger(loop, udp::endpoint(asio::ip::address_v4::loopback(), 0));
  stranger.send_to(asio::buffer(std::string("I am the game, and empty")), from);
  peer.send_to(asio::buffer(std::string("pong")), from);
  BOOST_TEST(finish(ours->receive(time.now() + 1h)).value() == "pong");
}

BOOST_AUTO_TEST_CASE(silence_ends_at_the_deadline) {
  const auto pending = start(ours->receive(time.now() + 2s));
  time.advance(1999ms);
  BOOST_TEST(!pending->has_value());
  time.advance(1ms);
  settle();
  BOOST_REQUIRE(pending->has_value());
  BOOST_TEST(((**pending).error().code() == errc::timed_out));
}

BOOST_AUTO_TEST_CASE(nobody_at_the_port_is_told_at_once) {
  const auto nowhere = peer.local_endpoint();
  peer.close();
  const auto alone = connect_udp(loop.get_executor(), time, nowhere).value();
  BOOST_REQUIRE(alone->send("ping"));
  const auto got = finish(alone->receive(time.now() + 1h));
  BOOST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::unreachable));
  BOOST_TEST(got.error().message().find("nobody listens at 127.0.0.1:") == 0U);
}

BOOST_AUTO_TEST_CASE(one_that_is_too_large_is_refused_and_the_next_is_read) {
  BOOST_REQUIRE(ours->send("ping"));
  const auto from = arrived().second;
  peer.send_to(asio::buffer(std::string(base::limits::datagram_bytes + 1, 'x')), from);
  peer.send_to(asio::buffer(std::string(base::limits::datagram_bytes, 'y')), from);
  peer.send_to(asio::buffer(std::string()), from);
  BOOST_TEST((finish(ours->receive(time.now() + 1h)).error().code() == errc::too_large));
  BOOST_TEST(finish(ours->receive(time.now() + 1h)).value().size() == base::limits::datagram_bytes);
  BOOST_TEST(finish(ours->receive(time.now() + 1h)).value().empty());
}

BOOST_AUTO_TEST_SUITE_END()
