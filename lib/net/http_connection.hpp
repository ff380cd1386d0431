#pragma once

#include "base/slot_pool.hpp"
#include "net/http_codec.hpp"
#include "net/http_service.hpp"
#include "net/stream_deadline.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace gamekeeper::net {

/// The server's side of one connection: requests and answers in turn until either side has enough. All that
/// it refers to outlives it.
class http_connection {
 public:
  http_connection(const http_service& service, std::shared_ptr<byte_stream> stream, const http_peer& peer,
                  base::slot_pool::slot& slot);

  boost::asio::awaitable<void> serve();
  /// For a connection that is one too many: 503, whatever it asks.
  boost::asio::awaitable<void> refuse();

 private:
  void wait_idle();
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<http_response> answer(http_request request);
  boost::asio::awaitable<bool> write(http_response response, bool keep_alive);
  boost::asio::awaitable<void> start_stream(http_response response);
  boost::asio::awaitable<void> reject(base::error why);
  boost::asio::awaitable<void> say_goodbye(int status, std::string detail);

  const http_service& service_;
  std::shared_ptr<byte_stream> stream_;  // shared with who listens while a live answer is given
  const http_peer& peer_;
  base::slot_pool::slot& slot_;
  http_codec codec_;
  stream_deadline deadline_;
};

}  // namespace gamekeeper::net
