#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "emulator/platform/platform.hpp"
#include "emulator/state/sqlite_state.hpp"
#include "net/tls.hpp"
#include "options.hpp"

#include <functional>
#include <string>
#include <vector>

namespace gamekeeper::emulator_program {

// What has to be as it was when the emulator starts again, since running deployments have been told: the
// certificate that they trust, the ports that they call, and themselves.

/// The certificate of the emulator before, or a new one, which is kept.
base::result<net::tls_identity> persisted_identity(emulator::sqlite_state& state,
                                                   const std::vector<std::string>& names, base::logger& log);

/// The secret that the emulator before drew under that name, or one that is drawn now and kept.
std::string persisted_secret(emulator::sqlite_state& state, const std::string& name);

/// Listens on the port that the emulator before had there when the system may choose (port 0), or on any when
/// somebody else has that now; keeps what it is.
base::result<std::uint16_t> rebind(
    emulator::sqlite_state& state, const std::string& name, const endpoint& at, base::logger& log,
    const std::function<base::result<std::uint16_t>(const std::string&, std::uint16_t)>& listen);

/// Gives the platform the deployments of the emulator before; a record that cannot be read is said in the log.
void restore_deployments(emulator::sqlite_state& state, emulator::platform& platform, base::clock& time,
                         base::logger& log);

}  // namespace gamekeeper::emulator_program
