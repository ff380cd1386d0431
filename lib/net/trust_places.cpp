#include "base/variable_text.hpp"
#include "net/tls.hpp"

#include <openssl/ssl.h>

#include <cstdlib>

namespace gamekeeper::net {

void initialise_tls() {
  OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(':'), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return std::string(base::variable_text(value ? value : ""));
}

}  // namespace

trust_places places_of_trust(const trust_settings& settings) {
  trust_places out;
  if (!settings.ca_file.empty()) {
    out.files.push_back(settings.ca_file);
    return out;
  }
  if (const auto file = variable("SSL_CERT_FILE"); !file.empty())
    out.files = {file};
  else
    out.files = {"/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Gentoo
                 "/etc/pki/tls/certs/ca-bundle.crt",                   // Fedora, RHEL 6
                 "/etc/ssl/ca-bundle.pem",                             // openSUSE
                 "/etc/pki/tls/cacert.pem",                            // OpenELEC
                 "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // CentOS, RHEL 7
                 "/etc/ssl/cert.pem"};                                 // Alpine
  if (const auto folders = variable("SSL_CERT_DIR"); !folders.empty())
    out.folders = split(folders);
  else
    out.folders = {"/etc/ssl/certs", "/etc/pki/tls/certs"};
  return out;
}

}  // namespace gamekeeper::net
