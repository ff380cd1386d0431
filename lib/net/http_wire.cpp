#include "net/http_wire.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>

namespace gamekeeper::net {

namespace {

using base::errc;
using base::error;
using base::result;

// RFC 9110, 5.6.2.
bool is_token(std::string_view text) noexcept {
  static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

bool is_control(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool is_field_value(std::string_view text) noexcept {
  return std::none_of(text.begin(), text.end(), [](char c) { return c != '\t' && is_control(c); });
}

bool is_one_word(std::string_view text) noexcept {
  return !text.empty() &&
         std::none_of(text.begin(), text.end(), [](char c) { return c == ' ' || is_control(c); });
}

error refused(std::string what) {
  return error(errc::invalid_input, "not sent: " + std::move(what));
}

result<void> append_fields(const http_headers& headers, std::string& out) {
  http_headers reserved;
  for (const auto* name : {"Host", "Authorization", "Content-Length", "Transfer-Encoding", "Connection"})
    reserved.add(name, "");
  for (const auto& field : headers) {
    if (!is_token(field.name)) return refused("a header's name is not a token of RFC 9110");
    if (reserved.find(field.name))
      return refused("the header " + field.name + " is not for the caller to set");
    if (!is_field_value(field.value))
      return refused("the value of header " + field.name + " has a control character");
    out.append(field.name).append(": ").append(field.value).append("\r\n");
  }
  return {};
}

void append_status_line(int status, std::string& out) {
  const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  out.append("HTTP/1.1 ").append(std::to_string(status)).append(" ");
  out.append(reason.data(), reason.size()).append("\r\n");
}

bool announces_a_body(const http_request& request) noexcept {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
         request.method == "PATCH";
}

}  // namespace

result<base::secret> request_on_wire(const http_request& request, const std::string& authority) {
  if (!is_token(request.method)) return refused("the method is not a token of RFC 9110");
  if (!is_one_word(request.target))
    return refused("the target is empty or has a space or a control character");
  if (!is_one_word(authority)) return refused("the host is empty or has a space or a control character");
  if (request.authorization && !is_field_value(request.authorization->reveal()))
    return refused("the authorization has a control character");
  std::string out;
  // Enough for everything, so that growing leaves no copy of the token in memory that nobody wipes.
  out.reserve(2048 + request.target.size() + request.body.size());
  out.append(request.method)
      .append(" ")
      .append(request.target)
      .append(" HTTP/1.1\r\nHost: ")
      .append(authority);
  out.append("\r\n");
  if (auto fields = append_fields(request.headers, out); !fields) return fields.error();
  if (announces_a_body(request))
    out.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  if (request.authorization)
    out.append("Authorization: ").append(request.authorization->reveal()).append("\r\n");
  out.append("\r\n").append(request.body);
  return base::secret(std::move(out));
}

result<std::string> response_on_wire(const http_response& response, response_framing framing) {
  if (response.status < 200 || response.status > 599)
    return refused("the status " + std::to_string(response.status) + " is not one of 200 to 599");
  const bool bodiless = response.status == 204 || response.status == 304;
  std::string out;
  out.reserve(512 + response.body.size());
  append_status_line(response.status, out);
  if (auto fields = append_fields(response.headers, out); !fields) return fields.error();
  if (!bodiless) out.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
  if (!framing.keep_alive)
    out.append("Connection: close\r\n");
  else if (framing.peer_is_http_1_0)
    out.append("Connection: keep-alive\r\n");
  out.append("\r\n");
  if (!bodiless && !framing.head) out.append(response.body);
  return out;
}

result<std::string> live_header_on_wire(const http_response& response, bool peer_is_http_1_0) {
  if (response.status != 101 && response.status != 200)
    return refused("an answer that goes on has status 200 or 101, not " + std::to_string(response.status));
  std::string out;
  append_status_line(response.status, out);
  if (auto fields = append_fields(response.headers, out); !fields) return fields.error();
  if (response.status == 101)
    out.append("Connection: Upgrade\r\n");
  else
    out.append(peer_is_http_1_0 ? "" : "Transfer-Encoding: chunked\r\n").append("Connection: close\r\n");
  return out.append("\r\n");
}

}  // namespace gamekeeper::net
