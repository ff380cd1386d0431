#pragma once

#include "control/deployment_view.hpp"
#include "control/snapshot.hpp"
#include "control/why.hpp"
#include "gamekeeper/run/game_process.hpp"
#include "gamekeeper/run/occupancy_monitor.hpp"
#include "gamekeeper/run/platform_monitor.hpp"
#include "telemetry/event_history.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// What the local API shows of the agent, put together from what the parts know. Changes nothing.
class status_report {
 public:
  struct sources {
    base::clock& time;
    const lifecycle::state& core;
    const game_process& game;
    const occupancy_monitor& occupancy;
    const platform_monitor& platform;
    const telemetry::event_history& events;
  };
  /// What stays as it is for the whole run.
  struct identity {
    std::string version;
    bool is_on_platform = false;
    std::string request_id;
  };
  /// The match as it was announced.
  struct match {
    bool is_known = false;  ///< one has been started or ended
    std::string id;
    std::string metadata;  ///< the text of a JSON object, or empty
  };

  status_report(sources from, identity who) : from_(from), identity_(std::move(who)) {}

  /// What is shown beside the state, once it is known.
  void set_startup_views(control::deployment_view at_start, std::vector<control::setting_view> in_force);

  control::snapshot snapshot(const match& current) const;
  control::explanation explain(const match& current) const;
  control::deployment_view deployment() const;
  const std::vector<control::setting_view>& settings() const noexcept { return settings_; }

 private:
  std::optional<base::duration> until(const std::optional<base::time_point>& deadline) const;
  void add_game(control::snapshot& shown) const;
  void add_match(control::snapshot& shown, const match& current) const;
  void add_occupancy(control::snapshot& shown) const;
  void add_policy(control::snapshot& shown) const;
  void add_platform(control::snapshot& shown) const;

  sources from_;
  identity identity_;
  control::deployment_view deployment_at_start_;
  std::vector<control::setting_view> settings_;
};

}  // namespace gamekeeper::run
