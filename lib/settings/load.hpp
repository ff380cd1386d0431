#pragma once

#include "settings/agent_settings.hpp"
#include "settings/problem.hpp"
#include "settings/settings_file.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::settings {

/// Everything that settings can come from.
struct sources {
  std::map<std::string, std::string>
      flags;  ///< key → text, only those that were given; of a list as in a variable
  std::vector<std::string> environment;  ///< NAME=value; a variable that is empty counts as not set
  std::optional<settings_file> file;
};

/// A setting as it is in force.
struct effective_setting {
  std::string key;
  std::string text;
  origin from;
};

struct loaded {
  agent_settings values;                 ///< usable, whatever `problems` holds
  std::vector<effective_setting> given;  ///< those that some layer set; all others are at their defaults
  std::vector<problem> problems;         ///< all of them, in the order: file, variables, flags, cross-checks

  /// One per row of the table, in its order, as it may be shown: without what is secret in it.
  std::vector<effective_setting> effective() const;
  bool has_errors() const noexcept;
};

/// Flags over variables over the file over the defaults. A value that is wrong is a problem, and the next
/// lower layer's is used in its place. A key that stands twice in the file is wrong. Two values that do not
/// fit together (kill_margin and kill_after, retry_min and retry_max) are one problem, and both fall back to
/// their defaults. Readings that would expire before the next poll are a warning. What cannot be beside the other
/// settings is a problem, too (dependencies.hpp).
loaded load(const sources& from);

}  // namespace gamekeeper::settings
