#pragma once

#include "emulator/model/deployment.hpp"
#include "emulator/platform/containers.hpp"

namespace gamekeeper::emulator {

/// Brings a deployment's container_record up to date, and gives what is to stand in its history.
history_event apply_event(deployment& d, const container_event& event);

}  // namespace gamekeeper::emulator
