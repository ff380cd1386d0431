#pragma once

#include "gamekeeper/command_line/command.hpp"
#include "gamekeeper/ctl/requests.hpp"

namespace gamekeeper {

/// What is wrong with a --memory or a --port.
std::optional<std::string> wrong_memory(const std::string& text);
std::optional<std::string> wrong_port(const std::string& text);

inline constexpr command_line::argument check_options[] = {
    {.name = "--port",
     .value = "NAME=PORT/PROTOCOL",
     .help = "A port of the app version, e.g. gameport=7777/UDP; again for more",
     .wrong = wrong_port,
     .repeatable = true},
    {"--memory", "MB", "The app version's memory in MB", false, wrong_memory},
    {"--ready-within", "DURATION", "How long the ports and the game's readiness are waited for; default: 1m",
     false, ctl::wrong_duration},
    {"--watch", "DURATION", "How long the game is watched then; default: 3s", false, ctl::wrong_duration},
    {"--timeout", "DURATION", "How long everything may take; default: 5m", false, ctl::wrong_duration},
    {"--read-only", "", "The game has to run on a root that cannot be written to; else that is a warning"},
    {"--json", "", "Print it as JSON"},
    {"--junit", "FILE", "Also write it as JUnit XML, for CI; - is stdout"},
};

/// `gamekeeper check -- COMMAND`: plays deployments of the game here, and tells what would go wrong.
int check_command(const command_line::given& what);

}  // namespace gamekeeper
