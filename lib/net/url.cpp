#include "net/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace gamekeeper::net {

namespace {

using base::errc;
using base::error;
using base::result;

bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

// Messages quote single parts only: the whole address could carry a password.
error wrong(std::string what) {
  return error(errc::invalid_input, "the address " + std::move(what));
}

std::uint16_t default_port(std::string_view scheme) noexcept {
  return scheme == "https" ? 443 : 80;
}

bool is_ipv6(const std::string& host) noexcept {
  in6_addr ignored{};
  return ::inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
}

result<void> check_characters(std::string_view text) {
  for (const unsigned char c : text) {
    if (c <= 0x20 || c == 0x7f) return wrong("contains a space or a control character");
    if (c > 0x7f) return wrong("contains a character that is not ASCII; write it as %XX");
    if (c == '\\') return wrong("contains a backslash");
    if (c == '#') return wrong("has a fragment (#…), which no server is ever sent");
  }
  return {};
}

result<std::string> parse_host(std::string_view text, bool bracketed) {
  if (text.empty()) return wrong("names no host");
  auto host = lower(text);
  if (bracketed) {
    if (!is_ipv6(host)) return wrong("has brackets around something that is no IPv6 address");
    return host;
  }
  const bool plain = std::all_of(host.begin(), host.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
  });
  if (!plain) return wrong("has a host with other characters than letters, digits, '-', '.' and '_'");
  if (host.size() > 253) return wrong("has a host that is longer than 253 characters");
  return host;
}

result<std::uint16_t> parse_port(std::string_view text) {
  unsigned value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size() || value == 0 || value > 65535)
    return wrong("has the port '" + std::string(text) + "'; allowed: 1 to 65535");
  return static_cast<std::uint16_t>(value);
}

// host[:port] or [v6][:port]
result<void> parse_authority(std::string_view text, url& into) {
  if (text.find('@') != std::string_view::npos)
    return wrong("contains a user name or password; credentials go into settings of their own");
  std::string_view host = text;
  std::string_view rest;
  const bool bracketed = text.starts_with('[');
  if (bracketed) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return wrong("has a '[' without its ']'");
    host = text.substr(1, close - 1);
    rest = text.substr(close + 1);
    if (!rest.empty() && rest.front() != ':') return wrong("has something other than a port behind ']'");
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    rest = text.substr(colon);
  }
  auto name = parse_host(host, bracketed);
  if (!name) return name.error();
  into.host = std::move(*name);
  into.port = default_port(into.scheme);
  if (rest.empty()) return {};
  const auto port = parse_port(rest.substr(1));
  if (!port) return port.error();
  into.port = *port;
  return {};
}

int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

bool url::loopback() const noexcept {
  if (host == "localhost" || host == "::1") return true;
  in_addr address{};
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == 127;
}

std::string url::authority() const {
  std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != default_port(scheme)) out += ":" + std::to_string(port);
  return out;
}

std::string url::origin() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return scheme + "://" + name + ":" + std::to_string(port);
}

std::string url::str() const {
  return scheme + "://" + authority() + target;
}

url url::with_target(std::string new_target) const {
  url out = *this;
  out.target = std::move(new_target);
  return out;
}

result<url> parse_url(std::string_view text) {
  if (auto characters = check_characters(text); !characters) return characters.error();
  const auto mark = text.find("://");
  if (mark == std::string_view::npos || mark == 0)
    return wrong("has no scheme; it has to start with https:// (or http:// for this machine)");
  url out;
  out.scheme = lower(text.substr(0, mark));
  if (out.scheme != "https" && out.scheme != "http")
    return wrong("has the scheme '" + out.scheme + "'; allowed: https, and http for this machine");
  const auto rest = text.substr(mark + 3);
  const auto end = std::min(rest.find_first_of("/?"), rest.size());
  if (auto authority = parse_authority(rest.substr(0, end), out); !authority) return authority.error();
  out.target = rest.substr(end);
  if (!out.target.starts_with('/')) out.target.insert(0, "/");
  return out;
}

result<url> parse_trusted_url(std::string_view text) {
  auto parsed = parse_url(text);
  if (parsed && !parsed->secure() && !parsed->loopback())
    return wrong("uses plain http to " + parsed->host +
                 "; allowed: https, or http to localhost, 127.0.0.0/8 and ::1");
  return parsed;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

result<std::string> percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      return error(errc::invalid_input,
                   "the '%' at byte " + std::to_string(i) + " is not followed by two hex digits");
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

}  // namespace gamekeeper::net
