#pragma once

#include "emulator/runtime/deployment_processes.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace gamekeeper::emulator {

/// By what the processes of one deployment are known.
struct process_traces {
  std::string_view request_id;
  /// The deployment's first process; 0 when it has ended, or when its number may be somebody else's by now.
  pid_t first = 0;
  /// Members of earlier looks, pid and start time: a number alone may be somebody else's by now.
  std::map<pid_t, std::uint64_t> seen = {};
  /// Whether an emulator before this one has started some of them.
  bool from_earlier_emulator = false;
};

/// One walk through the processes, which then answers for any number of deployments. It grows old with the
/// moment that it shows. `view` outlives it.
class process_look {
 public:
  explicit process_look(const process_view& view);
  process_look(const process_look&) = delete;
  process_look& operator=(const process_look&) = delete;

  /// Those that belong to a deployment: its first process, that process's group, those seen before, whoever
  /// below us carries its request id, and everything below any of them. To carry the id proves nothing outside
  /// of our own tree, since anybody can put it into his environment; what an earlier emulator has started and
  /// what lost its parent there has to carry the emulator's mark, too. Zombies are left out: they hold nothing,
  /// and only their parent can make them go. A container's PID namespace would leave nothing; without one, a
  /// process that cleared its environment, left its group and lost its parent unseen cannot be found.
  std::vector<pid_t> members(const process_traces& of);
  /// Of those pids, in the order of the walk.
  std::vector<process::process_info> infos(const std::vector<pid_t>& pids) const;
  /// All of a process group.
  std::vector<pid_t> group(pid_t leader) const;

 private:
  using carriers = std::unordered_multimap<std::string, pid_t>;

  const carriers& below();
  const carriers& outside();
  void find_ours();

  const process_view& view_;
  std::vector<process::process_info> all_;
  std::unordered_map<pid_t, std::size_t> by_pid_;
  std::unordered_multimap<pid_t, pid_t> by_parent_, by_group_;
  std::unordered_set<pid_t> ours_;           ///< everything below us
  std::optional<carriers> below_, outside_;  ///< read when they are first asked for: environments cost most
};

}  // namespace gamekeeper::emulator
