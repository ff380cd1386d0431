#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/secret.hpp"
#include "gamekeeper/check/port_request.hpp"
#include "net/http_server.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::check {

/// What a deployment sees of the platform: the injected variables, the context address and the self-stop
/// address, over HTTP on loopback. It knows one deployment, which is ready. Small on purpose, and not the
/// emulator: the agent carries it along.
class fake_platform {
 public:
  /// `on_self_stop` is called when the deployment has asked to be stopped, with its token.
  fake_platform(boost::asio::any_io_executor loop, base::clock& time, base::logger& log,
                std::vector<port_request> ports, std::optional<std::uint64_t> memory_mb);

  /// The error is of the socket.
  base::result<void> listen();
  std::string api_url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// "NAME=VALUE", as the platform injects them.
  std::vector<std::string> variables() const;
  void on_self_stop(std::function<void()> tell) { on_self_stop_ = std::move(tell); }

  /// One request, as the server answers it.
  net::http_response answer(const net::http_request& request);

 private:
  boost::asio::awaitable<net::http_response> serve(net::http_request request);
  std::string context() const;
  std::string mapping() const;

  std::vector<port_request> ports_;
  std::uint64_t memory_mb_;
  std::string id_;
  base::secret delete_token_;
  base::secret context_token_;
  std::function<void()> on_self_stop_;
  std::uint16_t port_ = 0;
  net::http_server server_;
};

}  // namespace gamekeeper::check
