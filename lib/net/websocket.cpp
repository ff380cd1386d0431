#include "net/websocket.hpp"

#include <boost/beast/core/string.hpp>
#include <openssl/evp.h>

#include <array>

namespace gamekeeper::net {

namespace {

constexpr std::string_view magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // section 1.3
constexpr std::size_t key_length = 24;                                      // 16 bytes in base64

std::string accept_value(std::string_view key) {
  const auto text = std::string(key).append(magic);
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha1(), nullptr);
  std::array<unsigned char, 64> encoded{};
  const auto length = EVP_EncodeBlock(encoded.data(), hash.data(), static_cast<int>(size));
  return std::string(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(length));
}

}  // namespace

bool asks_for_websocket(const http_request& request) noexcept {
  const auto upgrade = request.headers.find("Upgrade");
  return request.method == "GET" && upgrade && boost::beast::iequals(*upgrade, "websocket");
}

base::result<http_response> accept_websocket(const http_request& request,
                                             std::shared_ptr<stream_source> source) {
  if (request.headers.find("Sec-WebSocket-Version").value_or("") != "13")
    return base::error(base::errc::invalid_input, "Sec-WebSocket-Version: only 13 is spoken here");
  const auto key = request.headers.find("Sec-WebSocket-Key").value_or("");
  if (key.size() != key_length || !key.ends_with("=="))
    return base::error(base::errc::invalid_input, "Sec-WebSocket-Key: expected 16 bytes in base64");
  http_response accepted(101);
  accepted.headers.add("Upgrade", "websocket");
  accepted.headers.add("Sec-WebSocket-Accept", accept_value(key));
  accepted.messages = std::move(source);
  return accepted;
}

}  // namespace gamekeeper::net
