#pragma once

#include "base/clock.hpp"
#include "edgegap/types.hpp"
#include "occupancy/line_pattern.hpp"
#include "process/process_host.hpp"
#include "settings/ready_condition.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace gamekeeper::run {

/// Notices that the game has become ready, by the condition of the settings: a port that it binds, a file, a line
/// of its output. What the game says itself (notify, api) does not come through here. Looks every 100 ms, and
/// only while it has not.
class readiness {
 public:
  /// A name of `mapping` stands for its internal port. All that is handed in outlives it.
  readiness(base::clock& time, const process::process_host& host, settings::ready_condition when,
            const std::vector<edgegap::port>& mapping, std::function<void(std::string by)> tell);

  void game_started();
  void game_ended();
  void line(std::string_view text);
  /// Whether somebody has to read the game's output for it.
  bool needs_lines() const noexcept { return pattern_.has_value(); }
  /// What cannot be waited for, and why; empty when all is well.
  const std::string& problem() const noexcept { return problem_; }

 private:
  void look();
  bool fulfilled() const;
  void fulfil();

  base::clock& time_;
  const process::process_host& host_;
  settings::ready_condition when_;
  std::function<void(std::string)> tell_;
  std::unique_ptr<base::timer> alarm_;
  std::optional<std::uint16_t> port_;
  std::optional<occupancy::line_pattern> pattern_;
  std::string problem_;
  bool waiting_ = false;
};

}  // namespace gamekeeper::run
