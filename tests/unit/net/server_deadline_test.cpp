#include "net/http_server.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;

namespace {

boost::asio::awaitable<http_response> large(http_request, const http_peer&) {
  co_return http_response(200, "text/plain", std::string(64 * 1024 * 1024, 'x'));
}

struct fixture : tests::world {
  http_server server{loop.get_executor(), time, log.log, tests::small_limits(), large, tests::plain_page};
  std::uint16_t port = server.listen_tcp("127.0.0.1", 0).value();
  tests::raw_tcp client{loop, tests::local_endpoint(port)};

  fixture() {
    until([this] { return server.connections() == 1; });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(server_deadline, fixture)

BOOST_AUTO_TEST_CASE(a_request_that_drips_in_byte_by_byte_is_answered_408) {
  for (const char* next : {"G", "E", "T", " ", "/"}) {
    client.send(next);
    settle();
    time.advance(900ms);
    BOOST_TEST(client.received() == "");
  }
  time.advance(1s);
  until([&] { return client.ended(); });
  BOOST_TEST(client.received().starts_with("HTTP/1.1 408 "));
  BOOST_TEST(client.received().ends_with("within 5s"));
  BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(a_body_that_never_comes_is_answered_408_too) {
  client.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
  settle();
  time.advance(5s);
  until([&] { return client.ended(); });
  BOOST_TEST(client.received().starts_with("HTTP/1.1 408 "));
}

BOOST_AUTO_TEST_CASE(a_connection_that_asks_nothing_is_closed_without_a_word) {
  time.advance(59s);
  BOOST_TEST(!client.ended());
  time.advance(1s);
  until([&] { return client.ended(); });
  BOOST_TEST(client.received() == "");
}

BOOST_AUTO_TEST_CASE(a_peer_that_does_not_read_its_answer_is_dropped) {
  boost::asio::ip::tcp::socket deaf(loop);
  deaf.connect(tests::local_endpoint(port));
  boost::asio::write(deaf, boost::asio::buffer(std::string_view("GET / HTTP/1.1\r\n\r\n")));
  until([&] { return server.connections() == 2; });
  settle();
  time.advance(4s);
  BOOST_TEST(server.connections() == 2);
  time.advance(1s);
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
