#pragma once

#include "base/backoff.hpp"
#include "base/task_group.hpp"
#include "edgegap/messages/types.hpp"
#include "gamekeeper/run/supervisor.hpp"
#include "occupancy/detector_runner.hpp"
#include "occupancy/log_players.hpp"
#include "settings/agent_settings.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace gamekeeper::run {

/// The detectors of one run: polls those that have to be asked, counts the game's lines, and tells the supervisor.
/// What is handed in outlives it, and it outlives its tasks.
class detector_setup {
 public:
  detector_setup(boost::asio::any_io_executor loop, base::clock& time, base::random_source& random,
                 base::task_group& tasks, supervisor& listener);

  void watch(const settings::agent_settings::occupancy_group& chosen,
             const std::vector<edgegap::port>& mapping);

 private:
  boost::asio::any_io_executor loop_;
  base::clock& time_;
  base::random_source& random_;
  base::task_group& tasks_;
  supervisor& listener_;
  std::unique_ptr<occupancy::peer_network> peers_;
  std::optional<occupancy::detector_runner> runner_;
};

}  // namespace gamekeeper::run
