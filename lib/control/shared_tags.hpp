#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "control/agent.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::control {

/// How long an answer of the platform about the tags, a failure too, is given to everybody who asks.
inline constexpr base::duration tags_age_max = std::chrono::seconds(5);

/// The deployment's tags for any number of readers. Whoever can open the socket may read them, and the fleet
/// shares the platform's rate: so there is one request at a time, which all wait for, and one per
/// tags_age_max. One thread, the loop's.
class shared_tags {
 public:
  using answer = base::result<std::vector<std::string>>;

  /// Both outlive it.
  shared_tags(agent& target, base::clock& time);
  /// By limits::control_platform_deadline; errors as of agent::tags().
  boost::asio::awaitable<answer> read();
  /// They have changed: the next reader asks the platform, and a request under way counts for those alone who
  /// wait for it already.
  void forget();

 private:
  struct request;
  struct memory;
  boost::asio::awaitable<answer> ask();

  agent& target_;
  base::clock& time_;
  std::shared_ptr<memory> memory_;
};

}  // namespace gamekeeper::control
