#pragma once

#include "base/descriptor_closer.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "edgegap/environment/environment.hpp"
#include "gamekeeper/run/game_io.hpp"
#include "gamekeeper/run/game_messages.hpp"
#include "gamekeeper/run/game_output.hpp"
#include "gamekeeper/run/notify_bridge.hpp"
#include "gamekeeper/run/readiness.hpp"
#include "gamekeeper/run/stop_ladder.hpp"
#include "gamekeeper/run/veto_hook.hpp"
#include "net/http.hpp"
#include "process/cgroup.hpp"
#include "process/hook.hpp"
#include "process/memory_watch.hpp"
#include "settings/agent_settings.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// The real one: the pump when somebody needs the game's lines, a pipe on its stdin when the ladder writes there,
/// $NOTIFY_SOCKET, readiness, hooks, the control group.
class process_game_io final : public game_io {
 public:
  struct seams {
    boost::asio::any_io_executor loop;
    base::clock& time;
    base::logger& log;
    base::task_group& tasks;
    process::process_host& host;
    process::hook_runner& hooks;
    const settings::agent_settings& chosen;
    const edgegap::injected_environment& injected;
    base::descriptor_closer& closer;
    std::function<net::http_transport&()> network;  ///< made when it is first needed
  };

  /// Everything that is handed in outlives the part.
  explicit process_game_io(const seams& around);
  /// Whom to tell what the game says; outlives the part. Before the game is started.
  void set_listener(game_messages& messages);
  /// Binds $NOTIFY_SOCKET. What the game has to be told of it, as NAME=VALUE.
  std::vector<std::string> open_notify_socket(const notify_sockets& chosen);
  void close_notify_socket() { notify_.close(); }
  /// The environment of hooks: the game's.
  void set_hook_environment(const std::vector<std::string>& environment);
  /// Finds the control group, once the game runs, for it waits for nothing of that. `check_memory` is called at once
  /// and whenever the kernel may have killed something for memory.
  void watch_container(const std::function<void()>& check_memory);

  void before_start(process::spawn_spec& spec) override;
  void after_start(std::optional<pid_t> game) override;
  void after_end() override;
  void run_ladder_step(const settings::ladder_step& step,
                       std::function<void(std::string failure)> done) override;
  void ask_veto(const std::string& verdict, const std::string& reason,
                std::function<void(bool not_yet, std::string reason)> done) override;
  bool handle_end(const process::process_ended& ended) override { return hooks_.ended(ended); }
  bool owns(const process::process_info& process) const override { return hooks_.owns(process); }
  bool owns_any() const override { return hooks_.any(); }
  std::optional<std::uint64_t> memory_kills() const override;
  std::optional<double> throttled_seconds() const override;
  std::vector<std::string> last_lines() const override { return output_.last_lines(); }

 private:
  boost::asio::any_io_executor loop_;
  base::clock& time_;
  process::hook_runner& hooks_;
  const settings::agent_settings& chosen_;
  game_messages* messages_ = nullptr;
  readiness ready_;
  game_output output_;
  stop_ladder ladder_;
  veto_hook veto_;
  notify_bridge notify_;
  std::optional<process::cgroup> group_;  ///< from watch_container() on
  std::optional<process::memory_watch> memory_;
};

}  // namespace gamekeeper::run
