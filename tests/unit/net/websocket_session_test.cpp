#include "net/websocket_session.hpp"

#include "live_fixture.hpp"
#include "support/websocket_frames.hpp"

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;
using tests::client_frame;
using tests::live_fixture;
using tests::masked;
using tests::websocket_opcode;

namespace {

constexpr std::string_view protocol_error = "\x88\x02\x03\xea";
constexpr std::string_view too_large = "\x88\x02\x03\xf1";

struct websocket_fixture : live_fixture {
  /// What a new peer is sent once it has said this.
  std::string answer_to(std::string_view said) {
    tests::raw_tcp peer(loop, tests::local_endpoint(port));
    peer.send(tests::upgrade_to_websocket);
    until([&] { return peer.received().ends_with("\r\n\r\n"); });
    const auto header = peer.received().size();
    peer.send(said);
    until([&] { return peer.received().size() >= header + protocol_error.size(); });
    return peer.received().substr(header);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(websockets, websocket_fixture)

BOOST_AUTO_TEST_CASE(a_websocket_is_accepted_as_the_rfc_s_example_says) {
  open_websocket();
  BOOST_TEST(client.received() ==
             "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
             "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nConnection: Upgrade\r\n\r\n");
  source->say("hello");
  until_body("\x81\x05hello");
}

BOOST_AUTO_TEST_CASE(a_ping_is_answered_and_a_close_too) {
  open_websocket();
  client.send(masked(websocket_opcode::text, "nobody asked"));
  client.send(masked(websocket_opcode::ping, "abc"));
  until_body(
      "\x8a\x03"
      "abc");
  client.send(masked(websocket_opcode::close, "\x03\xe8"));
  until([&] { return body().ends_with("\x88\x02\x03\xe8"); });
  client.end();
  until([&] { return client.ended(); });
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(frames_behind_the_upgrade_are_not_lost) {
  client.send(std::string(tests::upgrade_to_websocket) + masked(websocket_opcode::ping, "x"));
  until([&] { return body() == "\x8a\x01x"; });
}

// The clock stands still in these: only the bound on the bytes can end the connection.
BOOST_AUTO_TEST_CASE(a_flood_behind_a_close_ends_the_connection_at_once) {
  open_websocket();
  client.send(masked(websocket_opcode::close, "\x03\xe8"));
  until([&] { return body() == "\x88\x02\x03\xe8"; });
  client.send(std::string(base::limits::refused_body_bytes + 1, 'x'));
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(a_flood_behind_the_rule_that_was_broken_ends_the_connection_at_once) {
  open_websocket();
  client.send("\x81\x01x");
  until([&] { return body() == "\x88\x02\x03\xea"; });
  client.send(std::string(base::limits::refused_body_bytes + 1, 'x'));
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(a_flood_behind_the_server_s_own_close_ends_the_connection_at_once) {
  open_websocket();
  source->finish(stream_source::end::finished);
  until([&] { return body() == "\x88\x02\x03\xe8"; });
  std::string flood;
  while (flood.size() <= base::limits::refused_body_bytes)
    flood += masked(websocket_opcode::text, std::string(4'000, 'x'));
  client.send(flood);
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(a_peer_that_breaks_the_rules_is_told_and_left) {
  open_websocket();
  client.send("\x81\x01x");  // not masked
  until([&] { return body() == "\x88\x02\x03\xea"; });
  time.advance(2s);
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(a_source_that_ends_closes_the_websocket_and_a_cut_one_says_why) {
  open_websocket();
  source->finish(stream_source::end::cut);
  until([&] { return body() == "\x88\x02\x03\xf0"; });
  client.send(masked(websocket_opcode::close, "\x03\xf0"));
  client.end();
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(silence_is_pinged_and_a_dead_peer_dropped) {
  open_websocket();
  time.advance(30s);
  until([&] { return body() == std::string("\x89\0", 2); });
  client.send(masked(websocket_opcode::pong, ""));
  settle();
  time.advance(30s);
  until([&] { return body().size() == 4; });
  BOOST_TEST(server.connections() == 1);
  time.advance(30s);
  until([&] { return server.connections() == 0; });
  BOOST_TEST(log.has("answers no ping"));
}

BOOST_AUTO_TEST_CASE(frames_may_come_byte_by_byte_and_between_the_parts_of_a_message) {
  open_websocket();
  for (const char c : client_frame(0x01, "a") + client_frame(0x89, "x") + client_frame(0x80, "b"))
    client.send(std::string_view(&c, 1));
  client.send(masked(websocket_opcode::ping, "y"));
  until_body("\x8a\x01x\x8a\x01y");
}

BOOST_AUTO_TEST_CASE(messages_that_wait_come_in_one_write) {
  source->waiting = {"one", "two", "three"};
  client.send(tests::upgrade_to_websocket);
  until([&] { return !body().empty(); });
  BOOST_TEST(body() == "\x81\x03one\x81\x03two\x81\x05three");
}

BOOST_AUTO_TEST_CASE(lengths_take_one_two_or_eight_bytes) {
  open_websocket();
  const std::string longest(65'536, 'x');
  source->waiting = {longest.substr(0, 125), longest.substr(0, 126), longest};
  source->tell();
  until([&] { return body().size() >= 2 + 125 + 4 + 126 + 10 + longest.size(); });
  BOOST_TEST(body().substr(0, 2) == "\x81\x7d");
  BOOST_TEST(body().substr(127, 4) == std::string("\x81\x7e\0\x7e", 4));
  BOOST_TEST(body().substr(257, 10) == std::string("\x81\x7f\0\0\0\0\0\x01\0\0", 10));
}

BOOST_AUTO_TEST_CASE(what_is_against_the_rules_is_refused) {
  const std::string much(base::limits::websocket_message_bytes, 'x');
  BOOST_TEST(answer_to("\x81\x01x") == protocol_error);             // no mask
  BOOST_TEST(answer_to(client_frame(0xc1, "")) == protocol_error);  // reserved bit
  BOOST_TEST(answer_to(client_frame(0x83, "")) == protocol_error);  // opcode 3
  BOOST_TEST(answer_to(client_frame(0x09, "")) == protocol_error);  // ping in parts
  BOOST_TEST(answer_to(client_frame(0x89, much.substr(0, 126))) == protocol_error);
  BOOST_TEST(answer_to(client_frame(0x80, "")) == protocol_error);  // no beginning
  BOOST_TEST(answer_to(client_frame(0x01, "") + client_frame(0x81, "")) == protocol_error);
  BOOST_TEST(answer_to(client_frame(0x81, much + "x")) == too_large);
  BOOST_TEST(answer_to(client_frame(0x01, much) + client_frame(0x80, "x")) == too_large);  // in parts as well
  BOOST_TEST(answer_to(std::string("\x81\xff") + std::string(8, '\xff') + "mask") == too_large);
}

BOOST_AUTO_TEST_CASE(a_peer_that_only_ends_its_own_side_gets_what_is_there_and_the_close) {
  source->waiting = {"one", "two"};
  client.send(tests::upgrade_to_websocket);
  client.end();
  until([&] { return client.ended(); });
  BOOST_TEST(body() == "\x81\x03one\x81\x03two\x88\x02\x03\xe8");
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(a_peer_that_leaves_without_a_close_frees_its_place_at_once) {
  open_websocket();
  client.close();
  until([&] { return server.connections() == 0; });
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(a_peer_that_answers_no_close_is_left_when_its_time_is_up) {
  open_websocket();
  source->finish(stream_source::end::finished);
  until([&] { return body() == "\x88\x02\x03\xe8"; });
  settle();
  BOOST_TEST(server.connections() == 1);
  time.advance(base::limits::stream_close_wait);
  until([&] { return server.connections() == 0; });
}

// The pongs are answers as well: who asks for them and reads none is not waited for.
BOOST_AUTO_TEST_CASE(a_peer_that_reads_no_pong_is_dropped_at_the_deadline) {
  boost::asio::ip::tcp::socket deaf(loop, boost::asio::ip::tcp::v4());
  deaf.set_option(boost::asio::socket_base::receive_buffer_size(4096));
  deaf.connect(tests::local_endpoint(port));
  boost::asio::write(deaf, boost::asio::buffer(tests::upgrade_to_websocket));
  until([&] { return server.connections() == 2; });
  deaf.non_blocking(true);
  std::string pings;
  while (pings.size() < 64 * 1024) pings += masked(websocket_opcode::ping, std::string(125, 'x'));
  std::size_t sent = 0;
  for (int refused = 0; refused < 10; ++refused) {
    boost::system::error_code ec;
    while (!ec) {
      sent += deaf.write_some(boost::asio::buffer(pings) + sent % pings.size(), ec);
      if (!ec) refused = 0;
    }
    settle();
  }
  BOOST_TEST(server.connections() == 2);
  time.advance(6s);
  BOOST_TEST(server.connections() == 1);
  BOOST_TEST(log.has("the peer does not read"));
}

BOOST_AUTO_TEST_CASE(a_server_that_stops_ends_a_websocket_that_nobody_reads) {
  source->endless = true;
  boost::asio::ip::tcp::socket deaf(loop);
  deaf.connect(tests::local_endpoint(port));
  boost::asio::write(deaf, boost::asio::buffer(tests::upgrade_to_websocket));
  until([&] { return server.connections() == 2; });
  for (int i = 0; i < 1'000; ++i) settle();
  server.stop();
  until([&] { return server.connections() == 0; });
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
