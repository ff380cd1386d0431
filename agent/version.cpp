#include "version.hpp"

#include "net/trust_roots.hpp"

#include <boost/version.hpp>
#include <openssl/crypto.h>

namespace gamekeeper {

namespace {

std::string compiler() {
#ifdef __clang__
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string boost_version() {
  return std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000) + "." +
         std::to_string(BOOST_VERSION % 100);
}

}  // namespace

std::string version_text(std::string_view program) {
  const auto roots = net::mozilla_roots();
  std::string text(program);
  text.append(" " GAMEKEEPER_VERSION "\ncommit ").append(commit());
  text.append("\ncompiler ").append(compiler());
  text.append("\nBoost ").append(boost_version());
  text.append("\n").append(OpenSSL_version(OPENSSL_VERSION));
  text.append("\ntrust roots of Mozilla as of ").append(roots.date);
  text.append(", ").append(std::to_string(roots.count)).append(" certificates (").append(roots.package);
  return text + ")";
}

}  // namespace gamekeeper
