#pragma once

#include "emulator/model/deployment.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string_view>

namespace gamekeeper::emulator {

/// All deployments by request id. Ended ones stay, so that they can be told from those that never were, but
/// only the newest limits::emulator_ended_kept of them.
class deployment_store {
 public:
  deployment& add(deployment made);
  deployment* find(std::string_view request_id) noexcept;
  /// In the order in which they were made.
  void for_each(const std::function<void(deployment&)>& visit);
  /// How many have not ended.
  std::size_t live() const noexcept;
  /// Whether any deployment has this delete token: what tells a foreign token from a made-up one.
  bool knows_delete_token(std::string_view token) const noexcept;
  /// `forgotten` is told of each before it goes.
  void forget_oldest_ended(const std::function<void(const deployment&)>& forgotten = {});

 private:
  std::map<std::uint64_t, std::unique_ptr<deployment>> by_age_;
  std::map<std::string, deployment*, std::less<>> by_id_;
  std::uint64_t next_ = 0;
};

}  // namespace gamekeeper::emulator
