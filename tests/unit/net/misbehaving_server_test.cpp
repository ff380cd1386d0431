#include "base/limits.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "net/tls.hpp"
#include "support/temporary_folder.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;
using base::errc;

namespace {

/// Answers as the path says: /cut, /reset, or whole.
boost::asio::awaitable<http_response> as_asked(http_request request, const http_peer&) {
  http_response answer(200, "text/plain", "0123456789");
  if (request.path() == "/cut") answer.delivery = answer_delivery::cut;
  if (request.path() == "/reset") answer.delivery = answer_delivery::reset;
  co_return answer;
}

tls_identity identity_for(const std::string& name) {
  const std::vector<std::string> names(1, name);
  return tls_identity::self_made(names).value();
}

struct fixture : tests::world {
  tests::temporary_folder folder;
  tls_identity right = identity_for("localhost");
  tls_identity wrong = identity_for("somebody-else.invalid");
  http_server server{loop.get_executor(), time, log.log, tests::small_limits(), as_asked, tests::plain_page};
  std::unique_ptr<resolver> names = make_system_resolver(loop.get_executor(), time);

  base::result<http_response> get(const std::string& to, trust_settings trust = {}) {
    http_client client(loop.get_executor(), time, *names, std::move(trust), log.log, 1000);
    return finish(client.send(parse_url(to).value(), http_request("GET"), time.now() + 10s));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(misbehaving_server, fixture)

BOOST_AUTO_TEST_CASE(a_cut_answer_announces_what_never_comes_and_the_connection_ends) {
  const auto port = server.listen_tcp("127.0.0.1", 0).value();
  tests::raw_tcp peer(loop, tests::local_endpoint(port));
  peer.send("GET /cut HTTP/1.1\r\nHost: x\r\n\r\n");
  until([&peer] { return peer.ended(); });
  BOOST_TEST(peer.received().find("Content-Length: 10\r\n") != std::string::npos);
  BOOST_TEST(peer.received().ends_with("\r\n\r\n01234"));
  const auto seen = get("http://127.0.0.1:" + std::to_string(port) + "/cut");
  BOOST_TEST_REQUIRE(!seen.has_value());
  BOOST_CHECK(seen.error().code() == errc::malformed || seen.error().code() == errc::closed);
}

BOOST_AUTO_TEST_CASE(a_reset_sends_nothing) {
  const auto port = server.listen_tcp("127.0.0.1", 0).value();
  tests::raw_tcp peer(loop, tests::local_endpoint(port));
  peer.send("GET /reset HTTP/1.1\r\nHost: x\r\n\r\n");
  until([&peer] { return peer.ended(); });
  BOOST_TEST(peer.received() == "");
}

BOOST_AUTO_TEST_CASE(a_whole_answer_is_as_ever_on_the_next_connection) {
  const auto port = server.listen_tcp("127.0.0.1", 0).value();
  get("http://127.0.0.1:" + std::to_string(port) + "/reset");
  BOOST_TEST(get("http://127.0.0.1:" + std::to_string(port) + "/").value().body == "0123456789");
}

BOOST_AUTO_TEST_CASE(the_certificate_is_chosen_for_each_connection) {
  int connections = 0;
  const auto choose = [&]() -> tls_identity* { return ++connections == 1 ? &wrong : &right; };
  const auto port = server.listen_tls("127.0.0.1", 0, choose).value();
  trust_settings trust;
  trust.ca_file = folder.write("ca.pem", right.ca_pem());
  const auto address = "https://localhost:" + std::to_string(port);
  const auto refused = get(address, trust);
  BOOST_TEST_REQUIRE(!refused.has_value());
  BOOST_CHECK(refused.error().code() == errc::tls);
  BOOST_TEST(get(address, trust).value().status == 200);
}

BOOST_AUTO_TEST_CASE(a_stalled_handshake_says_nothing_until_it_is_given_up) {
  const auto port = server.listen_tls("127.0.0.1", 0, []() -> tls_identity* { return nullptr; }).value();
  tests::raw_tcp peer(loop, tests::local_endpoint(port));
  peer.send("\x16\x03\x01");
  until([this] { return server.connections() == 1; });
  settle();
  time.advance(base::limits::tls_handshake_deadline * 2);
  BOOST_TEST(!peer.ended());
  time.advance(base::limits::tls_stall);
  until([&peer] { return peer.ended(); });
  BOOST_TEST(peer.received() == "");
}

BOOST_AUTO_TEST_CASE(a_certificate_that_was_written_down_is_the_same_server_again) {
  auto again = tls_identity::from_pem(right.pem());
  BOOST_TEST_REQUIRE(again.has_value());
  BOOST_TEST(again->ca_pem() == right.ca_pem());
  const auto port = server.listen_tls("127.0.0.1", 0, *again).value();
  trust_settings trust;
  trust.ca_file = folder.write("ca.pem", right.ca_pem());
  BOOST_TEST(get("https://localhost:" + std::to_string(port), trust).value().status == 200);
  for (const auto& torn : {std::string(), std::string("nonsense"), right.ca_pem()})
    BOOST_CHECK(tls_identity::from_pem(base::secret(torn)).error().code() == errc::tls);
}

BOOST_AUTO_TEST_SUITE_END()
