#include "net/tls.hpp"

#include "net/connect.hpp"
#include "net/http_client.hpp"
#include "net/tls_identity.hpp"
#include "support/temporary_folder.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;
using base::errc;
using boost::asio::ip::tcp;

namespace {

tls_identity identity_for(const std::string& first, const std::string& second) {
  std::vector<std::string> names(1, first);
  names.push_back(second);
  return tls_identity::self_made(names).value();
}

boost::asio::awaitable<http_response> whose(http_request, const http_peer& peer) {
  co_return http_response(200, "text/plain", peer.secure ? "secure" : "plain");
}

struct fixture : tests::world {
  tests::temporary_folder folder;
  tls_identity identity = identity_for("localhost", "127.0.0.1");
  http_server server{loop.get_executor(), time, log.log, tests::small_limits(), whose, tests::plain_page};
  std::unique_ptr<resolver> names = make_system_resolver(loop.get_executor(), time);

  trust_settings trusting(const tls_identity& who) {
    trust_settings out;
    out.ca_file = folder.write("ca.pem", who.ca_pem());
    return out;
  }
  std::uint16_t listen(tls_identity& who) { return server.listen_tls("127.0.0.1", 0, who).value(); }
  base::result<http_response> get(const std::string& host, std::uint16_t port, trust_settings trust) {
    http_client client(loop.get_executor(), time, *names, std::move(trust), log.log, 1000);
    const auto to = parse_url("https://" + host + ":" + std::to_string(port)).value();
    return finish(client.send(to, http_request("GET"), time.now() + 10s));
  }
};

bool says(const base::error& why, std::string_view part) {
  return why.message().find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tls, fixture)

BOOST_AUTO_TEST_CASE(a_certificate_that_verifies_is_accepted_by_name_and_by_address) {
  const auto port = listen(identity);
  const auto by_name = get("localhost", port, trusting(identity));
  BOOST_TEST_REQUIRE(by_name.has_value());
  BOOST_TEST(by_name->body == "secure");
  BOOST_TEST(get("127.0.0.1", port, trusting(identity)).has_value());
}

BOOST_AUTO_TEST_CASE(the_name_is_sent_to_the_server_and_an_address_is_not) {
  static std::vector<std::string> asked;
  asked.clear();
  SSL_CTX_set_tlsext_servername_callback(
      identity.get().context.native_handle(), +[](SSL* ssl, int*, void*) {
        const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
        asked.emplace_back(name ? name : "");
        return SSL_TLSEXT_ERR_OK;
      });
  const auto port = listen(identity);
  BOOST_TEST(get("localhost", port, trusting(identity)).has_value());
  BOOST_TEST(get("127.0.0.1", port, trusting(identity)).has_value());
  BOOST_TEST(asked.at(0) == "localhost");
  BOOST_TEST(asked.at(1) == "");
}

BOOST_AUTO_TEST_CASE(a_certificate_for_another_host_is_refused) {
  auto other = identity_for("example.org", "127.0.0.2");
  const auto port = listen(other);
  const auto by_name = get("localhost", port, trusting(other));
  BOOST_TEST_REQUIRE(!by_name);
  BOOST_TEST((by_name.error().code() == errc::tls));
  BOOST_TEST(says(by_name.error(), "localhost"));
  BOOST_TEST(says(by_name.error(), "ostname mismatch"));
  const auto by_address = get("127.0.0.1", port, trusting(other));
  BOOST_TEST_REQUIRE(!by_address);
  BOOST_TEST(says(by_address.error(), "IP address mismatch"));
}

BOOST_AUTO_TEST_CASE(a_certificate_of_an_unknown_ca_is_refused_and_the_roots_are_named) {
  const auto stranger = identity_for("localhost", "127.0.0.1");
  const auto port = listen(identity);
  const auto got = get("localhost", port, trusting(stranger));
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::tls));
  BOOST_TEST(says(got.error(), "does not verify"));
  BOOST_TEST(says(got.error(), folder.file("ca.pem")));
}

BOOST_AUTO_TEST_CASE(a_ca_file_that_is_missing_or_empty_is_named) {
  const auto port = listen(identity);
  trust_settings missing;
  missing.ca_file = folder.file("none.pem");
  const auto got = get("localhost", port, missing);
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::tls));
  BOOST_TEST(says(got.error(), "none.pem"));
  missing.ca_file =
      folder.write("empty.pem", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
  BOOST_TEST(says(get("localhost", port, missing).error(), "empty.pem"));
}

BOOST_AUTO_TEST_CASE(versions_before_tls_1_2_are_refused) {
  auto* context = identity.get().context.native_handle();
  SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
  const auto got = get("localhost", listen(identity), trusting(identity));
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::tls));
}

BOOST_AUTO_TEST_CASE(a_server_that_speaks_no_tls_is_a_failed_handshake) {
  const auto port = server.listen_tcp("127.0.0.1", 0).value();
  const auto got = get("localhost", port, trusting(identity));
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::tls));
}

BOOST_AUTO_TEST_CASE(a_silent_handshake_costs_no_more_than_its_deadline_on_either_side) {
  tcp::acceptor silent(loop, tests::local_endpoint(0));
  http_client client(loop.get_executor(), time, *names, trusting(identity), log.log, 1000);
  const auto to = parse_url("https://127.0.0.1:" + std::to_string(silent.local_endpoint().port())).value();
  const auto pending = start(client.send(to, http_request("GET"), time.now() + 10s));
  settle();
  time.advance(base::limits::tls_handshake_deadline);
  until([&] { return pending->has_value(); });
  BOOST_TEST(((*pending)->error().code() == errc::timed_out));
  BOOST_TEST(says((*pending)->error(), "TLS handshake"));

  tests::raw_tcp mute(loop, tests::local_endpoint(listen(identity)));
  until([&] { return server.connections() == 1; });
  BOOST_TEST(get("localhost", listen(identity), trusting(identity)).has_value());
  time.advance(base::limits::tls_handshake_deadline);
  until([&] { return mute.ended(); });
}

BOOST_AUTO_TEST_CASE(a_connection_cut_without_goodbye_is_no_orderly_end) {
  tcp::acceptor acceptor(loop, tests::local_endpoint(0));
  tcp::socket ours(loop);
  ours.connect(acceptor.local_endpoint());
  const auto serving = start(tls_accept(acceptor.accept(), time, identity, time.now() + 5s));
  auto client = finish(tls_connect(std::move(ours), time, "localhost", trusting(identity), time.now() + 5s));
  BOOST_TEST_REQUIRE(client.has_value());
  until([&] { return serving->has_value(); });
  const std::string text = "hello";
  BOOST_TEST(finish((**serving).value()->write(boost::asio::buffer(text))).has_value());
  (**serving).value()->close();
  char bytes[64];
  const boost::asio::mutable_buffer space(bytes, sizeof bytes);
  BOOST_TEST(finish((*client)->read_some(space)).value() == 5u);
  const auto cut = finish((*client)->read_some(space));
  BOOST_TEST_REQUIRE(!cut);
  BOOST_TEST((cut.error().code() == errc::unreachable));
}

BOOST_AUTO_TEST_CASE(an_identity_needs_a_name) {
  BOOST_TEST(!tls_identity::self_made({}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
