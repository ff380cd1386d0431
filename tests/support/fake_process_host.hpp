#pragma once

#include "process/process_host.hpp"

#include <signal.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

namespace gamekeeper::tests {

/// Processes that exist only in a table. Records what was started and signalled; processes end when the test
/// says so, and the listeners are called at once, from within end() and kill_tree().
class fake_process_host final : public process::process_host {
 public:
  struct spawned {
    pid_t pid;
    process::spawn_spec spec;
  };
  struct sent {
    pid_t target;
    int signal;
    bool group;  ///< to the group that `target` leads
    friend bool operator==(const sent&, const sent&) = default;
  };

  // What happened.
  std::vector<spawned> spawns;
  std::vector<sent> signals;
  int tree_kills = 0;
  mutable int looks = 0;  ///< at all processes

  // How it behaves.
  std::optional<process::spawn_failure> spawn_fails;  ///< every spawn gives this
  bool unkillable = false;                            ///< kill_tree() names the processes, and they live on
  std::function<void(const sent&)> on_signal;         ///< after it was recorded; may call end()

  void start(events listeners) override { listeners_ = std::move(listeners); }

  boost::system::result<pid_t, process::spawn_failure> spawn(const process::spawn_spec& spec) override {
    if (spawn_fails) return *spawn_fails;
    const pid_t pid = next_pid_++;
    spawns.push_back({pid, spec});
    live_[pid] = {pid, agent, pid, 'S', spec.command.empty() ? std::string() : spec.command.front()};
    return pid;
  }

  base::result<void> signal_group(pid_t leader, int signal) override {
    const auto member = [leader](const auto& each) { return each.second.group == leader; };
    return send({leader, signal, true}, std::any_of(live_.begin(), live_.end(), member));
  }

  base::result<void> signal_process(pid_t pid, int signal) override {
    return send({pid, signal, false}, live_.contains(pid));
  }

  std::vector<process::process_info> descendants() const override {
    ++looks;
    std::vector<process::process_info> all;
    for (const auto& [pid, info] : live_) all.push_back(info);
    return all;
  }

  std::vector<process::process_info> kill_tree(const condition& spared = {}) override {
    ++tree_kills;
    auto killed = descendants();
    if (spared) std::erase_if(killed, spared);
    if (unkillable) return killed;
    for (const auto& each : killed) end(each.pid, {0, SIGKILL, false});
    return killed;
  }

  /// A process of the tree that the agent did not start itself: an orphan, in its own group. Gives it, so that a test
  /// can make something else of it.
  process::process_info& add_orphan(pid_t pid, std::string name) {
    return live_[pid] = {pid, agent, pid, 'S', std::move(name)};
  }

  /// `pid` ends and is reaped. One that is not there does nothing, so that a test may end what a kill has
  /// ended.
  void end(pid_t pid, process::exit_status status) {
    if (live_.erase(pid) == 0) return;
    reaped_ = true;
    if (listeners_.on_ended) listeners_.on_ended({pid, status});
    if (!reaped_) return;  // on_ended has ended the rest and told it
    if (!live_.empty()) {
      if (listeners_.on_some_left) listeners_.on_some_left();
      return;
    }
    reaped_ = false;
    if (listeners_.on_no_children) listeners_.on_no_children();
  }

  bool alive(pid_t pid) const { return live_.contains(pid); }
  std::size_t live() const { return live_.size(); }

 private:
  static constexpr pid_t agent = 1;

  base::result<void> send(const sent& signal, bool there) {
    if (!there)
      return base::error(base::errc::not_found, "process " + std::to_string(signal.target) + " is gone");
    signals.push_back(signal);
    if (on_signal) on_signal(signal);
    return {};
  }

  events listeners_;
  std::map<pid_t, process::process_info> live_;
  pid_t next_pid_ = 100;
  bool reaped_ = false;
};

}  // namespace gamekeeper::tests
