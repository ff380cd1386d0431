#include "settings/listen_address.hpp"

#include <arpa/inet.h>

#include <charconv>

namespace gamekeeper::settings {

namespace {

bool is_numeric(int family, const std::string& address) {
  in6_addr parsed{};
  return ::inet_pton(family, address.c_str(), &parsed) == 1;
}

}  // namespace

base::result<listen_address> parse_listen_address(std::string_view text) {
  const auto wrong = [text] {
    return base::error(base::errc::invalid_input,
                       "'" + std::string(text) +
                           "' is no address to listen on; expected a numeric one and a port, such as "
                           "127.0.0.1:9464 or [::1]:9464");
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong();
  listen_address out;
  auto host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  out.address = host;
  if (!is_numeric(bracketed ? AF_INET6 : AF_INET, out.address)) return wrong();
  const auto digits = text.substr(colon + 1);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || out.port == 0) return wrong();
  return out;
}

}  // namespace gamekeeper::settings
