#pragma once

/// The platform on one machine: its HTTP API, and a runtime that really starts, signals and kills each
/// deployment's process as the platform's containers would. Reads and writes its own JSON and shares no type
/// with lib/edgegap: a mistake in a shared type would cancel itself out. Inner rooms, each of which includes only
/// those above it; runtime, state and api do not know each other:
///   model/model.hpp          what there is: the catalogue, deployments, tags, usage, as plain data
///   reading/reading.hpp      what comes from outside, read strictly: the catalogue, orders, filters, queries
///   platform/platform.hpp    what happens to deployments, and the seams to a runtime and to kept state
///   runtime/runtime.hpp      deployments as processes of this machine, and what they use
///   state/state.hpp          deployments that outlive the emulator, in SQLite
///   api/api.hpp              the HTTP API: request -> response, without sockets; faults, limits, the record
