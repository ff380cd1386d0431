#pragma once

#include "base/clock.hpp"
#include "net/http.hpp"

#include <cstdint>
#include <list>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace gamekeeper::emulator {

/// Where a fault strikes.
enum class fault_place {
  answer,   ///< of a request to an operation
  tls,      ///< of a new connection, before there is a request
  webhook,  ///< that is due
};

enum class tls_fault { none, stall, wrong_certificate };

/// Something that is to go wrong.
struct fault {
  fault_place place = fault_place::answer;
  std::string operation;   ///< answer: its name; empty: any
  std::string deployment;  ///< answer, webhook: a request id; empty: any, and requests about none
  // What happens to an answer; any of them together.
  std::optional<int> status;  ///< in place of doing anything; absent: it is done
  bool rate_limited = false;  ///< 429 with Retry-After, in place of doing anything
  base::duration delay{};     ///< before the answer goes out
  net::answer_delivery delivery = net::answer_delivery::whole;
  tls_fault tls = tls_fault::none;
  // When: all three have to allow it.
  std::optional<int> count;               ///< so many times; absent: until it is removed
  double probability = 1;                 ///< of each occasion
  base::duration after{};                 ///< from when it was set
  std::optional<base::duration> lasting;  ///< from then on; absent: for ever
};

/// The faults in force, in the order in which they were set. The dice are thrown from a seed, one throw for
/// each occasion that a fault with a probability could strike at: the same requests in the same order give
/// the same faults.
class fault_list {
 public:
  fault_list(base::clock& time, std::uint64_t seed) : time_(time), dice_(seed) {}

  /// Replaces the one for the same place, operation and deployment. A count of 0 removes it. False: there are
  /// limits::emulator_faults.
  bool set(fault wanted);
  void clear() { all_.clear(); }
  /// Sets the dice anew.
  void seed(std::uint64_t seed) { dice_.seed(seed); }

  /// The first one that strikes; it is used up by one.
  std::optional<fault> take(fault_place place, std::string_view operation, std::string_view deployment);
  /// What is left of each.
  std::vector<fault> in_force() const;

 private:
  struct entry {
    fault what;
    base::time_point set_at{};
  };
  bool strikes(const entry& each);
  bool over(const entry& each) const;

  base::clock& time_;
  std::mt19937_64 dice_;
  std::list<entry> all_;
};

}  // namespace gamekeeper::emulator
