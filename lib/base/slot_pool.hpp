#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::base {

/// How a slot_pool shares its slots among clients.
struct slot_quota {
  std::size_t total = 0;
  std::size_t per_client = 0;           ///< of one client; 0: no limit. Privileged clients have none
  std::size_t reserved = 0;             ///< for each privileged client, whatever the others hold
  std::vector<std::string> privileged;  ///< without duplicates
};

/// A bounded number of slots for what clients keep open: connections, followers. Nobody can lock others out by
/// keeping idle ones: a client that has used up its share evicts its own longest idle one, and one that comes
/// when all are taken the longest idle one of all. Only privileged clients evict what a privileged one has.
/// Used from the loop's thread only.
class slot_pool {
  struct state;
  struct entry;

 public:
  explicit slot_pool(slot_quota quota);
  ~slot_pool();
  slot_pool(slot_pool&&) noexcept;
  slot_pool& operator=(slot_pool&&) noexcept;

  /// One place, given back by the destructor; it may outlive the pool. A new one is busy.
  class slot {
   public:
    ~slot();
    slot(const slot&) = delete;
    slot& operator=(const slot&) = delete;

    /// From now on it counts as idle, and may be evicted: `evict` is called once then, from inside acquire(), and the
    /// place is taken already. Called again it is the one that became idle last.
    void set_idle(std::function<void()> evict);
    /// It cannot be evicted.
    void set_busy();

   private:
    friend class slot_pool;
    slot(std::shared_ptr<state> pool, std::string client);

    std::shared_ptr<state> pool_;
    std::shared_ptr<entry> entry_;
  };

  /// Null: no place is left that this client may have.
  std::unique_ptr<slot> acquire(const std::string& client);
  std::size_t size() const noexcept;

 private:
  std::shared_ptr<state> state_;
};

}  // namespace gamekeeper::base
