#pragma once

#include "control/api.hpp"
#include "gamekeeper/run/run_inputs.hpp"
#include "gamekeeper/run/runtime.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "net/http_server.hpp"
#include "net/unix_socket.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace gamekeeper::run {

/// Serves the local API on its unix socket, and the metrics on their port.
class local_api {
 public:
  /// Everything that is handed in outlives the API.
  local_api(runtime& on, run_inputs& inputs, telemetry_sinks telemetry);

  /// Binds the socket, before the game is started: its first call waits until it is answered.
  void bind();
  /// Of the socket; nothing when it is off or cannot be bound, which is logged.
  std::optional<std::string> socket_path() const;
  /// Answers from now on.
  void serve(control::agent& target);
  /// No new requests; those under way are ended.
  void stop();
  /// Removes the socket, whether it was served or not.
  void close();

 private:
  void serve_socket();
  void serve_metrics();
  boost::asio::awaitable<net::http_response> answer_publicly(net::http_request request);

  runtime& runtime_;
  run_inputs& inputs_;
  telemetry_sinks telemetry_;
  std::optional<net::unix_listener> socket_;
  std::optional<control::api> api_;
  std::optional<net::http_server> server_;
  std::optional<net::http_server> metrics_server_;
};

}  // namespace gamekeeper::run
