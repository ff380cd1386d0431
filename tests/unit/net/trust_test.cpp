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

// What OpenSSL says of a self-signed certificate when only `roots` are asked.
bool trusted(trust_roots& roots, const std::string& pem) {
  const auto certificate = certificate_of(pem);
  const std::unique_ptr<X509_STORE, openssl_free<X509_STORE_free>> store(X509_STORE_new());
  const std::unique_ptr<X509_STORE_CTX, openssl_free<X509_STORE_CTX_free>> chain(X509_STORE_CTX_new());
  X509_STORE_CTX_init(chain.get(), store.get(), certificate.get(), nullptr);
  roots.supply(chain.get());
  return X509_verify_cert(chain.get()) == 1;
}

struct fixture {
  tests::temporary_folder folder;
  const std::string mine = made_ca();
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(trust, fixture)

BOOST_AUTO_TEST_CASE(the_environment_comes_before_the_images_places) {
  const variable file("SSL_CERT_FILE", "/x/ca.pem");
  const variable folders("SSL_CERT_DIR", "/a:/b:");
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
  BOOST_TEST(trusted(*roots, mine));
  BOOST_TEST(!trusted(*roots, made_ca()));
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
  BOOST_TEST(trusted(*roots, mine));
}

BOOST_AUTO_TEST_CASE(without_any_root_every_place_is_named) {
  const variable file("SSL_CERT_FILE", folder.file("none.pem"));
  const variable folders("SSL_CERT_DIR", folder.file("a") + ":" + folder.file("b"));
  const auto roots = trust_roots::open(trust_settings());
  BOOST_TEST_REQUIRE(!roots);
  BOOST_TEST((roots.error().code() == base::errc::tls));
  for (const auto* place : {"none.pem", "/a", "/b"})
    BOOST_TEST(roots.error().message().find(place) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
