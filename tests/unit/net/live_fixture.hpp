#pragma once

#include "base/limits.hpp"
#include "net/http_server.hpp"
#include "net/stream_source.hpp"
#include "net/websocket.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>

namespace gamekeeper::tests {

/// Says what the test has it say.
class scripted_source final : public net::stream_source {
 public:
  std::shared_ptr<const std::string> next() override {
    if (endless) return std::make_shared<const std::string>(4'000, 'x');
    if (waiting.empty()) return nullptr;
    auto out = std::make_shared<const std::string>(std::move(waiting.front()));
    waiting.pop_front();
    return out;
  }
  end ended() const override { return state; }
  void on_available(std::function<void()> news) override { news_ = std::move(news); }

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

inline constexpr std::string_view upgrade_to_websocket =
    "GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// A server whose answers go on for as long as the source says, and a client of it.
struct live_fixture : world {
  std::shared_ptr<scripted_source> source = std::make_shared<scripted_source>();
  net::http_server server{
      loop.get_executor(),
      time,
      log.log,
      small_limits(),
      [this](net::http_request request, const net::http_peer&) { return answer(std::move(request)); },
      plain_page};
  std::uint16_t port = server.listen_tcp("127.0.0.1", 0).value();
  raw_tcp client{loop, local_endpoint(port)};

  boost::asio::awaitable<net::http_response> answer(net::http_request request) {
    if (net::asks_for_websocket(request)) co_return net::accept_websocket(request, source).value();
    net::http_response out(200);
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
    client.send(upgrade_to_websocket);
    until([&] { return client.received().ends_with("\r\n\r\n"); });
  }
};

}  // namespace gamekeeper::tests
