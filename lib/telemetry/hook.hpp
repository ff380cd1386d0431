#pragma once

#include "base/error.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gamekeeper::telemetry {

/// What shall happen when something has happened: a command that is run, or an address that is called.
struct hook {
  std::vector<std::string> on;       ///< event types; "*" is every type
  std::vector<std::string> command;  ///< the first word is an absolute path; empty for a webhook
  std::string url;                   ///< https://… or http://…; empty for a command, and until it is read
  std::string file;                  ///< an absolute path: the file that holds the address and the headers
  std::string variable;              ///< the name of the variable that does
  std::vector<std::pair<std::string, std::string>> headers;  ///< of a webhook: name and value
  std::string
      name;  ///< for logs and events: the command's path, the address without its path, or where it is kept

  bool wants(std::string_view type) const noexcept;
  bool is_webhook() const noexcept { return command.empty(); }
  friend bool operator==(const hook&, const hook&) = default;
};

/// Reads
///   EVENT[,EVENT…]=command:/path/to/program word 'one word' "one word"
///   EVENT[,EVENT…]=https://host/path
///   EVENT[,EVENT…]=file:/path   the address and the headers are in that file
///   EVENT[,EVENT…]=env:NAME     they are in that variable
/// There is no shell: a command's words go to it as they are. invalid_input names what is wrong, and for an
/// unknown event the nearest one that there is.
base::result<hook> parse_hook(std::string_view text);

/// The webhook with what its file or variable holds: the address on the first line and, on a line each behind it,
/// headers as `Name: value`. Blank lines mean nothing. invalid_input says which line is wrong and quotes none.
base::result<hook> with_address(hook kept, std::string_view text);

/// All that can be used of several, and a sentence for every one that cannot: `hooks[2]: …`. At most
/// limits::hooks.
struct parsed_hooks {
  std::vector<hook> usable;
  std::vector<std::string> problems;
};
parsed_hooks parse_hooks(std::span<const std::string> texts);

}  // namespace gamekeeper::telemetry
