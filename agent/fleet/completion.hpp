#pragma once

#include "base/error.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace gamekeeper::fleet {

/// A completion script for "bash" or "zsh", made from the commands and options as they are. It completes
/// subcommands, options, the words an option takes where they are a fixed set, and files where it takes one.
base::result<std::string> completion_script(const CLI::App& app, const std::string& shell);

}  // namespace gamekeeper::fleet
