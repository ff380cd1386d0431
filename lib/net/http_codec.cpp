#include "net/http_codec.hpp"

#include "base/limits.hpp"
#include "net/http_wire.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;

using base::errc;
using base::error;
using base::result;
using base::limits::http_header_bytes;

namespace {

constexpr std::size_t read_size = 8 * 1024;

using request_parser = http::request_parser<http::string_body>;
using response_parser = http::response_parser<http::string_body>;

error malformed(std::string what) {
  return error(errc::malformed, "not HTTP: " + std::move(what));
}

template <class Parser>
void configure(Parser& parser, std::size_t body_limit) {
  parser.header_limit(static_cast<std::uint32_t>(http_header_bytes));
  parser.body_limit(body_limit);
  // Stop behind the header: fields of a trailer must not be taken for the header's.
  parser.eager(false);
}

// Beast knows chunked alone and lets every other coding pass as if it were none: then the two ends would not
// agree where the message ends.
template <class Message>
bool coding_is_understood(const Message& message) {
  const auto coding = message.find(http::field::transfer_encoding);
  return coding == message.end() || boost::beast::iequals(coding->value(), "chunked");
}

bool is_for_codec(http::field name) noexcept {
  return name == http::field::content_length || name == http::field::transfer_encoding ||
         name == http::field::connection;
}

void copy_field(const http::fields::value_type& field, http_headers& into) {
  into.add(std::string(field.name_string()), std::string(field.value()));
}

result<http_request> take_header(const request_parser::value_type& message) {
  http_request out(std::string(message.method_string()), std::string(message.target()));
  for (const auto& field : message) {
    if (field.name() == http::field::authorization) {
      if (out.authorization) return malformed("two Authorization headers");
      out.authorization = base::secret(std::string(field.value()));
    } else if (!is_for_codec(field.name())) {
      copy_field(field, out.headers);
    }
  }
  return out;
}

http_response take_header(const response_parser::value_type& message) {
  http_response out(static_cast<int>(message.result_int()));
  for (const auto& field : message)
    if (!is_for_codec(field.name())) copy_field(field, out.headers);
  return out;
}

bool waits_for_continue(const request_parser::value_type& message) {
  return message.version() == 11 && boost::beast::iequals(message[http::field::expect], "100-continue");
}

// RFC 9112 (section 4) wants the space behind the status also where no reason follows. Servers leave it out, and
// clients other than Beast do without: the answer would be lost for a byte that says nothing.
void complete_status_line(std::string& line) {
  constexpr std::size_t behind_status = std::string_view("HTTP/1.1 200").size();
  if (line.size() > behind_status && line[behind_status] == '\r' && line.starts_with("HTTP/"))
    line.insert(behind_status, 1, ' ');
}

}  // namespace

error http_codec::refuse(boost::system::error_code why) {
  if (why == http::error::header_limit) {
    header_too_large_ = true;
    return error(errc::too_large,
                 "the header is longer than " + std::to_string(http_header_bytes) + " bytes");
  }
  if (why == http::error::body_limit || why == http::error::buffer_overflow)
    return error(errc::too_large, "the body is longer than " + std::to_string(body_limit_) + " bytes");
  if (why == http::error::partial_message)
    return malformed("the message was cut short, the stream ended inside it");
  return malformed(why.message());
}

asio::awaitable<result<std::size_t>> http_codec::fill() {
  const auto held = buffer_.size();
  buffer_.resize(held + read_size);
  const asio::mutable_buffer space(buffer_.data() + held, read_size);
  auto got = co_await stream_.read_some(space);
  buffer_.resize(held + (got ? *got : 0));
  started_ = !buffer_.empty() || started_;
  co_return got;
}

template <class Parser>
asio::awaitable<result<void>> http_codec::read_more(Parser& parser) {
  const auto got = co_await fill();
  if (!got) {
    const bool ours = got.error().code() == errc::cancelled;
    if (ours || !started_) co_return got.error();
    co_return malformed("the message was cut short: " + got.error().message());
  }
  if (*got > 0) co_return result<void>();
  if (!started_) co_return error(errc::closed, "the stream ended before a message began");
  boost::system::error_code ec;
  parser.put_eof(ec);
  if (ec) co_return refuse(ec);
  co_return result<void>();
}

template <class Parser>
result<void> http_codec::put(Parser& parser) {
  if (buffer_.empty()) return {};
  boost::system::error_code ec;
  const auto used = parser.put(asio::const_buffer(buffer_.data(), buffer_.size()), ec);
  buffer_.erase(0, used);
  if (ec == http::error::need_more) ec = {};
  if (ec) return refuse(ec);
  return {};
}

// Counts by itself, since Beast measures its limit anew from wherever the bytes at hand begin.
template <class Parser>
asio::awaitable<result<void>> http_codec::read_header(Parser& parser) {
  std::size_t used = 0;
  for (;;) {
    if constexpr (!Parser::value_type::is_request::value)
      if (used == 0) complete_status_line(buffer_);
    const auto before = buffer_.size();
    if (auto parsed = put(parser); !parsed) co_return parsed.error();
    used += before - buffer_.size();
    const auto pending = parser.is_header_done() ? 0 : buffer_.size();
    if (used + pending > http_header_bytes) co_return refuse(http::error::header_limit);
    if (parser.is_header_done()) break;
    auto more = co_await read_more(parser);
    if (!more) co_return more.error();
  }
  if (!coding_is_understood(parser.get())) co_return malformed("a Transfer-Encoding other than chunked");
  co_return result<void>();
}

template <class Parser>
asio::awaitable<result<void>> http_codec::read_body(Parser& parser) {
  parser.eager(true);
  for (;;) {
    if (!parser.is_done())
      if (auto parsed = put(parser); !parsed) co_return parsed.error();
    if (parser.is_done()) co_return result<void>();
    // The body itself is consumed as it comes: what stays is a chunk's size line or the trailer.
    if (buffer_.size() > http_header_bytes) co_return refuse(http::error::header_limit);
    auto more = co_await read_more(parser);
    if (!more) co_return more.error();
  }
}

asio::awaitable<result<http_codec::incoming_request>> http_codec::read_request() {
  started_ = !buffer_.empty();
  request_parser parser;
  configure(parser, body_limit_);
  auto header = co_await read_header(parser);
  if (!header) co_return header.error();
  auto request = take_header(parser.get());
  if (!request) co_return request.error();
  peer_is_http_1_0_ = parser.get().version() == 10;
  answer_to_head_ = parser.get().method() == http::verb::head;
  if (!parser.is_done() && buffer_.empty() && waits_for_continue(parser.get())) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    auto told = co_await stream_.write(asio::const_buffer(go_on.data(), go_on.size()));
    if (!told) co_return told.error();
  }
  auto body = co_await read_body(parser);
  if (!body) co_return body.error();
  incoming_request out;
  out.request = std::move(*request);
  out.request.body = std::move(parser.get().body());
  out.keep_alive = parser.keep_alive();
  co_return out;
}

asio::awaitable<result<http_codec::incoming_response>> http_codec::read_response(std::string method) {
  started_ = !buffer_.empty();
  for (;;) {
    response_parser parser;
    configure(parser, body_limit_);
    parser.skip(method == "HEAD");
    auto header = co_await read_header(parser);
    if (!header) co_return header.error();
    // An interim answer says that the real one is still to come. 101 is none: it was not asked for.
    const auto status = parser.get().result_int();
    if (status / 100 == 1 && status != 101) continue;
    incoming_response out;
    out.response = take_header(parser.get());
    auto body = co_await read_body(parser);
    if (!body) co_return body.error();
    out.response.body = std::move(parser.get().body());
    out.keep_alive = parser.keep_alive() && !parser.need_eof() && status != 101;
    co_return out;
  }
}

asio::awaitable<result<void>> http_codec::read_response_in_pieces(
    std::function<void(const http_response&)> head, std::function<void(std::string_view)> piece) {
  started_ = !buffer_.empty();
  response_parser parser;
  configure(parser, body_limit_);
  parser.body_limit(boost::none);
  auto header = co_await read_header(parser);
  if (!header) co_return header.error();
  head(take_header(parser.get()));
  parser.eager(true);
  for (;;) {
    if (!parser.is_done())
      if (auto parsed = put(parser); !parsed) co_return parsed.error();
    auto& body = parser.get().body();
    if (!body.empty()) piece(body);
    body.clear();
    if (parser.is_done()) co_return result<void>();
    if (buffer_.size() > http_header_bytes) co_return refuse(http::error::header_limit);
    auto more = co_await read_more(parser);
    if (!more) co_return more.error();
  }
}

asio::awaitable<result<void>> http_codec::write_request(const http_request& request, std::string authority) {
  started_ = !buffer_.empty();
  const auto wire = request_on_wire(request, authority);
  if (!wire) co_return wire.error();
  const asio::const_buffer bytes(wire->reveal().data(), wire->reveal().size());
  co_return co_await stream_.write(bytes);
}

asio::awaitable<result<void>> http_codec::write_response(const http_response& response, bool keep_alive) {
  response_framing framing;
  framing.keep_alive = keep_alive;
  framing.peer_is_http_1_0 = peer_is_http_1_0_;
  framing.head = answer_to_head_;
  const auto wire = response_on_wire(response, framing);
  if (!wire) co_return wire.error();
  const auto left_out =
      response.delivery == answer_delivery::cut && !answer_to_head_ ? (response.body.size() + 1) / 2 : 0;
  const asio::const_buffer bytes(wire->data(), wire->size() - left_out);
  co_return co_await stream_.write(bytes);
}

asio::awaitable<result<void>> http_codec::write_live_header(const http_response& response) {
  const auto wire = live_header_on_wire(response, peer_is_http_1_0_);
  if (!wire) co_return wire.error();
  const asio::const_buffer bytes(wire->data(), wire->size());
  co_return co_await stream_.write(bytes);
}

asio::awaitable<result<bool>> http_codec::wait_for_message() {
  if (!buffer_.empty()) co_return true;
  started_ = false;
  const auto got = co_await fill();
  if (!got) co_return got.error();
  co_return *got > 0;
}

}  // namespace gamekeeper::net
