#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "net/http.hpp"

#include <functional>
#include <string>

namespace gamekeeper::emulator {

/// Tells others what became of a deployment: one POST, limits::emulator_webhook_deadline for the whole of it,
/// no second try (docs "deployment/arbitrium-deploy-webhook"). https, or http to this machine. All that it is
/// given outlives it.
class webhooks {
 public:
  webhooks(boost::asio::any_io_executor loop, base::clock& time, net::http_transport& transport,
           base::logger& log);

  /// `done` gets the answer's status as text, or why there was none; it is called from the loop.
  void post(std::string url, std::string body, std::function<void(std::string outcome)> done);

 private:
  boost::asio::awaitable<void> send(std::string url, std::string body,
                                    std::function<void(std::string outcome)> done);

  base::clock& time_;
  net::http_transport& transport_;
  base::task_group tasks_;
};

}  // namespace gamekeeper::emulator
