#include "net/tls_identity.hpp"

#include "net/trust_roots.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace gamekeeper::net {

using base::errc;
using base::error;
using base::result;

namespace {

using key_ptr = std::unique_ptr<EVP_PKEY, openssl_free<EVP_PKEY_free>>;

struct signed_key {
  key_ptr key;
  x509_ptr certificate;
};

error failed(std::string_view what) {
  char reason[256];
  ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
  return error(errc::tls, std::string(what) + ": " + reason);
}

bool set_random_serial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] &= 0x7f;  // positive
  const std::unique_ptr<BIGNUM, openssl_free<BN_free>> number(BN_bin2bn(bytes, sizeof bytes, nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool set_common_name(X509_NAME* name, const std::string& text) {
  return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, openssl_free<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// Built by hand and not from "DNS:a,IP:b", so that a name with a comma is a wrong name and not two names.
bool add_names(X509* certificate, const std::vector<std::string>& names) {
  const std::unique_ptr<GENERAL_NAMES, openssl_free<GENERAL_NAMES_free>> all(GENERAL_NAMES_new());
  for (const auto& text : names) {
    auto* name = GENERAL_NAME_new();
    if (!name || sk_GENERAL_NAME_push(all.get(), name) == 0) return false;
    auto* octets = a2i_IPADDRESS(text.c_str());
    if (octets) {
      GENERAL_NAME_set0_value(name, GEN_IPADD, octets);
      continue;
    }
    auto* dns = ASN1_IA5STRING_new();
    if (!dns || ASN1_STRING_set(dns, text.data(), static_cast<int>(text.size())) != 1) return false;
    GENERAL_NAME_set0_value(name, GEN_DNS, dns);
  }
  return X509_add1_ext_i2d(certificate, NID_subject_alt_name, all.get(), 0, 0) == 1;
}

// A key and its certificate with everything but the extensions; without an issuer it names itself.
bool start(signed_key& out, const std::string& name, const X509* issuer) {
  out.key.reset(EVP_EC_gen("P-256"));
  out.certificate.reset(X509_new());
  auto* certificate = out.certificate.get();
  if (!out.key || !certificate) return false;
  auto* subject = X509_get_subject_name(certificate);
  return X509_set_version(certificate, 2) == 1 && set_random_serial(certificate) &&
         set_common_name(subject, name) &&
         X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : subject) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), 30L * 24 * 3600) &&
         X509_set_pubkey(certificate, out.key.get()) == 1;
}

bool make_ca(signed_key& ca) {
  if (!start(ca, "gamekeeper's own CA", nullptr)) return false;
  auto* certificate = ca.certificate.get();
  return add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
         add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign") &&
         add_extension(certificate, certificate, NID_subject_key_identifier, "hash") &&
         X509_sign(certificate, ca.key.get(), EVP_sha256()) > 0;
}

bool make_leaf(signed_key& leaf, const signed_key& ca, const std::vector<std::string>& names) {
  if (!start(leaf, "gamekeeper", ca.certificate.get())) return false;
  auto* certificate = leaf.certificate.get();
  auto* issuer = ca.certificate.get();
  return add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature") &&
         add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth") &&
         add_extension(certificate, issuer, NID_authority_key_identifier, "keyid") &&
         add_names(certificate, names) && X509_sign(certificate, ca.key.get(), EVP_sha256()) > 0;
}

using bio_ptr = std::unique_ptr<BIO, openssl_free<BIO_free_all>>;

std::string text_in(BIO* bio) {
  const char* text = nullptr;
  const long length = BIO_get_mem_data(bio, &text);
  return std::string(text, static_cast<std::size_t>(length));
}

std::string pem_of(X509* certificate) {
  const bio_ptr out(BIO_new(BIO_s_mem()));
  if (!out || PEM_write_bio_X509(out.get(), certificate) != 1) return {};
  return text_in(out.get());
}

std::string pem_of(EVP_PKEY* key) {
  const bio_ptr out(BIO_new(BIO_s_secmem()));
  if (!out || PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) return {};
  return text_in(out.get());
}

/// What a server needs of both.
result<std::unique_ptr<tls_identity::native>> make_native(X509* ca, const signed_key& leaf) {
  auto out = std::make_unique<tls_identity::native>();
  auto* context = out->context.native_handle();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
  if (SSL_CTX_use_certificate(context, leaf.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, leaf.key.get()) != 1)
    return failed("using a certificate");
  out->ca_pem = pem_of(ca);
  out->pem = base::secret(out->ca_pem + pem_of(leaf.certificate.get()) + pem_of(leaf.key.get()));
  return out;
}

}  // namespace

tls_identity::tls_identity(std::unique_ptr<native> n) : native_(std::move(n)) {}
tls_identity::~tls_identity() = default;
tls_identity::tls_identity(tls_identity&&) noexcept = default;

const std::string& tls_identity::ca_pem() const noexcept {
  return native_->ca_pem;
}

result<tls_identity> tls_identity::self_made(const std::vector<std::string>& names) {
  if (names.empty()) return error(errc::invalid_input, "a certificate needs at least one name or address");
  signed_key ca;
  signed_key leaf;
  if (!make_ca(ca)) return failed("making a CA");
  if (!make_leaf(leaf, ca, names)) return failed("making a certificate");
  auto made = make_native(ca.certificate.get(), leaf);
  if (!made) return made.error();
  return tls_identity(std::move(*made));
}

result<tls_identity> tls_identity::from_pem(const base::secret& pem) {
  const auto& text = pem.reveal();
  const bio_ptr in(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  const x509_ptr ca(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
  signed_key leaf;
  leaf.certificate.reset(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
  leaf.key.reset(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
  if (!ca || !leaf.certificate || !leaf.key) return failed("reading a certificate and its key");
  if (X509_cmp_current_time(X509_get0_notAfter(leaf.certificate.get())) <= 0)
    return error(errc::tls, "the certificate has expired");
  auto made = make_native(ca.get(), leaf);
  if (!made) return made.error();
  return tls_identity(std::move(*made));
}

const base::secret& tls_identity::pem() const noexcept {
  return native_->pem;
}

}  // namespace gamekeeper::net
