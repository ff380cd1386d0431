#include "net/tls_inspection.hpp"

#include "net/socket_error.hpp"
#include "net/tls_client_side.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <optional>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using base::errc;
using base::error;

namespace {

using names_ptr = std::unique_ptr<GENERAL_NAMES, openssl_free<GENERAL_NAMES_free>>;

std::string text_of(const ASN1_STRING* text) {
  const auto* bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(text));
  return {bytes, static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string name_of(X509_NAME* name) {
  for (const int part : {NID_commonName, NID_organizationName, NID_organizationalUnitName}) {
    const int at = X509_NAME_get_index_by_NID(name, part, -1);
    if (at >= 0) return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  }
  return "(no name)";
}

std::string time_of(const ASN1_TIME* when) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(when, &parts) != 1) return "?";
  std::array<char, 32> text{};
  const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &parts);
  return {text.data(), length};
}

seen_certificate seen(X509* certificate) {
  seen_certificate out;
  out.subject = name_of(X509_get_subject_name(certificate));
  out.issuer = name_of(X509_get_issuer_name(certificate));
  out.valid_from = time_of(X509_get0_notBefore(certificate));
  out.valid_until = time_of(X509_get0_notAfter(certificate));
  return out;
}

std::string address_of(const ASN1_OCTET_STRING* bytes) {
  const auto text = text_of(bytes);
  const auto copy = [&text](auto octets) {
    std::copy(text.begin(), text.end(), octets.begin());
    return octets;
  };
  if (text.size() == 4) return asio::ip::address_v4(copy(asio::ip::address_v4::bytes_type())).to_string();
  if (text.size() == 16) return asio::ip::address_v6(copy(asio::ip::address_v6::bytes_type())).to_string();
  return "?";
}

std::vector<std::string> names_in(X509* certificate) {
  std::vector<std::string> out;
  const names_ptr names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const auto* each = sk_GENERAL_NAME_value(names.get(), i);
    if (each->type == GEN_DNS) out.push_back(text_of(each->d.dNSName));
    if (each->type == GEN_IPADD) out.push_back(address_of(each->d.iPAddress));
  }
  return out;
}

// OpenSSL names the first that is no longer valid, seen from the root; the server's own may be, too.
chain_fate expired_part(X509_STORE_CTX* chain) noexcept {
  const auto* own = X509_STORE_CTX_get0_cert(chain);
  if (own && X509_cmp_current_time(X509_get0_notAfter(own)) < 0) return chain_fate::expired;
  const bool sent = X509_STORE_CTX_get_error_depth(chain) < X509_STORE_CTX_get_num_untrusted(chain);
  return sent ? chain_fate::expired_link : chain_fate::expired_root;
}

chain_fate fate_of(X509_STORE_CTX* chain) noexcept {
  switch (X509_STORE_CTX_get_error(chain)) {
    case X509_V_OK:
      return chain_fate::trusted;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return chain_fate::unknown_root;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return expired_part(chain);
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return chain_fate::not_yet_valid;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return chain_fate::wrong_name;
    default:
      return chain_fate::refused;
  }
}

struct onlooker {
  std::optional<trust_roots> roots;  ///< none: there are none
  tls_inspection seen;
};

void look_at_chain(X509_STORE_CTX* chain, tls_inspection& into) {
  auto* own = X509_STORE_CTX_get0_cert(chain);
  if (own) into.names = names_in(own);
  auto* shown = into.fate == chain_fate::trusted ? X509_STORE_CTX_get0_chain(chain)
                                                 : X509_STORE_CTX_get0_untrusted(chain);
  for (int i = 0; i < sk_X509_num(shown); ++i) into.chain.push_back(seen(sk_X509_value(shown, i)));
  if (into.chain.empty() && own) into.chain.push_back(seen(own));
}

int look_on(X509_STORE_CTX* chain, void* who) {
  auto& [roots, seen] = *static_cast<onlooker*>(who);
  const bool built_in_before = roots && roots->built_in();
  const bool good = roots ? roots->verify(chain) : X509_verify_cert(chain) == 1;
  seen.fate = good ? chain_fate::trusted : roots ? fate_of(chain) : chain_fate::no_roots;
  if (!good && seen.fate == chain_fate::trusted) seen.fate = chain_fate::refused;
  if (!good) {
    seen.why = X509_verify_cert_error_string(X509_STORE_CTX_get_error(chain));
    auto* at_fault = X509_STORE_CTX_get_current_cert(chain);
    if (at_fault) seen.at_fault = name_of(X509_get_subject_name(at_fault));
  }
  look_at_chain(chain, seen);
  if (!roots) return 1;
  seen.tried_roots = roots->places();
  seen.only_built_in =
      good ? roots->built_in() && !built_in_before : roots->named() && roots->verify_with_built_in(chain);
  return 1;
}

}  // namespace

asio::awaitable<base::result<tls_inspection>> inspect_tls(asio::ip::tcp::socket socket, base::clock& time,
                                                          std::string host, trust_settings trust,
                                                          base::time_point deadline) {
  onlooker looker;
  auto roots = trust_roots::open(trust);
  if (roots) looker.roots = std::move(*roots);
  looker.seen.own_roots = looker.roots ? looker.roots->places() : "nothing";
  looker.seen.tried_roots = looker.seen.own_roots;
  trust_roots none;
  const auto context = client_context(none);
  if (!context) co_return context.error();
  SSL_CTX_set_cert_verify_callback((*context)->native_handle(), &look_on, &looker);
  auto stream = std::make_unique<tls_stream>(std::move(socket), **context);
  if (!expect_host(stream->native(), host))
    co_return error(errc::tls, "a certificate for '" + host + "' cannot be checked");
  const auto ec = co_await shake_hands(*stream, time, ssl::stream_base::client, deadline);
  if (ec == asio::error::timed_out) co_return error(errc::timed_out, "the TLS handshake timed out");
  if (ec) co_return socket_failure("TLS handshake", ec);
  // What the callback points to goes with this frame, and nothing is verified later.
  SSL_CTX_set_cert_verify_callback((*context)->native_handle(), nullptr, nullptr);
  looker.seen.version = SSL_get_version(stream->native());
  looker.seen.stream = std::move(stream);
  co_return base::result<tls_inspection>(std::move(looker.seen));
}

}  // namespace gamekeeper::net
