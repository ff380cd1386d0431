#pragma once

#include "base/error.hpp"
#include "base/secret.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::net {

/// Call first in main: OpenSSL must not read the image's openssl.cnf, and a broken one there must not break
/// us.
void initialise_tls();

/// Where trust comes from. Looked up anew for each handshake: a handshake is rare, the store is the largest
/// thing the agent would otherwise keep in memory, and a renewed bundle is seen without a restart.
struct trust_settings {
  std::string ca_file;  ///< PEM; empty: the image's own roots, and the built-in ones where these do
                        ///< not make a chain. When given, it alone is trusted.
};

/// The certificate bundles and folders that would be looked at, in order: SSL_CERT_FILE and SSL_CERT_DIR,
/// then the places where Debian, Fedora, openSUSE, Alpine and others keep theirs (the order of Go's
/// crypto/x509 root_linux.go).
struct trust_places {
  std::vector<std::string> files;
  std::vector<std::string> folders;
};
trust_places places_of_trust(const trust_settings& settings);

/// A server's certificate and key. For the emulator and for tests: the agent itself serves no TLS.
class tls_identity {
 public:
  ~tls_identity();
  tls_identity(tls_identity&&) noexcept;

  /// A certificate for `names` (DNS names and IP addresses), signed by a CA that is made on the spot (EC
  /// P-256, valid from an hour ago for 30 days). ca_pem() is what a client has to trust.
  static base::result<tls_identity> self_made(const std::vector<std::string>& names);
  /// One that was made before, from what its pem() gave. `tls` when that cannot be read or has expired.
  static base::result<tls_identity> from_pem(const base::secret& pem);
  const std::string& ca_pem() const noexcept;
  /// CA, certificate and key, one behind the other: whoever has it is this server.
  const base::secret& pem() const noexcept;

  struct native;
  native& get() noexcept { return *native_; }

 private:
  explicit tls_identity(std::unique_ptr<native> n);
  std::unique_ptr<native> native_;
};

}  // namespace gamekeeper::net
