// What OpenSSL would reach without ever needing it here: a static program carries what is reachable. Each of these is
// found here before libcrypto.a is looked into, and does nothing, or says no. provider.cpp has what is kept, and why a
// change in OpenSSL is seen.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/core_dispatch.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/http.h>
#include <openssl/x509_vfy.h>

#include <cstring>
#include <initializer_list>

extern "C" {

// Of the archive, in no public header.
int ossl_err_load_ERR_strings();
int ossl_err_load_BN_strings();
int ossl_err_load_RSA_strings();
int ossl_err_load_EVP_strings();
int ossl_err_load_OBJ_strings();
int ossl_err_load_PEM_strings();
int ossl_err_load_X509_strings();
int ossl_err_load_ASN1_strings();
int ossl_err_load_CRYPTO_strings();
int ossl_err_load_EC_strings();
int ossl_err_load_BIO_strings();
int ossl_err_load_X509V3_strings();
int ossl_err_load_RAND_strings();
int ossl_err_load_PROP_strings();
int ossl_err_load_PROV_strings();
const EC_METHOD* EC_GFp_mont_method();

// The algorithms as they were called before there were providers. Only names of digests are still looked up among
// them, for the signatures of certificates.
void openssl_add_all_ciphers_int() {}
void openssl_add_all_digests_int() {
  for (const auto* digest : {EVP_sha1(), EVP_sha224(), EVP_sha256(), EVP_sha384(), EVP_sha512()})
    EVP_add_digest(digest);
}

// Engines: hardware and plug-ins from before there were providers.
void engine_load_openssl_int() {}
void engine_load_rdrand_int() {}
void engine_load_dynamic_int() {}
void engine_load_padlock_int() {}
void engine_load_afalg_int() {}

// What the processor can do is asked for when OpenSSL is first used (it calls this then, again) and not at every start:
// in a virtual machine the host answers each of some twenty cpuid instructions, and a game waits for that. The linker
// gives us the calls (--wrap).
void __real_OPENSSL_cpuid_setup();
void __wrap_OPENSSL_cpuid_setup() {
  static bool before_main = true;
  if (!before_main) __real_OPENSSL_cpuid_setup();
  before_main = false;
}

// Modules of openssl.cnf, which is never read (net::initialise_tls).
void OPENSSL_load_builtin_modules() {}

// Messages for errors of what is not here: for CMS, time stamps, CMP and a dozen others.
int ossl_err_load_crypto_strings() {
  return ossl_err_load_ERR_strings() && ossl_err_load_BN_strings() && ossl_err_load_RSA_strings() &&
         ossl_err_load_EVP_strings() && ossl_err_load_OBJ_strings() && ossl_err_load_PEM_strings() &&
         ossl_err_load_X509_strings() && ossl_err_load_ASN1_strings() && ossl_err_load_CRYPTO_strings() &&
         ossl_err_load_EC_strings() && ossl_err_load_BIO_strings() && ossl_err_load_X509V3_strings() &&
         ossl_err_load_RAND_strings() && ossl_err_load_PROP_strings() && ossl_err_load_PROV_strings();
}

// Other ways to find certificates: trust comes from net::trust_roots. A null method finds nothing.
X509_LOOKUP_METHOD* X509_LOOKUP_file() {
  return nullptr;
}
X509_LOOKUP_METHOD* X509_LOOKUP_hash_dir() {
  return nullptr;
}
X509_LOOKUP_METHOD* X509_LOOKUP_store() {
  return nullptr;
}
BIO* OSSL_HTTP_get(const char*, const char*, const char*, BIO*, BIO*, OSSL_HTTP_bio_cb_t, void*, int,
                   const STACK_OF(CONF_VALUE) *, const char*, int, std::size_t, int) {
  return nullptr;
}

// Curves without a name in TLS of today: P-224 is computed as any other, and there is none over binary fields. The rest
// belongs to tables for signing often.
const EC_METHOD* EC_GFp_nistp224_method() {
  return EC_GFp_mont_method();
}
const EC_METHOD* EC_GF2m_simple_method() {
  return nullptr;
}
void* EC_nistp224_pre_comp_dup(void*) {
  return nullptr;
}
void EC_nistp224_pre_comp_free(void*) {}
void* EC_nistp256_pre_comp_dup(void*) {
  return nullptr;
}
void EC_nistp256_pre_comp_free(void*) {}

// X448 and Ed448: no key of theirs is read, no secret agreed, no signature good.
int ossl_x448(unsigned char*, const unsigned char*, const unsigned char*) {
  return 0;
}
void ossl_x448_public_from_private(unsigned char* out, const unsigned char*) {
  std::memset(out, 0, 56);
}
int ossl_ed448_public_from_private(OSSL_LIB_CTX*, unsigned char*, const unsigned char*, const char*) {
  return 0;
}
int ossl_ed448_sign(OSSL_LIB_CTX*, unsigned char*, const unsigned char*, std::size_t, const unsigned char*,
                    const unsigned char*, const unsigned char*, std::size_t, const char*) {
  return 0;
}
int ossl_ed448_verify(OSSL_LIB_CTX*, const unsigned char*, std::size_t, const unsigned char*,
                      const unsigned char*, const unsigned char*, std::size_t, const char*) {
  return 0;
}

// DSA and finite-field Diffie-Hellman, for decoders that the provider does not list.
extern const OSSL_DISPATCH ossl_dsa_keymgmt_functions[] = {{0, nullptr}};
extern const OSSL_DISPATCH ossl_dh_keymgmt_functions[] = {{0, nullptr}};
extern const OSSL_DISPATCH ossl_dhx_keymgmt_functions[] = {{0, nullptr}};
}
