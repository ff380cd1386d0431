#include "settings/agent_settings.hpp"

#include <unistd.h>

namespace gamekeeper::settings {

std::optional<std::string> location::resolve(std::string_view file_name) const {
  if (what == choice::off) return std::nullopt;
  if (what == choice::path) return path;
  // An image that does not run as root can seldom write to /run; /tmp is there for everybody.
  std::string chosen = ::access("/run", W_OK | X_OK) == 0 ? "/run/" : "/tmp/";
  return chosen.append(file_name);
}

}  // namespace gamekeeper::settings
