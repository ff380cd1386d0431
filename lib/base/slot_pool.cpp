#include "base/slot_pool.hpp"

#include <algorithm>
#include <list>
#include <utility>

namespace gamekeeper::base {

struct slot_pool::entry {
  std::string client;
  std::function<void()> evict;  // null: busy
  bool evicted = false;
  std::list<std::shared_ptr<entry>>::iterator place;
};

struct slot_pool::state {
  explicit state(slot_quota q) : quota(std::move(q)) {}

  slot_quota quota;
  std::list<std::shared_ptr<entry>> entries;  // the longest idle first

  bool is_privileged(const std::string& client) const {
    return std::find(quota.privileged.begin(), quota.privileged.end(), client) != quota.privileged.end();
  }

  std::size_t count(const std::string& client) const {
    return static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(),
                                                  [&](const auto& each) { return each->client == client; }));
  }

  // Places that stand empty for privileged clients other than this one.
  std::size_t reserved_from(const std::string& client) const {
    std::size_t out = 0;
    for (const auto& each : quota.privileged)
      if (each != client) out += quota.reserved - std::min(quota.reserved, count(each));
    return out;
  }

  bool may_evict(const std::string& client, const entry& other) const {
    if (other.client == client || !is_privileged(other.client)) return true;
    return is_privileged(client) && count(other.client) > quota.reserved;
  }

  // False: nothing could be evicted.
  template <class Predicate>
  bool evict_first(Predicate matches) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& each) { return each->evict && matches(*each); });
    if (found == entries.end()) return false;
    const auto evict = std::exchange((*found)->evict, nullptr);
    (*found)->evicted = true;
    entries.erase(found);
    evict();
    return true;
  }

  bool make_room(const std::string& client) {
    const auto is_own = [&](const entry& each) { return each.client == client; };
    const bool limited = quota.per_client > 0 && !is_privileged(client);
    if (limited && count(client) >= quota.per_client) return evict_first(is_own);
    if (entries.size() + reserved_from(client) < quota.total) return true;
    return evict_first([&](const entry& each) { return may_evict(client, each); });
  }
};

slot_pool::slot_pool(slot_quota quota) : state_(std::make_shared<state>(std::move(quota))) {}
slot_pool::~slot_pool() = default;
slot_pool::slot_pool(slot_pool&&) noexcept = default;
slot_pool& slot_pool::operator=(slot_pool&&) noexcept = default;

std::unique_ptr<slot_pool::slot> slot_pool::acquire(const std::string& client) {
  if (!state_->make_room(client)) return nullptr;
  return std::unique_ptr<slot>(new slot(state_, client));
}

std::size_t slot_pool::size() const noexcept {
  return state_->entries.size();
}

slot_pool::slot::slot(std::shared_ptr<state> pool, std::string client)
    : pool_(std::move(pool)), entry_(std::make_shared<entry>()) {
  entry_->client = std::move(client);
  entry_->place = pool_->entries.insert(pool_->entries.end(), entry_);
}

slot_pool::slot::~slot() {
  if (!entry_->evicted) pool_->entries.erase(entry_->place);
}

void slot_pool::slot::set_idle(std::function<void()> evict) {
  if (entry_->evicted) return;
  entry_->evict = std::move(evict);
  pool_->entries.splice(pool_->entries.end(), pool_->entries, entry_->place);
}

void slot_pool::slot::set_busy() {
  entry_->evict = nullptr;
}

}  // namespace gamekeeper::base
