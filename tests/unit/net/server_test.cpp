#include "net/http_server.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;

namespace {

boost::asio::awaitable<http_response> echo(http_request request, const http_peer&) {
  if (request.path() == "/throw") throw std::runtime_error("the handler is broken");
  http_response out(200, "text/plain", request.method + " " + request.target + " " + request.body);
  if (request.path() == "/forge") out.headers.add("X", "a\r\nb");
  co_return out;
}

struct fixture : tests::world {
  http_server server{
      loop.get_executor(),
      time,
      log.log,
      tests::small_limits(),
      [this](http_request request, const http_peer& peer) { return answer(std::move(request), peer); },
      tests::plain_page};
  std::uint16_t port = server.listen_tcp("127.0.0.1", 0).value();

  boost::asio::awaitable<http_response> answer(http_request request, const http_peer& peer) {
    if (request.path() == "/wait") {
      const auto deadline = time.now() + 10s;
      co_await base::sleep_until(time, deadline);
    }
    co_return co_await echo(std::move(request), peer);
  }

  std::vector<std::unique_ptr<tests::raw_tcp>> fill_up() {
    std::vector<std::unique_ptr<tests::raw_tcp>> out;
    for (int i = 0; i < tests::small_limits().connections; ++i) {
      out.push_back(std::make_unique<tests::raw_tcp>(loop, tests::local_endpoint(port)));
      until([&] { return server.connections() == i + 1; });
    }
    return out;
  }

  std::string ask(std::string_view text) {
    tests::raw_tcp client(loop, tests::local_endpoint(port));
    client.send(text);
    until([&] { return client.ended(); });
    return client.received();
  }
};

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(server, fixture)

BOOST_AUTO_TEST_CASE(requests_of_one_connection_are_answered_in_turn) {
  const auto answers =
      ask("GET /a HTTP/1.1\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nxy");
  BOOST_TEST(answers ==
             "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\nGET /a "
             "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\nConnection: "
             "close\r\n\r\nPOST /b xy");
}

BOOST_AUTO_TEST_CASE(http_1_0_closes_unless_it_asks_to_stay) {
  BOOST_TEST(has(ask("GET / HTTP/1.0\r\n\r\n"), "Connection: close"));
  const auto both = ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n");
  BOOST_TEST(has(both, "Connection: keep-alive"));
  BOOST_TEST(has(both, "GET /2"));
}

BOOST_AUTO_TEST_CASE(head_is_answered_without_a_body) {
  BOOST_TEST(ask("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n") ==
             "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\nConnection: close\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(nonsense_is_answered_400_and_the_connection_ends) {
  tests::raw_tcp client(loop, tests::local_endpoint(port));
  client.send("nonsense\r\n\r\nGET / HTTP/1.1\r\n\r\n");
  until([&] { return client.ended(); });
  BOOST_TEST(client.received().starts_with("HTTP/1.1 400 Bad Request\r\n"));
  BOOST_TEST(has(client.received(), "Connection: close"));
  BOOST_TEST(!has(client.received(), "200 OK"));
  client.close();
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(what_is_too_long_is_answered_413_or_431) {
  const auto body = ask("POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n");
  BOOST_TEST(body.starts_with("HTTP/1.1 413 "));
  BOOST_TEST(has(body, "longer than 1000 bytes"));
  const auto header = ask("GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  BOOST_TEST(header.starts_with("HTTP/1.1 431 "));
}

BOOST_AUTO_TEST_CASE(who_still_sends_its_long_body_can_read_why_it_was_refused) {
  tests::raw_tcp client(loop, tests::local_endpoint(port));
  client.send("POST / HTTP/1.1\r\nContent-Length: 500000\r\n\r\n");
  for (int i = 0; i < 50; ++i) {
    client.send(std::string(10'000, 'x'));
    settle();
  }
  until([&] { return client.ended(); });
  BOOST_TEST(client.received().starts_with("HTTP/1.1 413 "));
}

BOOST_AUTO_TEST_CASE(a_refused_peer_that_neither_stops_nor_leaves_is_left) {
  tests::raw_tcp client(loop, tests::local_endpoint(port));
  client.send("nonsense\r\n\r\n");
  until([&] { return client.ended(); });
  BOOST_TEST(server.connections() == 1);
  time.advance(5s);
  BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(a_handler_that_throws_costs_a_500_and_a_line_in_the_log) {
  const auto answers = ask("GET /throw HTTP/1.1\r\n\r\nGET /next HTTP/1.1\r\nConnection: close\r\n\r\n");
  BOOST_TEST(answers.starts_with("HTTP/1.1 500 "));
  BOOST_TEST(!has(answers, "the handler is broken"));
  BOOST_TEST(has(answers, "GET /next"));
  BOOST_TEST(log.count("the handler is broken") == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_that_cannot_be_sent_becomes_a_500) {
  BOOST_TEST(ask("GET /forge HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 500 "));
  BOOST_TEST(log.has("header X"));
}

BOOST_AUTO_TEST_CASE(curl_gets_its_continue) {
  tests::raw_tcp client(loop, tests::local_endpoint(port));
  client.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\n");
  until([&] { return !client.received().empty(); });
  BOOST_TEST(client.received() == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("x");
  until([&] { return client.ended(); });
  BOOST_TEST(client.received().ends_with("POST / x"));
}

BOOST_AUTO_TEST_CASE(one_connection_too_many_costs_the_longest_idle_one) {
  const auto seated = fill_up();
  seated[0]->send("GET /0 HTTP/1.1\r\n\r\n");
  until([&] { return has(seated[0]->received(), "GET /0"); });
  seated[1]->send("GET /half HTTP/1.1\r\nX: ");
  settle();
  BOOST_TEST(ask("GET /new HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 200 "));
  BOOST_TEST(seated[1]->ended());
  BOOST_TEST(seated[1]->received() == "");
  BOOST_TEST(!seated[0]->ended());
  BOOST_TEST(!seated[2]->ended());
  BOOST_TEST(server.connections() == tests::small_limits().connections - 1);
}

BOOST_AUTO_TEST_CASE(one_connection_too_many_is_told_so_when_all_are_busy) {
  const auto seated = fill_up();
  for (const auto& each : seated) each->send("GET /wait HTTP/1.1\r\n\r\n");
  settle();
  BOOST_TEST(ask("GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 503 "));
  time.advance(10s);
  BOOST_TEST(ask("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 200 "));
}

BOOST_AUTO_TEST_CASE(one_address_replaces_its_own_connections_only) {
  auto limits = tests::small_limits();
  limits.connections_per_peer = 2;
  http_server shared(loop.get_executor(), time, log.log, limits, echo, tests::plain_page);
  const auto endpoint = tests::local_endpoint(shared.listen_tcp("127.0.0.1", 0).value());
  boost::asio::ip::tcp::socket other(loop);
  other.open(boost::asio::ip::tcp::v4());
  other.bind({boost::asio::ip::make_address("127.0.0.2"), 0});
  other.connect(endpoint);
  until([&] { return shared.connections() == 1; });
  tests::raw_tcp first(loop, endpoint);
  tests::raw_tcp second(loop, endpoint);
  until([&] { return shared.connections() == 3; });
  tests::raw_tcp third(loop, endpoint);
  until([&] { return first.ended(); });
  settle();
  BOOST_TEST(!second.ended());
  BOOST_TEST(!third.ended());
  BOOST_TEST(shared.connections() == 3);
}

BOOST_AUTO_TEST_CASE(stop_closes_listeners_and_connections) {
  tests::raw_tcp client(loop, tests::local_endpoint(port));
  until([&] { return server.connections() == 1; });
  server.stop();
  until([&] { return client.ended(); });
  BOOST_TEST(server.connections() == 0);
  BOOST_CHECK_THROW(tests::raw_tcp(loop, tests::local_endpoint(port)), boost::system::system_error);
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(an_address_that_is_taken_or_none_is_refused) {
  const auto taken = server.listen_tcp("127.0.0.1", port);
  BOOST_TEST_REQUIRE(!taken);
  BOOST_TEST((taken.error().code() == base::errc::busy));
  BOOST_TEST((server.listen_tcp("localhost", 0).error().code() == base::errc::invalid_input));
}

BOOST_AUTO_TEST_SUITE_END()
