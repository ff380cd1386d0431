#pragma once

#include <string>

namespace gamekeeper::settings {

/// Where a value came from.
struct origin {
  enum class layer { default_, file, variable, flag };
  layer from = layer::default_;
  std::string
      detail;  ///< "/etc/gamekeeper.json:12", "GAMEKEEPER_LOG_LEVEL", "--log-level"; empty for a default

  /// "default", "file /etc/gamekeeper.json:12", "variable GAMEKEEPER_LOG_LEVEL", "flag --log-level"
  std::string describe() const;
  friend bool operator==(const origin&, const origin&) = default;
};

/// One thing that is wrong. An error means that a value is not used; a warning that a name means nothing to
/// the agent.
struct problem {
  enum class severity { warning, error };
  severity weight = severity::error;
  origin where;
  std::string key;      ///< of the setting, or the unknown name; empty when the file as a whole is meant
  std::string value;    ///< as it was written; may be long or hold any byte
  std::string message;  ///< what is wrong with it; quotes the value where that helps
  std::string allowed;  ///< what would be right; may be empty

  /// "/etc/gamekeeper.json:12: drain.grace: '30' has no unit … (allowed: a duration from 0s to 1h)"
  std::string describe() const;
};

}  // namespace gamekeeper::settings
