#pragma once

#include "base/log.hpp"
#include "emulator/platform/containers.hpp"
#include "emulator/runtime/process_look.hpp"
#include "process/process_host.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gamekeeper::emulator {

/// Runs each deployment as a process of this machine, with the manners of a container runtime: signals reach
/// the first process alone, its end is the end of everything that it started, and the restart policy decides
/// what comes then. It is the host's only listener. Clock, host and log outlive it.
class process_containers final : public containers {
 public:
  process_containers(base::clock& time, process::process_host& host, process_view view, base::logger& log);
  ~process_containers() override;

  void listen(listener told) override { told_ = std::move(told); }
  base::result<void> run(container_spec spec) override;
  std::set<std::string> adopt(std::vector<orphaned_container> all) override;
  void stop(const std::string& id) override;
  void kill_everything() override;
  void kill(const std::string& id) override;
  bool runs(const std::string& id) const override { return all_.contains(id); }

 private:
  enum class phase { running, waiting_to_restart, terminating, sweeping };

  struct container {
    container_spec spec;
    phase now = phase::running;
    pid_t pid = 0;     ///< of the first process; 0 once it is reaped
    bool ours = true;  ///< our child, whose end is told to us; otherwise we look again and again
    std::uint64_t start_ticks = 0;
    bool stop_requested = false;
    int quick_ends = 0;  ///< in a row; decides how long the next restart waits
    base::time_point started_at{};
    process::exit_status last_exit;
    bool adopted = false;  ///< some of it was started by an emulator before this one
    /// Members when the stop began, by pid and start time: some lose every trace of belonging when parents die.
    std::map<pid_t, std::uint64_t> seen;
    std::set<pid_t> killed;  ///< those whose SIGKILL has been told
    std::unique_ptr<base::timer> alarm;
    std::unique_ptr<base::timer> watch;  ///< of one that is not ours
  };

  base::result<void> start_process(container& c);
  /// Serves all that is done in this turn of the loop. It is older than what ended or started in it.
  process_look& look_of_this_turn();
  /// With all others that are due by then, in the next turn of the loop.
  void look_soon(const container& c);
  void look_at_the_due();
  void on_ended(const process::process_ended& ended);
  void on_ended_together();
  void first_process_gone(container& c, const process::exit_status* status, process_look& look);
  void ask_to_end(container& c, process_look& look);
  void watch(container& c);
  bool still_there(const container& c) const;
  bool adopt_one(orphaned_container left, process_look& look);
  process_traces traces_of(const container& c) const;
  void remember(container& c, const std::vector<pid_t>& members);
  void sweep(container& c, process_look& look);
  void sweep_later(container& c, base::time_point when);
  void swept(container& c);
  void restart_later(container& c);
  void restart_now(const std::string& id);
  void gone(container& c);
  void kill_all(container& c, const std::vector<pid_t>& members);
  void tell(const container& c, container_event::kind what, pid_t pid, std::string detail = "");

  base::clock& time_;
  process::process_host& host_;
  process_view view_;
  base::logger& log_;
  listener told_;
  std::map<std::string, container> all_;
  // A walk through the processes costs as much as there are of them, so each is shared by all that need one.
  std::vector<std::pair<std::string, process::exit_status>>
      ended_;  ///< first processes, reaped in this batch
  std::set<std::string> due_;
  std::unique_ptr<base::timer> round_, forget_;
  std::optional<process_look> turn_;
};

}  // namespace gamekeeper::emulator
