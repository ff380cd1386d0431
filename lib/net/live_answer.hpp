#pragma once

#include "net/byte_stream.hpp"
#include "net/http_service.hpp"
#include "net/message_source.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace gamekeeper::net {

/// How messages become bytes.
enum class live_framing {
  chunked,  ///< a line each, in chunks; the last chunk is missing when the source was cut
  bare,     ///< a line each, to the end of the stream: for HTTP/1.0
};

/// An answer that goes on, line by line (a WebSocket is websocket_session's). Each write has the server's write
/// deadline; a peer that does not read for so long is dropped. Meanwhile what the peer sends is read, so that its
/// leaving is noticed at once: a peer that only ends its own side still gets what is there already.
class live_answer {
 public:
  live_answer(boost::asio::any_io_executor loop, const http_service& service,
              std::shared_ptr<byte_stream> stream, live_framing framing,
              std::shared_ptr<message_source> source);
  ~live_answer();
  live_answer(const live_answer&) = delete;
  live_answer& operator=(const live_answer&) = delete;

  boost::asio::awaitable<void> speak();

 private:
  struct conversation;
  static boost::asio::awaitable<void> listen(std::shared_ptr<conversation> self);
  boost::asio::awaitable<bool> say(std::string bytes);
  std::string gather();
  boost::asio::awaitable<void> pause();

  boost::asio::any_io_executor loop_;
  const http_service& service_;
  live_framing framing_;
  std::shared_ptr<message_source> source_;
  std::shared_ptr<conversation> talk_;
};

}  // namespace gamekeeper::net
