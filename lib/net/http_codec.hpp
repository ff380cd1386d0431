#pragma once

#include "net/byte_stream.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace gamekeeper::net {

/// HTTP/1.1 over any byte_stream (Beast's parsers, no stream of Beast's). One instance per connection: it
/// keeps what was read beyond the end of a message.
class http_codec {
 public:
  explicit http_codec(byte_stream& stream, std::size_t body_limit)
      : stream_(stream), body_limit_(body_limit) {}

  struct incoming_request {
    http_request request;
    bool keep_alive = false;
  };
  struct incoming_response {
    http_response response;
    bool keep_alive = false;
  };

  /// `closed` when the stream ended before the first byte, `malformed` when it ended or broke inside a
  /// message ("cut short"), `too_large` past header or body limit (the message says which).
  boost::asio::awaitable<base::result<incoming_request>> read_request();
  /// `method` is that of the request: a HEAD's answer has no body. A body must be framed (Content-Length or
  /// chunked), or end with an orderly end of the stream.
  boost::asio::awaitable<base::result<incoming_response>> read_response(std::string method);
  /// The same, but the body goes to `piece` as it comes instead of into the answer; its length has no limit.
  /// `head` is called before the first piece, with an answer that has no body.
  boost::asio::awaitable<base::result<void>> read_response_in_pieces(
      std::function<void(const http_response&)> head, std::function<void(std::string_view)> piece);
  boost::asio::awaitable<base::result<void>> write_request(const http_request& request,
                                                           std::string authority);
  /// An answer that is to be cut is written without the second half of its body.
  boost::asio::awaitable<base::result<void>> write_response(const http_response& response, bool keep_alive);
  /// The header of an answer that goes on (http_response::messages).
  boost::asio::awaitable<base::result<void>> write_live_header(const http_response& response);

  /// Waits for the first byte of the next message: true when there is one, false at the end of the stream.
  /// What tells an idle connection from a slow request.
  boost::asio::awaitable<base::result<bool>> wait_for_message();
  /// Whether a byte of the message under way has arrived.
  bool message_started() const noexcept { return started_; }
  /// Whether bytes beyond the last message are waiting.
  bool has_leftover() const noexcept { return !buffer_.empty(); }
  /// Tells the two kinds of too_large apart: the header was too long (431), not the body (413).
  bool header_too_large() const noexcept { return header_too_large_; }
  /// Of the last request read.
  bool peer_is_http_1_0() const noexcept { return peer_is_http_1_0_; }
  bool answers_to_head() const noexcept { return answer_to_head_; }
  /// What was read beyond the last message, for whoever goes on in another protocol.
  std::string take_leftover() { return std::exchange(buffer_, std::string()); }

 private:
  template <class Parser>
  boost::asio::awaitable<base::result<void>> read_header(Parser& parser);
  template <class Parser>
  boost::asio::awaitable<base::result<void>> read_body(Parser& parser);
  template <class Parser>
  boost::asio::awaitable<base::result<void>> read_more(Parser& parser);
  boost::asio::awaitable<base::result<std::size_t>> fill();
  template <class Parser>
  base::result<void> put(Parser& parser);
  base::error refuse(boost::system::error_code why);

  byte_stream& stream_;
  std::size_t body_limit_;
  std::string buffer_;
  bool started_ = false;
  bool header_too_large_ = false;
  bool peer_is_http_1_0_ = false;  ///< of the last request read: it has to be told that the connection stays
  bool answer_to_head_ = false;    ///< of the last request read: the answer's body is not written
};

}  // namespace gamekeeper::net
