#pragma once

#include "net/byte_stream.hpp"
#include "net/http_service.hpp"
#include "net/stream_source.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace gamekeeper::net {

/// How messages become bytes.
enum class line_framing {
  chunked,  ///< a line each, in chunks; the last chunk is missing when the source was cut
  bare,     ///< a line each, to the end of the stream: for HTTP/1.0
};

/// An answer that goes on, line by line (a WebSocket is websocket_session's). Each write has the server's write
/// deadline; a peer that does not read for so long is dropped. Meanwhile what the peer sends is read, so that its
/// leaving is noticed at once: a peer that only ends its own side still gets what is there already.
class response_stream {
 public:
  response_stream(boost::asio::any_io_executor loop, const http_service& service,
                  std::shared_ptr<byte_stream> stream, line_framing framing,
                  std::shared_ptr<stream_source> source);
  ~response_stream();
  response_stream(const response_stream&) = delete;
  response_stream& operator=(const response_stream&) = delete;

  boost::asio::awaitable<void> run();

 private:
  struct stream_state;
  static boost::asio::awaitable<void> read_peer(std::shared_ptr<stream_state> self);
  boost::asio::awaitable<bool> write(std::string bytes);
  std::string next_chunk();
  boost::asio::awaitable<void> wait_for_change();

  boost::asio::any_io_executor loop_;
  const http_service& service_;
  line_framing framing_;
  std::shared_ptr<stream_source> source_;
  std::shared_ptr<stream_state> state_;
};

}  // namespace gamekeeper::net
