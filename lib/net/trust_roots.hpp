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

/// Mozilla's roots for TLS servers, as Debian's newest package had them when lib/net/update_mozilla_roots was run:
/// for images that have none, or old ones.
struct built_in_roots {
  std::string_view der;  ///< the certificates in DER, one behind the other
  std::size_t count;
  std::string_view date;     ///< "2026-08-16": of the package
  std::string_view package;  ///< "ca-certificates 20260816+nmu1": Debian's name for them
};
built_in_roots mozilla_roots() noexcept;

/// The trusted certificates, as bytes: only those that a chain asks for are parsed. OpenSSL takes about 0.1
/// ms and 10 KB for each, and an image's bundle has 140 of them, of which a handshake needs one.
class trust_roots {
 public:
  /// The first bundle that can be read and holds a certificate, and the folders, which are read only when
  /// there is none or a chain needs more than that. An image without any certificate gets mozilla_roots().
  /// tls when the file that the settings name, which is then the only place, holds none.
  static base::result<trust_roots> open(const trust_settings& settings);

  /// Whether `chain` verifies. Where the image's own roots do not make it, mozilla_roots() are added and it is
  /// tried once more: an image lives longer than roots do. A CA file that was named stays alone.
  bool verify(X509_STORE_CTX* chain);
  /// The second attempt of verify(), also where a CA file was named: for whoever wants to know, not for trust.
  bool verify_with_built_in(X509_STORE_CTX* chain);
  /// Puts into the store of `chain` every trusted certificate that could have issued one of it.
  void supply(X509_STORE_CTX* chain);
  /// "/etc/ssl/certs/ca-certificates.crt, /etc/ssl/certs", or "Mozilla's of 2026-08-16, built in"; after
  /// verify() those that made it, or all that were tried.
  const std::string& places() const noexcept { return places_; }
  /// The places are mozilla_roots(), or they were added for verify().
  bool built_in() const noexcept { return built_in_; }
  /// The settings named a CA file, which alone counts.
  bool named() const noexcept { return named_; }
  /// How many certificates the bundle has, or the folders where there is no bundle: those it reads for that.
  std::size_t count();

 private:
  std::string_view all() const noexcept { return built_in_ ? mozilla_roots().der : der_; }
  std::vector<x509_ptr> find(const X509_NAME* subject);
  void find_among_loaded(const X509_NAME* subject, std::vector<x509_ptr>& found) const;
  void add_pem(std::string_view text);
  void load_folders();
  void use_built_in();

  std::string der_;                                         // the image's, one behind the other
  std::vector<std::pair<std::size_t, std::size_t>> spans_;  // where each begins, and its length
  std::vector<std::string> folders_;                        // not looked into yet
  std::string places_;
  bool built_in_ = false;
  bool named_ = false;  // by the settings: nothing else counts
};

}  // namespace gamekeeper::net
