#include "emulator/no_containers.hpp"

namespace gamekeeper::emulator {

base::result<void> no_containers::run(container_spec spec) {
  running_.insert(std::move(spec.id));
  return {};
}

bool no_containers::adopt(adoption left) {
  const auto id = *running_.insert(std::move(left.spec.id)).first;
  if (left.stopping) stop(id);
  return true;
}

void no_containers::stop(const std::string& id) {
  // Taken out first: `id` may be the deployment's own, and that is gone with what is told.
  const auto gone = running_.extract(id);
  if (!gone.empty() && told_.on_gone) told_.on_gone(gone.value());
}

}  // namespace gamekeeper::emulator
