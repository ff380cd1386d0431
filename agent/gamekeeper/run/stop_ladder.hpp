#pragma once

#include "base/clock.hpp"
#include "base/fd.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "net/http.hpp"
#include "process/game_input.hpp"
#include "process/hook.hpp"
#include "process/process_host.hpp"
#include "settings/agent_settings.hpp"
#include "settings/ladder_step.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// The steps of the stop ladder that are no signals: a line on the game's stdin, a command, an HTTP call.
class stop_ladder {
 public:
  struct seams {
    boost::asio::any_io_executor loop;
    base::clock& time;
    base::logger& log;
    base::task_group& tasks;
    process::hook_runner& hooks;
    const settings::agent_settings& chosen;
    std::function<net::http_transport&()> network;  ///< made when it is first needed
  };
  /// Called once; `failure` is empty when the step went well.
  using step_done = std::function<void(std::string failure)>;

  /// Everything that is handed in outlives the ladder.
  explicit stop_ladder(seams around);
  /// NAME=value, for the commands.
  void set_environment(std::vector<std::string> environment) { environment_ = std::move(environment); }

  /// A new game gets a pipe on its stdin, where a step writes a line.
  void open_input(process::spawn_spec& spec);
  /// The child has its end.
  void close_child_end() { input_end_.reset(); }
  void run(const settings::ladder_step& step, step_done done);

 private:
  std::string write_line(const std::string& text);
  void run_command(const std::string& text, const step_done& done);
  boost::asio::awaitable<void> call(std::string address, step_done done);

  seams seams_;
  std::optional<process::game_input> input_;  ///< when a step writes lines
  base::unique_fd input_end_;
  std::vector<std::string> environment_;
};

}  // namespace gamekeeper::run
