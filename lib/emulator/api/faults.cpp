#include "emulator/api/faults.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gamekeeper::emulator {

namespace {

bool same_target(const fault& a, const fault& b) {
  return a.place == b.place && a.operation == b.operation && a.deployment == b.deployment;
}

}  // namespace

bool fault_list::set(fault wanted) {
  const auto same = std::find_if(all_.begin(), all_.end(),
                                 [&wanted](const entry& each) { return same_target(each.what, wanted); });
  if (wanted.count == 0) {
    if (same != all_.end()) all_.erase(same);
    return true;
  }
  if (same != all_.end()) {
    *same = {std::move(wanted), time_.now()};
    return true;
  }
  all_.remove_if([this](const entry& each) { return over(each); });
  if (all_.size() >= base::limits::emulator_faults) return false;
  all_.push_back({std::move(wanted), time_.now()});
  return true;
}

bool fault_list::over(const entry& each) const {
  const auto& what = each.what;
  return what.lasting && time_.now() - each.set_at >= what.after + *what.lasting;
}

bool fault_list::strikes(const entry& each) {
  if (time_.now() - each.set_at < each.what.after || over(each)) return false;
  if (each.what.probability >= 1) return true;
  // Not std::uniform_real_distribution, whose numbers differ between libraries.
  return static_cast<double>(dice_() >> 11) * 0x1.0p-53 < each.what.probability;
}

std::optional<fault> fault_list::take(fault_place place, std::string_view operation,
                                      std::string_view deployment) {
  for (auto at = all_.begin(); at != all_.end(); ++at) {
    auto& what = at->what;
    if (what.place != place || (!what.operation.empty() && what.operation != operation) ||
        (!what.deployment.empty() && what.deployment != deployment) || !strikes(*at))
      continue;
    auto due = what;
    if (what.count && --*what.count == 0) all_.erase(at);
    return due;
  }
  return std::nullopt;
}

std::vector<fault> fault_list::in_force() const {
  std::vector<fault> left;
  for (const auto& each : all_)
    if (!over(each)) left.push_back(each.what);
  return left;
}

}  // namespace gamekeeper::emulator
