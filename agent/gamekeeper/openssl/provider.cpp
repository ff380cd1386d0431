// OpenSSL's default provider with only what a client of TLS 1.2 and 1.3 needs. OpenSSL's own has every algorithm that
// it ever had, and a static program carries all that its tables name: half of libcrypto.
//
// libcrypto.a asks for `ossl_default_provider_init`; it is found here before the archive is looked into. The function
// tables that are named here are the archive's: a newer OpenSSL that has renamed one does not link, and what is missing
// from the lists is seen by tests/integration/test_tls.py, which shakes hands with a real server by each of them.
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/prov_ssl.h>

#include <strings.h>

#include <array>

struct prov_ctx_st;
struct bio_method_st;

extern "C" {

// Of the archive, in no public header.
int ossl_prov_bio_from_dispatch(const OSSL_DISPATCH*);
int ossl_prov_seeding_from_dispatch(const OSSL_DISPATCH*);
bio_method_st* ossl_bio_prov_init_bio_method();
prov_ctx_st* ossl_prov_ctx_new();
void ossl_prov_ctx_free(prov_ctx_st*);
void ossl_prov_ctx_set0_libctx(prov_ctx_st*, OSSL_LIB_CTX*);
void ossl_prov_ctx_set0_handle(prov_ctx_st*, const OSSL_CORE_HANDLE*);
void ossl_prov_ctx_set0_core_bio_method(prov_ctx_st*, bio_method_st*);
bio_method_st* ossl_prov_ctx_get0_core_bio_method(prov_ctx_st*);
void BIO_meth_free(bio_method_st*);

extern const OSSL_DISPATCH ossl_sha1_functions[], ossl_sha224_functions[], ossl_sha256_functions[],
    ossl_sha384_functions[], ossl_sha512_functions[];
extern const OSSL_DISPATCH ossl_aes128gcm_functions[], ossl_aes256gcm_functions[], ossl_aes256ctr_functions[],
    ossl_aes256ecb_functions[], ossl_chacha20_ossl_poly1305_functions[];
extern const OSSL_DISPATCH ossl_hmac_functions[];
extern const OSSL_DISPATCH ossl_kdf_hkdf_functions[], ossl_kdf_tls1_3_kdf_functions[],
    ossl_kdf_tls1_prf_functions[];
extern const OSSL_DISPATCH ossl_drbg_ctr_functions[], ossl_seed_src_functions[];
extern const OSSL_DISPATCH ossl_rsa_keymgmt_functions[], ossl_rsapss_keymgmt_functions[],
    ossl_ec_keymgmt_functions[], ossl_x25519_keymgmt_functions[], ossl_ed25519_keymgmt_functions[];
extern const OSSL_DISPATCH ossl_ecdh_keyexch_functions[], ossl_x25519_keyexch_functions[];
extern const OSSL_DISPATCH ossl_rsa_signature_functions[], ossl_ecdsa_signature_functions[],
    ossl_ed25519_signature_functions[];
extern const OSSL_DISPATCH ossl_SubjectPublicKeyInfo_der_to_der_decoder_functions[],
    ossl_SubjectPublicKeyInfo_der_to_rsa_decoder_functions[],
    ossl_SubjectPublicKeyInfo_der_to_rsapss_decoder_functions[],
    ossl_SubjectPublicKeyInfo_der_to_ec_decoder_functions[],
    ossl_SubjectPublicKeyInfo_der_to_ed25519_decoder_functions[];

OSSL_provider_init_fn ossl_default_provider_init;
OSSL_provider_init_fn ossl_base_provider_init;
}

namespace {

constexpr const char* here = "provider=default";
// A certificate's key is always found as this.
constexpr const char* of_certificates = "provider=default,fips=yes,input=der,structure=SubjectPublicKeyInfo";

// Each under all of its names, with its object identifier.
constexpr OSSL_ALGORITHM digests[] = {
    {"SHA1:SHA-1:SSL3-SHA1:1.3.14.3.2.26", here, ossl_sha1_functions, nullptr},
    {"SHA2-224:SHA-224:SHA224:2.16.840.1.101.3.4.2.4", here, ossl_sha224_functions, nullptr},
    {"SHA2-256:SHA-256:SHA256:2.16.840.1.101.3.4.2.1", here, ossl_sha256_functions, nullptr},
    {"SHA2-384:SHA-384:SHA384:2.16.840.1.101.3.4.2.2", here, ossl_sha384_functions, nullptr},
    {"SHA2-512:SHA-512:SHA512:2.16.840.1.101.3.4.2.3", here, ossl_sha512_functions, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// The last two are the random generator's.
constexpr OSSL_ALGORITHM ciphers[] = {
    {"AES-128-GCM:id-aes128-GCM:2.16.840.1.101.3.4.1.6", here, ossl_aes128gcm_functions, nullptr},
    {"AES-256-GCM:id-aes256-GCM:2.16.840.1.101.3.4.1.46", here, ossl_aes256gcm_functions, nullptr},
    {"ChaCha20-Poly1305", here, ossl_chacha20_ossl_poly1305_functions, nullptr},
    {"AES-256-CTR", here, ossl_aes256ctr_functions, nullptr},
    {"AES-256-ECB:2.16.840.1.101.3.4.1.41", here, ossl_aes256ecb_functions, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

constexpr OSSL_ALGORITHM macs[] = {
    {"HMAC", here, ossl_hmac_functions, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

constexpr OSSL_ALGORITHM key_derivations[] = {
    {"HKDF", here, ossl_kdf_hkdf_functions, nullptr},
    {"TLS13-KDF", here, ossl_kdf_tls1_3_kdf_functions, nullptr},
    {"TLS1-PRF", here, ossl_kdf_tls1_prf_functions, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

constexpr OSSL_ALGORITHM random_generators[] = {
    {"CTR-DRBG", here, ossl_drbg_ctr_functions, nullptr},
    {"SEED-SRC", here, ossl_seed_src_functions, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

constexpr OSSL_ALGORITHM key_types[] = {
    {"RSA:rsaEncryption:1.2.840.113549.1.1.1", here, ossl_rsa_keymgmt_functions, nullptr},
    {"RSA-PSS:RSASSA-PSS:1.2.840.113549.1.1.10", here, ossl_rsapss_keymgmt_functions, nullptr},
    {"EC:id-ecPublicKey:1.2.840.10045.2.1", here, ossl_ec_keymgmt_functions, nullptr},
    {"X25519:1.3.101.110", here, ossl_x25519_keymgmt_functions, nullptr},
    {"ED25519:1.3.101.112", here, ossl_ed25519_keymgmt_functions, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

constexpr OSSL_ALGORITHM key_exchanges[] = {
    {"ECDH", here, ossl_ecdh_keyexch_functions, nullptr},
    {"X25519:1.3.101.110", here, ossl_x25519_keyexch_functions, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

constexpr OSSL_ALGORITHM signatures[] = {
    {"RSA:rsaEncryption:1.2.840.113549.1.1.1", here, ossl_rsa_signature_functions, nullptr},
    {"ECDSA", here, ossl_ecdsa_signature_functions, nullptr},
    {"ED25519:1.3.101.112", here, ossl_ed25519_signature_functions, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

constexpr OSSL_ALGORITHM decoders[] = {
    {"DER", of_certificates, ossl_SubjectPublicKeyInfo_der_to_der_decoder_functions, nullptr},
    {"RSA:rsaEncryption:1.2.840.113549.1.1.1", of_certificates,
     ossl_SubjectPublicKeyInfo_der_to_rsa_decoder_functions, nullptr},
    {"RSA-PSS:RSASSA-PSS:1.2.840.113549.1.1.10", of_certificates,
     ossl_SubjectPublicKeyInfo_der_to_rsapss_decoder_functions, nullptr},
    {"EC:id-ecPublicKey:1.2.840.10045.2.1", of_certificates,
     ossl_SubjectPublicKeyInfo_der_to_ec_decoder_functions, nullptr},
    {"ED25519:1.3.101.112", of_certificates, ossl_SubjectPublicKeyInfo_der_to_ed25519_decoder_functions,
     nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

const OSSL_ALGORITHM* algorithms(void*, int operation, int* no_cache) {
  *no_cache = 0;
  switch (operation) {
    case OSSL_OP_DIGEST:
      return digests;
    case OSSL_OP_CIPHER:
      return ciphers;
    case OSSL_OP_MAC:
      return macs;
    case OSSL_OP_KDF:
      return key_derivations;
    case OSSL_OP_RAND:
      return random_generators;
    case OSSL_OP_KEYMGMT:
      return key_types;
    case OSSL_OP_KEYEXCH:
      return key_exchanges;
    case OSSL_OP_SIGNATURE:
      return signatures;
    case OSSL_OP_DECODER:
      return decoders;
    default:
      return nullptr;
  }
}

/// A group of the TLS registry (RFC 8446, 4.2.7), as OpenSSL asks for it.
struct group {
  const char* name;
  const char* own_name;
  const char* key_type;
  unsigned id;
  unsigned security_bits;
};
constexpr group groups[] = {
    {"x25519", "X25519", "X25519", 0x001d, 128}, {"secp256r1", "prime256v1", "EC", 0x0017, 128},
    {"P-256", "prime256v1", "EC", 0x0017, 128},  {"secp384r1", "secp384r1", "EC", 0x0018, 192},
    {"P-384", "secp384r1", "EC", 0x0018, 192},   {"secp521r1", "secp521r1", "EC", 0x0019, 256},
    {"P-521", "secp521r1", "EC", 0x0019, 256},
};

int tell(group one, OSSL_CALLBACK* listener, void* argument) {
  const auto text = [](const char* key, const char* value) {
    return OSSL_PARAM_construct_utf8_string(key, const_cast<char*>(value), 0);
  };
  int since_tls = TLS1_2_VERSION;
  int until_tls = 0;  // still allowed
  int never = -1;
  const std::array<OSSL_PARAM, 10> all{
      text(OSSL_CAPABILITY_TLS_GROUP_NAME, one.name),
      text(OSSL_CAPABILITY_TLS_GROUP_NAME_INTERNAL, one.own_name),
      text(OSSL_CAPABILITY_TLS_GROUP_ALG, one.key_type),
      OSSL_PARAM_construct_uint(OSSL_CAPABILITY_TLS_GROUP_ID, &one.id),
      OSSL_PARAM_construct_uint(OSSL_CAPABILITY_TLS_GROUP_SECURITY_BITS, &one.security_bits),
      OSSL_PARAM_construct_int(OSSL_CAPABILITY_TLS_GROUP_MIN_TLS, &since_tls),
      OSSL_PARAM_construct_int(OSSL_CAPABILITY_TLS_GROUP_MAX_TLS, &until_tls),
      OSSL_PARAM_construct_int(OSSL_CAPABILITY_TLS_GROUP_MIN_DTLS, &never),
      OSSL_PARAM_construct_int(OSSL_CAPABILITY_TLS_GROUP_MAX_DTLS, &never),
      OSSL_PARAM_construct_end(),
  };
  return listener(all.data(), argument);
}

int capabilities(void*, const char* asked, OSSL_CALLBACK* listener, void* argument) {
  if (::strcasecmp(asked, "TLS-GROUP") != 0) return 0;
  for (const auto& each : groups)
    if (!tell(each, listener, argument)) return 0;
  return 1;
}

void teardown(void* provider) {
  auto* context = static_cast<prov_ctx_st*>(provider);
  BIO_meth_free(ossl_prov_ctx_get0_core_bio_method(context));
  ossl_prov_ctx_free(context);
}

using any_function = void (*)();

const OSSL_DISPATCH provider_functions[] = {
    {OSSL_FUNC_PROVIDER_TEARDOWN, reinterpret_cast<any_function>(teardown)},
    {OSSL_FUNC_PROVIDER_QUERY_OPERATION, reinterpret_cast<any_function>(algorithms)},
    {OSSL_FUNC_PROVIDER_GET_CAPABILITIES, reinterpret_cast<any_function>(capabilities)},
    {0, nullptr},
};

}  // namespace

// The algorithms expect what OpenSSL's own provider prepares for them: its context, with the library's.
int ossl_default_provider_init(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH* core,
                               const OSSL_DISPATCH** out, void** provider) {
  if (!ossl_prov_bio_from_dispatch(core) || !ossl_prov_seeding_from_dispatch(core)) return 0;
  OSSL_FUNC_core_get_libctx_fn* library_of = nullptr;
  for (; core->function_id != 0; ++core)
    if (core->function_id == OSSL_FUNC_CORE_GET_LIBCTX) library_of = OSSL_FUNC_core_get_libctx(core);
  auto* context = library_of ? ossl_prov_ctx_new() : nullptr;
  auto* method = context ? ossl_bio_prov_init_bio_method() : nullptr;
  if (!method) {
    ossl_prov_ctx_free(context);
    return 0;
  }
  ossl_prov_ctx_set0_libctx(context, reinterpret_cast<OSSL_LIB_CTX*>(library_of(handle)));
  ossl_prov_ctx_set0_handle(context, handle);
  ossl_prov_ctx_set0_core_bio_method(context, method);
  *provider = context;
  *out = provider_functions;
  return 1;
}

// The provider "base" has the decoders and encoders of the default one again, and nobody asks for it.
int ossl_base_provider_init(const OSSL_CORE_HANDLE*, const OSSL_DISPATCH*, const OSSL_DISPATCH**, void**) {
  return 0;
}
