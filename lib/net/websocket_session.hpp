#pragma once

#include "net/byte_stream.hpp"
#include "net/http_service.hpp"
#include "net/stream_source.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace gamekeeper::net {

/// The server's side of one WebSocket (RFC 6455, Beast's stream without extensions): a text message for each
/// of the source's, and a ping where nothing else was said for limits::stream_alive_every; a peer from which
/// nothing came until the next one is dropped. What the peer says is read and dropped, pings are answered. A
/// message of more than limits::websocket_message_bytes, and whatever else is against the rules, is answered by
/// the Close frame that RFC 6455 has for it; a source that was cut closes with 1008 (policy), one that has
/// finished with 1000.
class websocket_session {
 public:
  /// After the upgrade was answered. `leftover` came behind the request's header.
  websocket_session(boost::asio::any_io_executor loop, const http_service& service,
                    std::shared_ptr<byte_stream> stream, std::shared_ptr<stream_source> source,
                    std::string leftover);
  ~websocket_session();
  websocket_session(const websocket_session&) = delete;
  websocket_session& operator=(const websocket_session&) = delete;

  /// Until the connection is over.
  boost::asio::awaitable<void> run();

 private:
  struct connection;
  static boost::asio::awaitable<void> read_peer(std::shared_ptr<connection> self);
  boost::asio::awaitable<bool> write_messages();
  boost::asio::awaitable<bool> write(std::shared_ptr<const std::string> message);
  boost::asio::awaitable<bool> wait_for_change();
  boost::asio::awaitable<void> close();

  boost::asio::any_io_executor loop_;
  const http_service& service_;
  std::shared_ptr<byte_stream> stream_;
  std::shared_ptr<stream_source> source_;
  std::shared_ptr<connection> connection_;
};

}  // namespace gamekeeper::net
