#include "emulator/model/deployment_store.hpp"

#include "base/limits.hpp"

namespace gamekeeper::emulator {

namespace {

bool ended(const deployment& d) noexcept {
  return d.ended_at.has_value();
}

}  // namespace

deployment& deployment_store::add(deployment made) {
  auto& kept = *by_age_.emplace(next_++, std::make_unique<deployment>(std::move(made))).first->second;
  by_id_.emplace(kept.request_id, &kept);
  return kept;
}

deployment* deployment_store::find(std::string_view request_id) noexcept {
  const auto found = by_id_.find(request_id);
  return found == by_id_.end() ? nullptr : found->second;
}

void deployment_store::for_each(const std::function<void(deployment&)>& visit) {
  for (auto& [age, d] : by_age_) visit(*d);
}

std::size_t deployment_store::live() const noexcept {
  std::size_t count = 0;
  for (const auto& [age, d] : by_age_)
    if (!ended(*d)) ++count;
  return count;
}

bool deployment_store::knows_delete_token(std::string_view token) const noexcept {
  bool known = false;
  for (const auto& [age, d] : by_age_) known |= d->delete_token.matches(token);
  return known;
}

void deployment_store::forget_oldest_ended(const std::function<void(const deployment&)>& forgotten) {
  auto surplus = by_age_.size() - live();
  for (auto at = by_age_.begin(); at != by_age_.end() && surplus > base::limits::emulator_ended_kept;) {
    // One that was only said to have ended can still have a process, and that is to be stopped one day.
    if (!ended(*at->second) || at->second->container.pid != 0) {
      ++at;
      continue;
    }
    if (forgotten) forgotten(*at->second);
    by_id_.erase(at->second->request_id);
    at = by_age_.erase(at);
    --surplus;
  }
}

}  // namespace gamekeeper::emulator
