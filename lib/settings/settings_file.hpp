#pragma once

#include "base/error.hpp"
#include "settings/problem.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::settings {

inline constexpr std::string_view default_settings_path = "/etc/gamekeeper.json";

/// A file as it was read, or why it could not be.
struct settings_file {
  std::string path;
  std::string text;
  std::optional<base::error> failure;
};

/// Reads the file named by --config, else by GAMEKEEPER_CONFIG (empty counts as not set), else
/// /etc/gamekeeper.json. Nothing when the last of these does not exist; a file that was named has to.
/// `environment` holds NAME=value.
std::optional<settings_file> find_settings_file(const std::optional<std::string>& config_flag,
                                                const std::vector<std::string>& environment);

/// At most limits::settings_file_bytes of a regular file: a pipe could keep the game waiting.
settings_file read_settings_file(const std::string& path);

/// One value of the file, with its place.
struct file_entry {
  enum class form { text, integer, boolean, list, other };
  std::string key;  ///< joined by dots
  form what = form::other;
  std::string text;  ///< of `list` as write_list() has it; of `other` the kind: "null", "an array that holds
                     ///< a number"
  int line = 0;
};

/// "a string", "an array"; `text` is the entry's.
std::string in_words(file_entry::form what, const std::string& text);

struct file_contents {
  std::vector<file_entry> entries;  ///< none when the text is not JSON
  std::optional<problem> failure;   ///< not JSON, or not an object: with line and column
};

/// JSON with // and /* */ comments and trailing commas. `path` is only for the places in messages.
file_contents parse_settings_file(std::string_view path, std::string_view text);

}  // namespace gamekeeper::settings
