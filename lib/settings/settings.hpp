#pragma once

/// The agent's settings: one table from which come the file keys, the variables, the flags, the help, `config
/// check`, `config show` and the file in config/. Nothing here stops the agent: what is wrong becomes a list
/// of problems, and the values are usable whatever happened.
///   agent_settings.hpp  the typed values that the other rooms are wired with
///   setting.hpp         one row of the table; the table; the rule for names
///   assign.hpp, texts.hpp  what a checked text becomes; what is wrong with texts of a form of their own
///   value.hpp           one text checked against its row
///   texts.hpp           texts with a form of their own: signals, limits, variables, files
///   list_text.hpp       a list written as one text
///   settings_file.hpp   which file is read, and what stands in it
///   problem.hpp         where a value came from, and what is wrong with it
///   ladder_step.hpp      one step of the stop ladder, as it is written
///   ready_condition.hpp  when the game counts as ready, as it is written
///   listen_address.hpp  an address and a port to serve, as they are written
///   state_location.hpp  where the decision to end is kept, and whether it outlives a restart
///   stop_signal.hpp     which signals end the container beside SIGTERM
///   load.hpp            flags over variables over the file over the defaults
///   dependencies.hpp    what is right by itself and cannot be beside the other settings
///   screens.hpp         what people see: help, the effective values, the commented file
