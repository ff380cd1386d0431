#include "net/response_stream.hpp"

#include "live_fixture.hpp"

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;
using tests::live_fixture;

BOOST_FIXTURE_TEST_SUITE(live, live_fixture)

BOOST_AUTO_TEST_CASE(messages_are_lines_in_chunks_as_they_come) {
  source->waiting = {"one", "two"};
  client.send("GET / HTTP/1.1\r\n\r\n");
  until_body("4\r\none\n\r\n4\r\ntwo\n\r\n");
  source->say("three");
  until_body("4\r\none\n\r\n4\r\ntwo\n\r\n6\r\nthree\n\r\n");
  source->finish(stream_source::end::finished);
  until([&] { return client.ended(); });
  BOOST_TEST(body().ends_with("\r\n0\r\n\r\n"));
  BOOST_TEST(client.received().find("Transfer-Encoding: chunked\r\nConnection: close") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_was_cut_has_no_end) {
  client.send("GET / HTTP/1.1\r\n\r\n");
  source->say("one");
  until_body("4\r\none\n\r\n");
  source->finish(stream_source::end::cut);
  until([&] { return client.ended(); });
  BOOST_TEST(body() == "4\r\none\n\r\n");
}

BOOST_AUTO_TEST_CASE(http_1_0_gets_plain_lines) {
  source->waiting = {"one"};
  source->state = stream_source::end::finished;
  client.send("GET / HTTP/1.0\r\n\r\n");
  until([&] { return client.ended(); });
  BOOST_TEST(body() == "one\n");
  BOOST_TEST(client.received().find("chunked") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(head_gets_no_body) {
  source->waiting = {"one"};
  client.send("HEAD / HTTP/1.1\r\n\r\n");
  until([&] { return client.ended(); });
  BOOST_TEST(body().empty());
}

BOOST_AUTO_TEST_CASE(a_peer_that_leaves_frees_its_place_at_once) {
  client.send("GET / HTTP/1.1\r\n\r\n");
  until([&] { return !client.received().empty(); });
  BOOST_TEST(server.connections() == 1);
  client.close();
  until([&] { return server.connections() == 0; });
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(a_peer_that_ends_its_own_side_gets_what_is_there) {
  source->waiting = {"one"};
  client.send("GET / HTTP/1.1\r\n\r\n");
  client.end();
  until([&] { return client.ended(); });
  BOOST_TEST(body() == "4\r\none\n\r\n0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_peer_that_does_not_read_is_dropped_at_the_deadline) {
  source->endless = true;
  boost::asio::ip::tcp::socket deaf(loop);
  deaf.connect(tests::local_endpoint(port));
  boost::asio::write(deaf, boost::asio::buffer(std::string_view("GET / HTTP/1.1\r\n\r\n")));
  until([&] { return server.connections() == 2; });
  for (int i = 0; i < 1'000; ++i) settle();
  BOOST_TEST(server.connections() == 2);
  time.advance(6s);
  BOOST_TEST(server.connections() == 1);
  BOOST_TEST(log.has("the peer does not read"));
}

BOOST_AUTO_TEST_CASE(a_server_that_stops_ends_live_answers) {
  client.send("GET / HTTP/1.1\r\n\r\n");
  until([&] { return !client.received().empty(); });
  server.stop();
  until([&] { return client.ended(); });
  BOOST_TEST(server.connections() == 0);
  BOOST_TEST(time.waiting() == 0u);
  source->say("nobody listens");
  settle();
}

BOOST_AUTO_TEST_CASE(a_flood_into_lines_ends_the_connection_at_once) {
  client.send("GET / HTTP/1.1\r\n\r\n");
  until([&] { return !client.received().empty(); });
  client.send(std::string(base::limits::refused_body_bytes + 1, 'x'));
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_SUITE_END()
