#include "net/trust_roots.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include <cstdlib>
#include <filesystem>
#include <optional>

using namespace gamekeeper;
using namespace gamekeeper::net;

namespace {

// An environment variable for the length of one test.
class variable {
 public:
  variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) before_ = old;
    ::setenv(name, value.c_str(), 1);
  }
  ~variable() {
    if (before_)
      ::setenv(name_, before_->c_str(), 1);
    else
      ::unsetenv(name_);
  }
  variable(const variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

std::string made_ca() {
  return tls_identity::self_made({"localhost"})->ca_pem();
}

x509_ptr certificate_of(const std::string& pem) {
  const std::unique_ptr<BIO, openssl_free<BIO_free_all>> in(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return x509_ptr(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
}

x509_ptr d2i_x509(const unsigned char*& at, std::size_t length) {
  return x509_ptr(d2i_X509(nullptr, &at, static_cast<long>(length)));
}

std::vector<x509_ptr> built_in_certificates() {
  std::vector<x509_ptr> out;
  const auto der = mozilla_roots().der;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* end = at + der.size();
  while (at < end) {
    out.push_back(d2i_x509(at, static_cast<std::size_t>(end - at)));
    BOOST_TEST_REQUIRE(out.back().get() != nullptr);
  }
  return out;
}

// A self-signed certificate as a chain of its own, whatever the date.
struct chain_of_one {
  explicit chain_of_one(X509* certificate) {
    X509_STORE_CTX_init(chain.get(), store.get(), certificate, nullptr);
    X509_STORE_CTX_set_flags(chain.get(), X509_V_FLAG_NO_CHECK_TIME);
  }
  const std::unique_ptr<X509_STORE, openssl_free<X509_STORE_free>> store{X509_STORE_new()};
  const std::unique_ptr<X509_STORE_CTX, openssl_free<X509_STORE_CTX_free>> chain{X509_STORE_CTX_new()};
};

bool trusted(trust_roots& roots, X509* certificate) {
  const chain_of_one one(certificate);
  return roots.verify(one.chain.get());
}

// Whether this very certificate is among those that `roots` give for it.
bool supplied(trust_roots& roots, X509* certificate) {
  const std::unique_ptr<X509_STORE, openssl_free<X509_STORE_free>> store(X509_STORE_new());
  const std::unique_ptr<X509_STORE_CTX, openssl_free<X509_STORE_CTX_free>> chain(X509_STORE_CTX_new());
  X509_STORE_CTX_init(chain.get(), store.get(), certificate, nullptr);
  roots.supply(chain.get());
  const auto* all = X509_STORE_get0_objects(store.get());
  for (int i = 0; i < sk_X509_OBJECT_num(all); ++i)
    if (X509_cmp(X509_OBJECT_get0_X509(sk_X509_OBJECT_value(all, i)), certificate) == 0) return true;
  return false;
}

struct fixture {
  tests::temporary_folder folder;
  const std::string mine = made_ca();
};

struct no_images_roots : fixture {
  const variable file{"SSL_CERT_FILE", folder.file("none.pem")};
  const variable folders{"SSL_CERT_DIR", folder.file("a") + ":" + folder.file("b")};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(trust, fixture)

BOOST_AUTO_TEST_CASE(the_environment_comes_before_the_images_places) {
  const variable file("SSL_CERT_FILE", "\"/x/ca.pem\"\r");
  const variable folders("SSL_CERT_DIR", "/a:/b:\r");
  const auto places = places_of_trust(trust_settings());
  BOOST_TEST(places.files == std::vector<std::string>(1, "/x/ca.pem"), boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(places.folders.size() == 2u);
  BOOST_TEST(places.folders[1] == "/b");
}

BOOST_AUTO_TEST_CASE(a_ca_file_that_is_given_is_the_only_place) {
  const variable file("SSL_CERT_FILE", "/x/ca.pem");
  trust_settings settings;
  settings.ca_file = "/mine.pem";
  BOOST_TEST(places_of_trust(settings).files.at(0) == "/mine.pem");
  BOOST_TEST(places_of_trust(settings).folders.empty());
}

// All self-made ones have the same subject.
BOOST_AUTO_TEST_CASE(a_certificate_is_found_among_the_others_of_a_bundle) {
  trust_settings settings;
  settings.ca_file = folder.write("bundle.pem", "# comment\n" + made_ca() + "junk\n" + mine + made_ca());
  auto roots = trust_roots::open(settings);
  BOOST_TEST_REQUIRE(roots.has_value());
  BOOST_TEST(trusted(*roots, certificate_of(mine).get()));
  BOOST_TEST(!trusted(*roots, certificate_of(made_ca()).get()));
}

BOOST_AUTO_TEST_CASE(folders_are_looked_into_when_the_bundle_does_not_have_it) {
  std::filesystem::create_directory(folder.file("certs"));
  folder.write("certs/mine.crt", mine);
  std::filesystem::create_symlink("mine.crt", folder.file("certs/0a1b2c3d.0"));
  const variable file("SSL_CERT_FILE", folder.write("bundle.pem", "no certificate"));
  const variable folders("SSL_CERT_DIR", folder.file("certs"));
  auto roots = trust_roots::open(trust_settings());
  BOOST_TEST_REQUIRE(roots.has_value());
  BOOST_TEST(roots->places() == folder.file("certs"));
  BOOST_TEST(trusted(*roots, certificate_of(mine).get()));
}

BOOST_FIXTURE_TEST_CASE(an_image_without_any_root_gets_mozillas, no_images_roots) {
  std::filesystem::create_directory(folder.file("b"));
  folder.write("b/notes.txt", "no certificate");
  auto roots = trust_roots::open(trust_settings());
  BOOST_TEST_REQUIRE(roots.has_value());
  BOOST_TEST(roots->built_in());
  BOOST_TEST(roots->places() == "Mozilla's of " + std::string(mozilla_roots().date) + ", built in");
  BOOST_TEST(!trusted(*roots, certificate_of(mine).get()));
}

BOOST_FIXTURE_TEST_CASE(the_images_own_roots_come_first, no_images_roots) {
  std::filesystem::create_directory(folder.file("b"));
  folder.write("b/mine.crt", mine);
  auto roots = trust_roots::open(trust_settings());
  BOOST_TEST_REQUIRE(roots.has_value());
  BOOST_TEST(trusted(*roots, certificate_of(mine).get()));
  BOOST_TEST(!roots->built_in());
  BOOST_TEST(roots->places() == folder.file("b"));
}

BOOST_AUTO_TEST_CASE(an_image_whose_roots_are_too_old_gets_mozillas_as_well) {
  const variable file("SSL_CERT_FILE", folder.write("old.pem", mine));
  const variable folders("SSL_CERT_DIR", folder.file("none"));
  auto roots = trust_roots::open(trust_settings());
  BOOST_TEST_REQUIRE(roots.has_value());
  BOOST_TEST(trusted(*roots, built_in_certificates().front().get()));
  BOOST_TEST(roots->built_in());
  BOOST_TEST(roots->places() == "Mozilla's of " + std::string(mozilla_roots().date) + ", built in");
}

BOOST_AUTO_TEST_CASE(what_neither_of_them_signs_names_both) {
  const variable file("SSL_CERT_FILE", folder.write("old.pem", mine));
  const variable folders("SSL_CERT_DIR", folder.file("none"));
  auto roots = trust_roots::open(trust_settings());
  const auto certificate = certificate_of(made_ca());
  const chain_of_one stranger(certificate.get());
  BOOST_TEST(!roots->verify(stranger.chain.get()));
  BOOST_TEST(X509_STORE_CTX_get_error(stranger.chain.get()) != X509_V_OK);
  BOOST_TEST(roots->places().starts_with(folder.file("old.pem") + ", then Mozilla's of "));
}

BOOST_AUTO_TEST_CASE(a_ca_file_that_is_given_stays_alone) {
  trust_settings settings;
  settings.ca_file = folder.write("mine.pem", mine);
  auto roots = trust_roots::open(settings);
  BOOST_TEST_REQUIRE(roots.has_value());
  const auto newer = std::move(built_in_certificates().front());
  const chain_of_one one(newer.get());
  BOOST_TEST(!roots->verify(one.chain.get()));
  BOOST_TEST(roots->places() == folder.file("mine.pem"));
  BOOST_TEST(roots->verify_with_built_in(one.chain.get()));
}

BOOST_FIXTURE_TEST_CASE(a_ca_file_without_a_certificate_is_not_replaced_by_the_built_in_ones,
                        no_images_roots) {
  trust_settings settings;
  settings.ca_file = folder.write("empty.pem", "no certificate");
  const auto roots = trust_roots::open(settings);
  BOOST_TEST_REQUIRE(!roots);
  BOOST_TEST((roots.error().code() == base::errc::tls));
  BOOST_TEST(roots.error().message().find("empty.pem") != std::string::npos);
}

// One authority has two certificates for one key: OpenSSL builds a chain with either, but only with one.
BOOST_FIXTURE_TEST_CASE(each_built_in_root_is_found_by_its_name, no_images_roots) {
  auto roots = trust_roots::open(trust_settings());
  const auto all = built_in_certificates();
  BOOST_TEST_REQUIRE(all.size() == mozilla_roots().count);
  BOOST_TEST(all.size() > 100u);
  BOOST_TEST(trusted(*roots, all.front().get()));
  for (const auto& root : all) {
    char name[256] = "";
    X509_NAME_oneline(X509_get_subject_name(root.get()), name, sizeof name);
    BOOST_TEST(supplied(*roots, root.get()), name);
  }
}

// The last byte of a certificate belongs to its signature.
BOOST_FIXTURE_TEST_CASE(a_certificate_that_only_bears_a_roots_name_is_not_trusted, no_images_roots) {
  auto roots = trust_roots::open(trust_settings());
  const auto der = mozilla_roots().der;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* end = at;
  d2i_x509(end, der.size());
  std::string forged(at, end);
  forged.back() = static_cast<char>(forged.back() ^ 1);
  const auto* bytes = reinterpret_cast<const unsigned char*>(forged.data());
  BOOST_TEST(!trusted(*roots, d2i_x509(bytes, forged.size()).get()));
}

BOOST_AUTO_TEST_CASE(the_built_in_roots_say_where_they_are_from) {
  const auto roots = mozilla_roots();
  BOOST_TEST_REQUIRE(roots.date.size() == 10u);
  std::string digits(roots.date);
  std::erase(digits, '-');
  BOOST_TEST(roots.package.starts_with("ca-certificates " + digits));
}

BOOST_AUTO_TEST_SUITE_END()
