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
  const std::string gone = id;
  if (running_.erase(gone) > 0 && told_.on_gone) told_.on_gone(gone);
}

}  // namespace gamekeeper::emulator
