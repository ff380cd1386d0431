#include "net/proxy.hpp"

#include "base/limits.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/beast/core/detail/base64.hpp>

namespace gamekeeper::net {

namespace asio = boost::asio;
using base::errc;
using base::error;

namespace {

bool is_exempt(const std::string& host, std::string_view list) {
  while (!list.empty()) {
    const auto end = list.find_first_of(", ");
    auto entry = list.substr(0, end);
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    if (entry == "*") return true;
    while (entry.starts_with('.')) entry.remove_prefix(1);
    if (entry.empty() || !boost::algorithm::iends_with(host, entry)) continue;
    if (host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.') return true;
  }
  return false;
}

std::optional<base::secret> basic(const std::string& credentials) {
  const auto decoded = percent_decode(credentials);
  if (!decoded) return std::nullopt;
  std::string text(boost::beast::detail::base64::encoded_size(decoded->size()), '\0');
  text.resize(boost::beast::detail::base64::encode(text.data(), decoded->data(), decoded->size()));
  return base::secret("Basic " + text);
}

base::result<proxy> parse_proxy(std::string text, const char* variable) {
  const auto wrong = [variable] {
    return error(errc::invalid_input,
                 std::string(variable) +
                     ": a proxy is http://[USER:PASSWORD@]HOST[:PORT]; no other kind is supported");
  };
  if (text.find("://") == std::string::npos) text = "http://" + text;
  if (!boost::algorithm::istarts_with(text, "http://")) return wrong();
  auto rest = text.substr(7);
  proxy found;
  if (const auto at = rest.rfind('@'); at != std::string::npos) {
    found.authorization = basic(rest.substr(0, at));
    if (!found.authorization) return wrong();
    rest.erase(0, at + 1);
  }
  const auto place = parse_url("http://" + rest);
  if (!place) return wrong();
  const auto authority = rest.substr(0, rest.find('/'));
  const auto colon = authority.rfind(':');
  const bool has_port = colon != std::string::npos && authority.find(']', colon) == std::string::npos;
  found.host = place->host;
  found.port = has_port ? place->port : 1080;
  return found;
}

}  // namespace

base::result<std::optional<proxy>> proxy_for(const url& to, const variable_reader& variable) {
  if (!to.secure()) return std::optional<proxy>();
  for (const auto* name : {"no_proxy", "NO_PROXY"})
    if (is_exempt(to.host, variable(name))) return std::optional<proxy>();
  for (const auto* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    auto text = variable(name);
    if (text.empty()) continue;
    auto found = parse_proxy(std::move(text), name);
    if (!found) return found.error();
    return std::optional<proxy>(std::move(*found));
  }
  return std::optional<proxy>();
}

asio::awaitable<base::result<void>> open_tunnel(byte_stream& stream, const proxy& through, const url& to) {
  const auto host = to.host.find(':') == std::string::npos ? to.host : "[" + to.host + "]";
  const auto target = host + ":" + std::to_string(to.port);
  std::string request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (through.authorization)
    request.append("Proxy-Authorization: ").append(through.authorization->reveal()) += "\r\n";
  request += "\r\n";
  const auto written = co_await stream.write(asio::buffer(request));
  if (!written) co_return written.error();

  const auto name = "the proxy " + through.host + ":" + std::to_string(through.port);
  std::string answer;
  // Byte by byte: what follows the header belongs to the tunnel.
  while (!answer.ends_with("\r\n\r\n")) {
    char byte = 0;
    const asio::mutable_buffer space(&byte, 1);
    const auto got = co_await stream.read_some(space);
    if (!got) co_return got.error();
    if (*got == 0) co_return error(errc::unreachable, name + " ended the connection without a tunnel");
    answer += byte;
    if (answer.size() > base::limits::http_header_bytes)
      co_return error(errc::unreachable, name + " answered with a header that is too large");
  }
  const bool is_http = answer.starts_with("HTTP/1.") && answer.size() > 12;
  const auto status = is_http ? answer.substr(9, 3) : std::string("what is no HTTP");
  if (is_http && status.front() == '2') co_return base::result<void>();
  co_return error(errc::unreachable, name + " refused a tunnel to " + target + ": " + status);
}

}  // namespace gamekeeper::net
