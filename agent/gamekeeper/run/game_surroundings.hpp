#pragma once

#include "base/descriptor_closer.hpp"
#include "base/fd.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "edgegap/environment.hpp"
#include "gamekeeper/run/notify_sockets.hpp"
#include "gamekeeper/run/readiness.hpp"
#include "gamekeeper/run/surroundings.hpp"
#include "net/http.hpp"
#include "occupancy/log_players.hpp"
#include "process/cgroup.hpp"
#include "process/game_input.hpp"
#include "process/hook.hpp"
#include "process/log_pump.hpp"
#include "process/memory_watch.hpp"
#include "process/notification.hpp"
#include "process/notification_trust.hpp"
#include "process/notify_relay.hpp"
#include "process/notify_socket.hpp"
#include "settings/agent_settings.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

class shell;

/// What surroundings are made from; all of it outlives them.
struct surroundings_parts {
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

/// The real ones: the pump when somebody needs the game's lines, a pipe on its stdin when the ladder writes there,
/// $NOTIFY_SOCKET, readiness, hooks.
class game_surroundings final : public surroundings {
 public:
  explicit game_surroundings(surroundings_parts parts);
  /// Who is told; outlives them. Before the game is started.
  void tell(shell& told) { told_ = &told; }
  /// Binds $NOTIFY_SOCKET, and passes on what comes. What the game has to be told of it, as NAME=VALUE.
  std::vector<std::string> open_notify_socket(const notify_sockets& chosen);
  void close_notify_socket() {
    notify_.reset();
    notify_alias_.reset();
  }
  /// The environment of hooks: the game's.
  void hooks_get(std::vector<std::string> environment) { environment_ = std::move(environment); }

  /// Finds the control group: once the game runs, for it waits for nothing of that.
  void look_at_container();

  void before_start(process::spawn_spec& spec) override;
  void after_start(std::optional<pid_t> game) override;
  void after_end() override;
  void take_step(const settings::ladder_step& step, std::function<void(std::string)> tell) override;
  void ask_veto(const std::string& verdict, const std::string& reason,
                std::function<void(bool, std::string)> tell) override;
  bool ended(const process::process_ended& one) override { return parts_.hooks.ended(one); }
  bool owns(const process::process_info& one) const override { return parts_.hooks.owns(one); }
  bool owns_any() const override { return parts_.hooks.any(); }
  std::optional<std::uint64_t> memory_kills() const override;
  std::optional<double> throttled_seconds() const override;
  std::vector<std::string> last_lines() const override;

 private:
  bool needs_lines() const;
  void make_log_players();
  void on_line(std::string_view text);
  void on_datagram(std::string_view datagram);
  void on_notification(const process::notification& said);
  std::string write_line(const std::string& text);
  void run_command(std::vector<std::string> command, base::duration within,
                   std::function<void(process::hook_ended)> on_end,
                   const std::function<void(std::string)>& on_failure);
  boost::asio::awaitable<void> call(std::string address, std::function<void(std::string)> tell);

  surroundings_parts parts_;
  shell* told_ = nullptr;
  readiness ready_;
  std::unique_ptr<process::log_pump> pump_;
  std::string pump_failure_;  ///< why the game's output cannot be read; empty when it can
  process::log_pump::ends ends_;
  std::optional<occupancy::log_players> players_;
  process::notification_trust trust_;
  std::unique_ptr<process::notify_socket> notify_;
  std::unique_ptr<process::notify_socket> notify_alias_;
  std::optional<process::notify_relay> relay_;
  bool relay_failed_ = false;
  std::optional<process::game_input> input_;  ///< when the ladder writes lines
  base::unique_fd input_end_;
  std::optional<process::cgroup> group_;  ///< from look_at_container() on
  std::optional<process::memory_watch> memory_;
  std::vector<std::string> environment_;
};

}  // namespace gamekeeper::run
