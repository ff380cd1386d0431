#include "emulator/runtime/process_look.hpp"

#include "emulator/platform/injected_environment.hpp"

#include <algorithm>

namespace gamekeeper::emulator {

namespace {

/// Adds everything below those that are in it.
void add_descendants(std::unordered_set<pid_t>& members,
                     const std::unordered_multimap<pid_t, pid_t>& by_parent) {
  std::vector<pid_t> open(members.begin(), members.end());
  while (!open.empty()) {
    const auto parent = open.back();
    open.pop_back();
    for (auto [child, last] = by_parent.equal_range(parent); child != last; ++child)
      if (members.insert(child->second).second) open.push_back(child->second);
  }
}

}  // namespace

process_look::process_look(const process_view& view) : view_(view), all_(view.all()) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    by_pid_.emplace(all_[i].pid, i);
    by_parent_.emplace(all_[i].parent, all_[i].pid);
    by_group_.emplace(all_[i].group, all_[i].pid);
  }
  find_ours();
}

void process_look::find_ours() {
  ours_.insert(view_.self);
  add_descendants(ours_, by_parent_);
  ours_.erase(view_.self);
}

const process_look::carriers& process_look::below() {
  if (below_) return *below_;
  below_.emplace();
  for (const auto pid : ours_) {
    const auto environment = view_.environment_of(pid);
    if (const auto id = request_id_in(environment); !id.empty()) below_->emplace(id, pid);
  }
  return *below_;
}

const process_look::carriers& process_look::outside() {
  if (outside_) return *outside_;
  outside_.emplace();
  if (view_.mark.empty()) return *outside_;
  for (const auto& each : all_) {
    if (each.pid == view_.self || ours_.contains(each.pid)) continue;
    const auto environment = view_.environment_of(each.pid);
    if (variable_in(environment, emulator_mark) != view_.mark) continue;
    if (const auto id = request_id_in(environment); !id.empty()) outside_->emplace(id, each.pid);
  }
  return *outside_;
}

std::vector<pid_t> process_look::members(const process_traces& of) {
  std::unordered_set<pid_t> members;
  const auto add_all = [&members](auto range) {
    for (; range.first != range.second; ++range.first) members.insert(range.first->second);
  };
  const std::string id(of.request_id);
  if (of.first > 0) {
    if (by_pid_.contains(of.first)) members.insert(of.first);
    add_all(by_group_.equal_range(of.first));
  }
  for (const auto& [pid, start_ticks] : of.seen)
    if (by_pid_.contains(pid) && view_.start_ticks_of(pid) == start_ticks) members.insert(pid);
  if (!id.empty() && view_.environment_of) {
    add_all(below().equal_range(id));
    if (of.from_earlier_emulator) add_all(outside().equal_range(id));
  }
  add_descendants(members, by_parent_);

  std::vector<std::size_t> places;
  for (const auto pid : members)
    if (const auto& info = all_[by_pid_.at(pid)]; !info.ended()) places.push_back(by_pid_.at(pid));
  std::sort(places.begin(), places.end());
  std::vector<pid_t> alive;
  for (const auto place : places) alive.push_back(all_[place].pid);
  return alive;
}

std::vector<process::process_info> process_look::infos(const std::vector<pid_t>& pids) const {
  std::vector<process::process_info> found;
  for (const auto pid : pids)
    if (const auto place = by_pid_.find(pid); place != by_pid_.end()) found.push_back(all_[place->second]);
  return found;
}

std::vector<pid_t> process_look::group(pid_t leader) const {
  std::vector<pid_t> members;
  for (auto [each, last] = by_group_.equal_range(leader); each != last; ++each)
    members.push_back(each->second);
  return members;
}

}  // namespace gamekeeper::emulator
