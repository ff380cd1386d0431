#pragma once

#include "base/error.hpp"
#include "emulator/model/catalogue.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::emulator {

/// Reads the JSON of config/emulator.json; // comments are allowed. Strict: an unknown key is a mistake. The
/// error is invalid_input and holds every problem, each with its JSON pointer, or malformed when it is no
/// JSON at all.
base::result<catalogue> parse_catalogue(std::string_view text);
/// The same from a file of at most limits::settings_file_bytes.
base::result<catalogue> load_catalogue(const std::string& path);
/// config/emulator.json as it was when the program was built: what runs when no file is named.
std::string_view built_in_catalogue() noexcept;

}  // namespace gamekeeper::emulator
