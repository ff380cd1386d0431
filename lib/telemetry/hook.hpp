#pragma once

#include "base/error.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::telemetry {

/// What shall happen when something has happened: a command that is run, or an address that is called.
struct hook {
  std::vector<std::string> on;       ///< event types; "*" is every type
  std::vector<std::string> command;  ///< the first word is an absolute path; empty for a webhook
  std::string url;                   ///< https://… or http://…; empty for a command
  std::string name;  ///< for logs and events: the command's path, or the address without its path

  bool wants(std::string_view type) const noexcept;
  bool is_webhook() const noexcept { return command.empty(); }
  friend bool operator==(const hook&, const hook&) = default;
};

/// Reads
///   EVENT[,EVENT…]=command:/path/to/program word 'one word' "one word"
///   EVENT[,EVENT…]=https://host/path
/// There is no shell: a command's words go to it as they are. invalid_input names what is wrong, and for an
/// unknown event the nearest one that there is.
base::result<hook> parse_hook(std::string_view text);

/// All that can be used of several, and a sentence for every one that cannot: `hooks[2]: …`. At most
/// limits::hooks.
struct parsed_hooks {
  std::vector<hook> usable;
  std::vector<std::string> problems;
};
parsed_hooks parse_hooks(std::span<const std::string> texts);

}  // namespace gamekeeper::telemetry
