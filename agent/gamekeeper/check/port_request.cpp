#include "gamekeeper/check/port_request.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace gamekeeper::check {

using process::transport;

namespace {

constexpr std::array<std::string_view, 7> protocols = {"UDP", "TCP", "TCP/UDP", "HTTP", "HTTPS", "WS", "WSS"};

base::error wrong(std::string_view text) {
  return {base::errc::invalid_input, "'" + std::string(text) +
                                         "' is no port; write NAME=NUMBER/PROTOCOL, e.g. gameport=7777/UDP; "
                                         "protocols are UDP, TCP, TCP/UDP, "
                                         "HTTP, HTTPS, WS, WSS"};
}

}  // namespace

std::vector<transport> port_request::transports() const {
  if (protocol == "UDP") return {transport::udp};
  if (protocol == "TCP/UDP") return {transport::tcp, transport::udp};
  return {transport::tcp};
}

base::result<port_request> parse_port_request(std::string_view text) {
  port_request port;
  auto rest = text;
  if (const auto equals = text.find('='); equals != std::string_view::npos) {
    port.name = text.substr(0, equals);
    rest.remove_prefix(equals + 1);
    if (port.name.empty()) return wrong(text);
  }
  const auto slash = std::min(rest.find('/'), rest.size());
  const auto digits = rest.substr(0, slash);
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), port.number);
  if (ec != std::errc() || end != digits.data() + digits.size() || port.number == 0) return wrong(text);
  port.protocol = slash == rest.size() ? "UDP" : rest.substr(slash + 1);
  for (auto& c : port.protocol)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (std::find(protocols.begin(), protocols.end(), port.protocol) == protocols.end()) return wrong(text);
  if (port.name.empty()) port.name = digits;
  return port;
}

}  // namespace gamekeeper::check
