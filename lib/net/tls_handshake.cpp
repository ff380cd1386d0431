#include "net/connect.hpp"
#include "net/socket_error.hpp"
#include "net/tls_client_side.hpp"
#include "net/tls_identity.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509v3.h>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using base::errc;
using base::error;
using base::result;

namespace {

using context_ptr = std::unique_ptr<ssl::context>;

// OpenSSL knows every algorithm that there ever was; these lists are what a handshake may use of them. Of TLS 1.2 it is
// what is left in use, as in 1.3: forward secrecy and authenticated encryption.
constexpr const char* ciphers_of_tls_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* ciphers_of_tls_1_3 =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
constexpr const char* key_exchange_groups = "X25519:P-256:P-384:P-521";
// How a server may sign the handshake. Its certificate's own signature is judged with the chain, by OpenSSL's security
// level (SHA-1 and MD5 are no trust).
constexpr const char* handshake_signatures =
    "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:"
    "RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512";

int verify(X509_STORE_CTX* chain, void* roots) {
  return static_cast<trust_roots*>(roots)->verify(chain) ? 1 : 0;
}

}  // namespace

result<context_ptr> client_context(trust_roots& roots) {
  try {
    auto out = std::make_unique<ssl::context>(ssl::context::tls_client);
    auto* native = out->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    if (SSL_CTX_set_cipher_list(native, ciphers_of_tls_1_2) != 1 ||
        SSL_CTX_set_ciphersuites(native, ciphers_of_tls_1_3) != 1 ||
        SSL_CTX_set1_groups_list(native, key_exchange_groups) != 1 ||
        SSL_CTX_set1_sigalgs_list(native, handshake_signatures) != 1)
      return error(errc::tls, "OpenSSL cannot be used: it lacks the ciphers of today");
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(native, &verify, &roots);
    return out;
  } catch (const boost::system::system_error& e) {
    return error(errc::tls, std::string("OpenSSL cannot be used: ") + e.what());
  }
}

bool expect_host(SSL* native, const std::string& host) {
  auto* wanted = SSL_get0_param(native);
  boost::system::error_code no_address;
  asio::ip::make_address(host, no_address);
  if (!no_address) return X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1;
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size()) == 1 &&
         SSL_set_tlsext_host_name(native, host.c_str()) == 1;
}

namespace {

// The roots and the trusted certificates go as soon as the peer is known: they are most of a connection's
// memory. Nothing is verified later, since renegotiation is refused.
void forget_roots(SSL* native) {
  auto* context = SSL_get_SSL_CTX(native);
  SSL_CTX_set_cert_verify_callback(context, nullptr, nullptr);
  SSL_CTX_set_cert_store(context, X509_STORE_new());
}

// Of the peer's alerts those that mean: nothing that both sides can do.
bool has_nothing_in_common(const boost::system::error_code& ec) {
  if (ec.category() != asio::error::get_ssl_category()) return false;
  const auto reason = ERR_GET_REASON(static_cast<unsigned long>(ec.value()));
  return reason == SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE || reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION ||
         reason == SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY || reason == SSL_R_UNSUPPORTED_PROTOCOL;
}

error handshake_failure(const std::string& host, const boost::system::error_code& ec, SSL* native,
                        const std::string& places) {
  const auto verified = SSL_get_verify_result(native);
  if (verified != X509_V_OK)
    return error(errc::tls, "the certificate of " + host + " does not verify: " +
                                X509_verify_cert_error_string(verified) + " (trust roots: " + places + ")");
  auto failure = socket_failure("TLS handshake with " + host, ec);
  if (!has_nothing_in_common(ec)) return failure;
  return error(
      failure.code(),
      failure.message() + "; offered are TLS 1.3, and 1.2 with ECDHE and AES-GCM or ChaCha20-Poly1305");
}

}  // namespace

asio::awaitable<boost::system::error_code> shake_hands(tls_stream& stream, base::clock& time,
                                                       ssl::stream_base::handshake_type side,
                                                       base::time_point deadline) {
  bool late = false;
  const auto alarm = time.make_timer();
  alarm->arm(deadline, [&stream, &late] {
    late = true;
    stream.close();
  });
  const auto ec = co_await stream.handshake(side);
  if (late) co_return boost::system::error_code(asio::error::timed_out);
  co_return ec;
}

asio::awaitable<opened_stream> tls_connect(tcp::socket socket, base::clock& time, std::string host,
                                           trust_settings trust, base::time_point deadline) {
  auto roots = trust_roots::open(trust);
  if (!roots) co_return roots.error().within("TLS with " + host);
  const auto context = client_context(*roots);
  if (!context) co_return context.error();
  auto stream = std::make_unique<tls_stream>(std::move(socket), **context);
  if (!expect_host(stream->native(), host))
    co_return error(errc::tls, "a certificate for '" + host + "' cannot be checked");
  const auto ec = co_await shake_hands(*stream, time, ssl::stream_base::client, deadline);
  if (ec == asio::error::timed_out)
    co_return error(errc::timed_out, "timed out in the TLS handshake with " + host);
  if (ec) co_return handshake_failure(host, ec, stream->native(), roots->places());
  forget_roots(stream->native());
  co_return opened_stream(std::move(stream));
}

asio::awaitable<opened_stream> tls_accept(tcp::socket socket, base::clock& time, tls_identity& identity,
                                          base::time_point deadline) {
  auto stream = std::make_unique<tls_stream>(std::move(socket), identity.get().context);
  const auto ec = co_await shake_hands(*stream, time, ssl::stream_base::server, deadline);
  if (ec == asio::error::timed_out) co_return error(errc::timed_out, "timed out in the TLS handshake");
  if (ec) co_return socket_failure("TLS handshake", ec);
  co_return opened_stream(std::move(stream));
}

}  // namespace gamekeeper::net
