#pragma once

/// Deployments that outlive the emulator.
///   sqlite_state.hpp          where they are kept
///   deployment_record.hpp     a deployment as text, and back
