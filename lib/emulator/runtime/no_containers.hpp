#pragma once

#include "emulator/platform/containers.hpp"

#include <set>

namespace gamekeeper::emulator {

/// Runs nothing: a deployment is READY without a process and ends as soon as it is stopped. For load.
class no_containers final : public containers {
 public:
  void listen(listener told) override { told_ = std::move(told); }
  base::result<void> run(container_spec spec) override;
  std::set<std::string> adopt(std::vector<orphaned_container> all) override;
  void stop(const std::string& id) override;
  void kill(const std::string& id) override { stop(id); }
  void kill_everything() override {}
  bool runs(const std::string& id) const override { return running_.contains(id); }

 private:
  listener told_;
  std::set<std::string> running_;
};

}  // namespace gamekeeper::emulator
