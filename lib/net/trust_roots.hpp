#pragma once

#include "base/error.hpp"
#include "net/tls.hpp"

#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gamekeeper::net {

template <auto Free>
struct openssl_free {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};
using x509_ptr = std::unique_ptr<X509, openssl_free<X509_free>>;

/// The trusted certificates, as bytes: only those that a chain asks for are parsed. OpenSSL takes about 0.1
/// ms and 10 KB for each, and an image's bundle has 140 of them, of which a handshake needs one.
class trust_roots {
 public:
  /// The first bundle that can be read and holds a certificate; folders only when a chain needs more than
  /// that. tls when there is neither, naming every place.
  static base::result<trust_roots> open(const trust_settings& settings);

  /// Puts into the store of `chain` every trusted certificate that could have issued one of it.
  void supply(X509_STORE_CTX* chain);
  /// "/etc/ssl/certs/ca-certificates.crt, /etc/ssl/certs"
  const std::string& places() const noexcept { return places_; }
  /// How many certificates the bundle has, or the folders where there is no bundle: those it reads for that.
  std::size_t count();

 private:
  std::vector<x509_ptr> find(const X509_NAME* subject);
  void find_among_loaded(const X509_NAME* subject, std::vector<x509_ptr>& found) const;
  void add_pem(std::string_view text);
  void load_folders();

  std::string der_;                                         // all certificates, one behind the other
  std::vector<std::pair<std::size_t, std::size_t>> spans_;  // where each begins, and its length
  std::vector<std::string> folders_;                        // not looked into yet
  std::string places_;
};

}  // namespace gamekeeper::net
