#pragma once

#include "base/error.hpp"
#include "edgegap/environment/environment.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gamekeeper::edgegap {

/// Fills in what the platform injected, so that a game that takes its port from its arguments or from a
/// config file needs no shell around it.
///
/// A placeholder is '{', a name, and '}' or ":-", a default and '}', with no space before the end of the
/// name. A name is a lower-case letter and then letters, digits, '_', '-' and '.': {port.gameport.internal},
/// {env.MAP:-arena}, {request_id}. "{{" is a brace: {{map} gives {map}. Every other brace stays as it is, so
/// JSON and shell variables pass unchanged: {"a": 1}, { x }, {}, {0}, ${HOME}. A default ends at the first '}'.
///
/// The names: request_id, public_ip, fqdn, host_id, location.city, location.country, location.continent,
/// location.administrative_division, location.timezone, location.latitude, location.longitude,
/// port.NAME.internal, port.NAME.external, port.NAME.protocol (NAME as it is, blanks included, or as the injected
/// variables write it; base/port_name.hpp), and
/// env.NAME, any variable of the environment that the game gets. No token has a name of its own.
class placeholders {
 public:
  /// `game_environment` holds NAME=VALUE.
  placeholders(const injected_environment& injected, const std::vector<std::string>& game_environment);

  /// not_found for a name that has no value here and no default: it says which names there are. too_large
  /// past limits::expanded_bytes.
  base::result<std::string> expand(std::string_view text) const;

  /// All names that have a value, without the variables.
  std::vector<std::string> names() const;

 private:
  const std::string* find(std::string_view name) const;

  std::vector<std::string> port_names_;
  std::vector<std::pair<std::string, std::string>> values_;     ///< without env.
  std::vector<std::pair<std::string, std::string>> variables_;  ///< with env.; the first of a name counts
};

}  // namespace gamekeeper::edgegap
