#pragma once

#include "edgegap/client.hpp"
#include "edgegap/watch/watcher.hpp"
#include "gamekeeper/run/run_inputs.hpp"
#include "gamekeeper/run/runtime.hpp"
#include "gamekeeper/run/supervisor.hpp"
#include "net/http_client.hpp"

#include <optional>

namespace gamekeeper::run {

/// The platform of a run: its client, and the watcher that polls it for the supervisor.
class platform_link {
 public:
  /// Everything that is handed in outlives the link, and the link outlives its tasks.
  platform_link(runtime& on, run_inputs& inputs) : runtime_(on), inputs_(inputs) {}

  void connect(net::http_client& http, supervisor& listener);

 private:
  void watch(supervisor& listener);

  runtime& runtime_;
  run_inputs& inputs_;
  std::optional<edgegap::client> client_;
  std::optional<edgegap::watcher> watcher_;
};

}  // namespace gamekeeper::run
