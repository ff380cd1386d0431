#pragma once

/// The platform, as its users see it: what it injects into a container, what its HTTP API is asked and what
/// it answers. Knows how to ask and what an answer means; decides nothing. Facts come from the platform's API
/// reference, its OpenAPI files and the sample environments of its Unity SDK. Includes base and net's HTTP
/// seam only. Four inner rooms, each of which includes only those above it:
///   messages/messages.hpp        what is sent and what comes back, as plain structs, and why a call failed
///   environment/environment.hpp  the ARBITRIUM_* variables of the container, and placeholders filled with them
///   client/client.hpp            the calls, one method each, and what makes a call more patient
///   watch/watch.hpp              the loop that looks after the agent's own deployment
/// For programs outside of this tree, which link gamekeeper::edgegap:
///   client.hpp                   the client under a name that stays
