// What OpenSSL would reach without ever needing it here: a static program carries what is reachable. Each of these is
// found here before libcrypto.a is looked into, and does nothing, or says no. provider.cpp has what is kept, and why a
// change in OpenSSL is seen.
#include <openssl/evp.h>

#include <initializer_list>

extern "C" {

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

// Modules of openssl.cnf, which is never read (net::initialise_tls).
void OPENSSL_load_builtin_modules() {}
}
