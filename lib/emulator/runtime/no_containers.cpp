#include "emulator/runtime/no_containers.hpp"

namespace gamekeeper::emulator {

base::result<void> no_containers::run(container_spec spec) {
  running_.insert(std::move(spec.id));
  return {};
}

std::set<std::string> no_containers::adopt(std::vector<orphaned_container> all) {
  std::set<std::string> found;
  for (const auto& left : all) found.insert(left.spec.id);
  running_.insert(found.begin(), found.end());
  for (const auto& left : all)
    if (left.stopping) stop(left.spec.id);
  return found;
}

void no_containers::stop(const std::string& id) {
  // Taken out first: `id` may be the deployment's own, and that is gone with what is told.
  const auto gone = running_.extract(id);
  if (!gone.empty() && told_.on_gone) told_.on_gone(gone.value());
}

}  // namespace gamekeeper::emulator
