#include "base/task_group.hpp"
#include "net/http_client.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;
using base::errc;
using boost::asio::ip::tcp;

namespace {

// Answers every connection with the scripted text of its number, whatever it asks; then keeps or closes it.
class scripted_server {
 public:
  scripted_server(boost::asio::io_context& loop, std::vector<std::string> answers, bool close_after)
      : acceptor_(loop, tests::local_endpoint(0)), answers_(std::move(answers)), close_after_(close_after) {
    boost::asio::co_spawn(loop, serve(), [](std::exception_ptr) {});
  }
  std::string address() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/x";
  }
  const std::vector<std::string>& requests() const { return requests_; }
  void close() {
    acceptor_.close();
    sockets_.clear();
  }
  void close_connections() { sockets_.clear(); }

 private:
  boost::asio::awaitable<void> serve() {
    for (std::size_t i = 0;; ++i) {
      boost::system::error_code ec;
      auto socket =
          co_await acceptor_.async_accept(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
      if (ec) co_return;
      char bytes[4096];
      const boost::asio::mutable_buffer space(bytes, sizeof bytes);
      const auto got =
          co_await socket.async_read_some(space, boost::asio::redirect_error(boost::asio::use_awaitable, ec));
      requests_.emplace_back(bytes, got);
      if (i < answers_.size()) boost::asio::write(socket, boost::asio::buffer(answers_[i]), ec);
      if (!close_after_) sockets_.push_back(std::move(socket));
    }
  }

  tcp::acceptor acceptor_;
  std::vector<std::string> answers_;
  std::vector<std::string> requests_;
  std::vector<tcp::socket> sockets_;
  bool close_after_;
};

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct fixture : tests::world {
  std::unique_ptr<resolver> names = make_system_resolver(loop.get_executor(), time);
  http_client client{loop.get_executor(), time, *names, trust_settings(), log.log, 1000};
  std::unique_ptr<scripted_server> server;

  ~fixture() {
    if (server) server->close();
    settle();
  }
  void serve(std::vector<std::string> answers, bool close_after = false) {
    server = std::make_unique<scripted_server>(loop, std::move(answers), close_after);
  }
  base::result<http_response> send(std::string method, std::string address) {
    return finish(client.send(parse_url(address).value(), http_request(std::move(method)), time.now() + 10s));
  }
  base::result<http_response> send(std::string method = "GET") {
    return send(std::move(method), server->address());
  }
};

bool says(const base::error& why, std::string_view part) {
  return why.message().find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_, fixture)

BOOST_AUTO_TEST_CASE(a_request_carries_what_it_has_to) {
  serve({ok});
  http_request request("PUT");
  request.authorization = base::secret("token abc");
  request.body = "{}";
  const auto got = finish(client.send(parse_url(server->address()).value(), request, time.now() + 10s));
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->body == "ok");
  const auto host = parse_url(server->address())->authority();
  BOOST_TEST(server->requests().at(0) ==
             "PUT /x HTTP/1.1\r\nHost: " + host +
                 "\r\nUser-Agent: gamekeeper\r\nContent-Length: 2\r\nAuthorization: token abc\r\n\r\n{}");
  BOOST_TEST(!log.has("abc"));
}

BOOST_AUTO_TEST_CASE(any_status_is_an_answer_and_redirects_are_not_followed) {
  serve({"HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n"}, true);
  const auto got = send();
  BOOST_TEST(got->status == 302);
  BOOST_TEST(got->headers.find("Location").value() == "/y");
  BOOST_TEST(server->requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_kept_connection_is_used_again_and_not_when_it_is_old) {
  std::vector<http_peer> peers;
  http_server real(
      loop.get_executor(), time, log.log, tests::small_limits(),
      [&](http_request, const http_peer& peer) -> boost::asio::awaitable<http_response> {
        peers.push_back(peer);
        co_return http_response(200);
      },
      tests::plain_page);
  const auto address = "http://127.0.0.1:" + std::to_string(real.listen_tcp("127.0.0.1", 0).value());
  for (int i = 0; i < 3; ++i) BOOST_TEST(send("GET", address).has_value());
  BOOST_TEST(peers.at(0).address == peers.at(2).address);
  time.advance(base::limits::connection_idle);
  BOOST_TEST(send("GET", address).has_value());
  BOOST_TEST(peers.at(3).address != peers.at(0).address);
  client.forget_connections();
  BOOST_TEST(send("GET", address).has_value());
  BOOST_TEST(peers.at(4).address != peers.at(3).address);
  client.forget_connections();
  until([&] { return real.connections() == 0; });
}

BOOST_AUTO_TEST_CASE(a_kept_connection_that_was_closed_is_replaced_for_idempotent_methods) {
  serve({ok, ok});
  BOOST_TEST(send().has_value());
  server->close_connections();
  settle();
  BOOST_TEST(send("DELETE").has_value());
  BOOST_TEST(server->requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(and_not_for_others_which_could_be_done_twice) {
  serve({ok, ok});
  BOOST_TEST(send().has_value());
  server->close_connections();
  settle();
  const auto refused = send("POST");
  BOOST_TEST_REQUIRE(!refused);
  BOOST_TEST(server->requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_new_connection_that_ends_at_once_is_not_tried_again) {
  serve({"", ok}, true);
  const auto got = send();
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::closed));
  BOOST_TEST(server->requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_body_cut_short_is_malformed_and_names_the_host) {
  serve({"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"}, true);
  const auto got = send();
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::malformed));
  BOOST_TEST(says(got.error(), "cut short"));
  BOOST_TEST(says(got.error(), "127.0.0.1"));
}

BOOST_AUTO_TEST_CASE(an_answer_past_the_limit_is_refused) {
  serve({"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"}, true);
  BOOST_TEST((send().error().code() == errc::too_large));
}

BOOST_AUTO_TEST_CASE(a_silent_server_costs_no_more_than_the_deadline) {
  serve({""});
  const auto pending =
      start(client.send(parse_url(server->address()).value(), http_request("GET"), time.now() + 10s));
  until([&] { return server->requests().size() == 1; });
  time.advance(9999ms);
  BOOST_TEST(!pending->has_value());
  time.advance(1ms);
  until([&] { return pending->has_value(); });
  BOOST_TEST(((*pending)->error().code() == errc::timed_out));
  BOOST_TEST(says((*pending)->error(), "waiting for the answer"));
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(where_nobody_listens_is_unreachable) {
  tcp::acceptor taken(loop, tests::local_endpoint(0));
  const auto port = taken.local_endpoint().port();
  taken.close();
  const auto got = send("GET", "http://127.0.0.1:" + std::to_string(port));
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::unreachable));
}

BOOST_AUTO_TEST_CASE(every_address_of_a_name_is_tried) {
  serve({ok}, true);
  const auto port = parse_url(server->address())->port;
  const auto scripted = make_resolver(time, [&](std::string, std::uint16_t, lookup_done done) {
    std::vector<tcp::endpoint> both(1, tcp::endpoint(boost::asio::ip::make_address("127.0.0.2"), port));
    both.push_back(tests::local_endpoint(port));
    boost::asio::post(loop, [done, both] { done({}, both); });
  });
  http_client other(loop.get_executor(), time, *scripted, trust_settings(), log.log, 1000);
  const auto to = parse_url("http://localhost:" + std::to_string(port)).value();
  BOOST_TEST(finish(other.send(to, http_request("GET"), time.now() + 10s)).has_value());
}

BOOST_AUTO_TEST_CASE(plain_http_leaves_this_machine_under_no_name) {
  const auto direct = send("GET", "http://192.0.2.1/");
  BOOST_TEST((direct.error().code() == errc::invalid_input));
  const auto lying = make_resolver(time, [&](std::string, std::uint16_t port, lookup_done done) {
    const std::vector<tcp::endpoint> away(1, tcp::endpoint(boost::asio::ip::make_address("192.0.2.1"), port));
    boost::asio::post(loop, [done, away] { done({}, away); });
  });
  http_client other(loop.get_executor(), time, *lying, trust_settings(), log.log, 1000);
  const auto to = parse_url("http://localhost/").value();
  const auto got = finish(other.send(to, http_request("GET"), time.now() + 10s));
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::dns));
}

BOOST_AUTO_TEST_CASE(requests_at_the_same_time_have_connections_of_their_own) {
  serve({ok, ok});
  const auto to = parse_url(server->address()).value();
  const auto first = start(client.send(to, http_request("GET"), time.now() + 10s));
  const auto second = start(client.send(to, http_request("GET"), time.now() + 10s));
  until([&] { return first->has_value() && second->has_value(); });
  BOOST_TEST((*first)->has_value());
  BOOST_TEST((*second)->has_value());
  BOOST_TEST(server->requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_caller_that_is_cancelled_gets_no_answer_to_misread) {
  serve({""});
  bool answered = false;
  base::task_group tasks(loop.get_executor(), log.log);
  const auto ask = [&]() -> boost::asio::awaitable<void> {
    co_await client.send(parse_url(server->address()).value(), http_request("GET"), time.now() + 10s);
    answered = true;
  };
  tasks.spawn("request", ask());
  until([&] { return server->requests().size() == 1; });
  tasks.cancel();
  until([&] { return tasks.size() == 0; });
  BOOST_TEST(!answered);
  BOOST_TEST(log.lines().empty());
}

BOOST_AUTO_TEST_SUITE_END()
