#pragma once

#include "base/clock.hpp"
#include "edgegap/messages/types.hpp"
#include "occupancy/regex.hpp"
#include "process/process_host.hpp"
#include "settings/ready_condition.hpp"

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace gamekeeper::run {

/// Notices that the game has become ready, by the condition of the settings: a port that it binds, a file, a line
/// of its output. What the game says itself (notify, api) does not come through here. Looks every 100 ms, and
/// only while it has not. A file is looked for on a thread: its mount may never answer, and the loop goes on.
class readiness {
 public:
  using file_check = std::function<bool(const std::string& path)>;

  /// A name of `mapping` stands for its internal port. All that is handed in outlives it. `file_exists` may block.
  readiness(base::clock& time, const process::process_host& host, settings::ready_condition when,
            const std::vector<edgegap::port>& mapping, std::function<void(std::string by)> tell,
            file_check file_exists = is_file_there);

  void game_started();
  void game_ended();
  void line(std::string_view text);
  /// Whether somebody has to read the game's output for it.
  bool needs_lines() const noexcept { return pattern_.has_value(); }
  /// What cannot be waited for, and why; empty when all is well.
  const std::string& problem() const noexcept { return problem_; }

 private:
  static bool is_file_there(const std::string& path);

  void look();
  bool fulfilled();
  bool is_file_found();
  void fulfil();

  base::clock& time_;
  const process::process_host& host_;
  settings::ready_condition when_;
  std::function<void(std::string)> tell_;
  file_check file_exists_;
  std::future<bool> file_answer_;  ///< valid while the file is looked for
  bool answers_for_earlier_game_ = false;
  std::unique_ptr<base::timer> alarm_;
  std::optional<std::uint16_t> port_;
  std::optional<occupancy::regex> pattern_;
  std::string problem_;
  bool waiting_ = false;
};

}  // namespace gamekeeper::run
