#include "process/tree_signals.hpp"

#include <signal.h>

#include <algorithm>
#include <unordered_set>

namespace gamekeeper::process {

namespace {

/// A group whose leader is in the tree holds nobody else's processes.
std::unordered_set<pid_t> led_groups(const std::vector<process_info>& tree) {
  std::unordered_set<pid_t> groups;
  for (const auto& each : tree)
    if (each.pid == each.group) groups.insert(each.group);
  return groups;
}

}  // namespace

std::vector<process_info> tree_signals::living() const {
  auto tree = host_.descendants();
  std::erase_if(tree, [this](const process_info& each) { return each.ended() || spared_(each); });
  return tree;
}

bool tree_signals::was_asked(const process_info& one, bool last) const {
  const auto found = asked_.find(one.pid);
  if (found == asked_.end() || found->second.started != one.started) return false;
  return found->second.by_signal || !last;
}

void tree_signals::note(const process_info& asked, bool by_signal) {
  asked_[asked.pid] = {asked.started, by_signal || was_asked(asked, true)};
}

// Whoever asks looks first: what the game starts because it is asked (a save, an upload) is asked later, by ask_rest().
// What is gone before its signal needs none: the results below are of no use.

base::result<void> tree_signals::send_to_game(pid_t game, int signal, signal_target target) {
  if (target == signal_target::group) {
    auto sent = host_.signal_group(game, signal);
    (void)host_.signal_group(game, SIGCONT);
    return sent;
  }
  auto sent = host_.signal_process(game, signal);
  (void)host_.signal_process(game, SIGCONT);
  return sent;
}

base::result<void> tree_signals::ask_game(pid_t game, int signal, signal_target target) {
  const auto tree = living();
  auto sent = send_to_game(game, signal, target);
  for (const auto& each : tree)
    if (each.pid == game || (target == signal_target::group && each.group == game)) note(each);
  return sent;
}

base::result<void> tree_signals::ask_tree(pid_t game, int signal, signal_target target) {
  if (game != 0 && target == signal_target::child) return ask_game(game, signal, target);
  const auto tree = living();
  base::result<void> sent;
  if (game != 0) sent = send_to_game(game, signal, target);
  auto groups = led_groups(tree);
  groups.erase(game);
  for (const auto& each : tree) {
    note(each);
    if ((game != 0 && each.group == game) || groups.contains(each.group)) continue;
    (void)host_.signal_process(each.pid, signal);
    (void)host_.signal_process(each.pid, SIGCONT);
  }
  for (const pid_t group : groups) {
    (void)host_.signal_group(group, signal);
    (void)host_.signal_group(group, SIGCONT);
  }
  return sent;
}

void tree_signals::count_game_as_asked(pid_t game) {
  for (const auto& each : living())
    if (each.group == game || each.pid == game) note(each, false);
  (void)host_.signal_group(game, SIGCONT);
}

std::vector<process_info> tree_signals::ask_rest(bool last) {
  std::vector<process_info> asked;
  for (const auto& each : living()) {
    const bool known = was_asked(each, last);
    if (!known) {
      (void)host_.signal_process(each.pid, SIGTERM);
      note(each);
      asked.push_back(each);
    }
    if (!known || each.state == 'T') (void)host_.signal_process(each.pid, SIGCONT);
  }
  return asked;
}

}  // namespace gamekeeper::process
