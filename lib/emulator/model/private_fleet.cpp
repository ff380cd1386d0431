#include "emulator/model/private_fleet.hpp"

namespace gamekeeper::emulator {

found_host find_host(const std::vector<private_fleet>& fleets, std::string_view host_id) noexcept {
  for (const auto& fleet : fleets)
    for (const auto& host : fleet.hosts)
      if (host.host_id == host_id) return {&fleet, &host};
  return {};
}

}  // namespace gamekeeper::emulator
