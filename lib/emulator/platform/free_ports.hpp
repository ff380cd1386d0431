#pragma once

#include "emulator/model/catalogue.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>

namespace gamekeeper::emulator {

/// Whether nobody on this machine has the port.
using port_probe = std::function<bool(std::uint16_t)>;

/// Binds it for a moment, for TCP and for UDP, on all addresses.
bool port_is_free(std::uint16_t port);

/// The first port of `range` that is not in `taken` and that the probe finds free.
std::optional<std::uint16_t> free_port(const port_range& range, const std::set<std::uint16_t>& taken,
                                       const port_probe& is_free);

}  // namespace gamekeeper::emulator
