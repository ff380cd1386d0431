#include "base/limits.hpp"
#include "net/http_server.hpp"
#include "net/message_source.hpp"
#include "net/websocket.hpp"
#include "net/websocket_frame.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;

namespace {

class scripted_source final : public message_source {
 public:
  std::shared_ptr<const std::string> next() override {
    if (endless) return std::make_shared<const std::string>(4'000, 'x');
    if (waiting.empty()) return nullptr;
    auto out = std::make_shared<const std::string>(std::move(waiting.front()));
    waiting.pop_front();
    return out;
  }
  end ended() const override { return state; }
  void when_news(std::function<void()> news) override { news_ = std::move(news); }

  void say(std::string text) {
    waiting.push_back(std::move(text));
    tell();
  }
  void finish(end how) {
    state = how;
    tell();
  }
  void tell() {
    if (auto news = std::exchange(news_, nullptr)) news();
  }

  std::deque<std::string> waiting;
  end state = end::open;
  bool endless = false;

 private:
  std::function<void()> news_;
};

constexpr std::string_view upgrade =
    "GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

std::string masked(websocket_opcode what, std::string_view payload) {
  auto frame = websocket_frame(what, payload);
  frame[1] = static_cast<char>(frame[1] | 0x80);
  const auto header = frame.size() - payload.size();
  const std::string mask = "\x01\x02\x03\x04";
  for (std::size_t i = 0; i < payload.size(); ++i)
    frame[header + i] = static_cast<char>(frame[header + i] ^ mask[i % 4]);
  return frame.insert(header, mask);
}

struct fixture : tests::world {
  std::shared_ptr<scripted_source> source = std::make_shared<scripted_source>();
  http_server server{loop.get_executor(),
                     time,
                     log.log,
                     tests::small_limits(),
                     [this](http_request request, const http_peer&) { return answer(std::move(request)); },
                     tests::plain_page};
  std::uint16_t port = server.listen_tcp("127.0.0.1", 0).value();
  tests::raw_tcp client{loop, tests::local_endpoint(port)};

  boost::asio::awaitable<http_response> answer(http_request request) {
    if (asks_for_websocket(request)) co_return accept_websocket(request, source).value();
    http_response out(200);
    out.headers.add("Content-Type", "application/x-ndjson");
    out.messages = source;
    co_return out;
  }
  std::string body() const {
    const auto at = client.received().find("\r\n\r\n");
    return at == std::string::npos ? "" : client.received().substr(at + 4);
  }
  void until_body(std::string_view text) {
    until([&] { return body().size() >= text.size(); });
    BOOST_TEST(body() == text);
  }
  void open_websocket() {
    client.send(upgrade);
    until([&] { return client.received().ends_with("\r\n\r\n"); });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(live, fixture)

BOOST_AUTO_TEST_CASE(messages_are_lines_in_chunks_as_they_come) {
  source->waiting = {"one", "two"};
  client.send("GET / HTTP/1.1\r\n\r\n");
  until_body("4\r\none\n\r\n4\r\ntwo\n\r\n");
  source->say("three");
  until_body("4\r\none\n\r\n4\r\ntwo\n\r\n6\r\nthree\n\r\n");
  source->finish(message_source::end::finished);
  until([&] { return client.ended(); });
  BOOST_TEST(body().ends_with("\r\n0\r\n\r\n"));
  BOOST_TEST(client.received().find("Transfer-Encoding: chunked\r\nConnection: close") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_was_cut_has_no_end) {
  client.send("GET / HTTP/1.1\r\n\r\n");
  source->say("one");
  until_body("4\r\none\n\r\n");
  source->finish(message_source::end::cut);
  until([&] { return client.ended(); });
  BOOST_TEST(body() == "4\r\none\n\r\n");
}

BOOST_AUTO_TEST_CASE(http_1_0_gets_plain_lines) {
  source->waiting = {"one"};
  source->state = message_source::end::finished;
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
  client.send(std::string(upgrade) + masked(websocket_opcode::ping, "x"));
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
  source->finish(message_source::end::finished);
  until([&] { return body() == "\x88\x02\x03\xe8"; });
  std::string flood;
  while (flood.size() <= base::limits::refused_body_bytes)
    flood += masked(websocket_opcode::text, std::string(4'000, 'x'));
  client.send(flood);
  until([&] { return server.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(a_flood_into_lines_ends_the_connection_at_once) {
  client.send("GET / HTTP/1.1\r\n\r\n");
  until([&] { return !client.received().empty(); });
  client.send(std::string(base::limits::refused_body_bytes + 1, 'x'));
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
  source->finish(message_source::end::cut);
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

BOOST_AUTO_TEST_SUITE_END()
