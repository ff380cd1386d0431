#include "settings/settings_file.hpp"

#include "base/file_text.hpp"
#include "base/limits.hpp"
#include "base/variable_text.hpp"

namespace gamekeeper::settings {

namespace {

constexpr std::string_view config_variable = "GAMEKEEPER_CONFIG=";

std::optional<std::string> named_file(const std::optional<std::string>& config_flag,
                                      const std::vector<std::string>& environment) {
  if (config_flag) return config_flag;
  for (const auto& each : environment)
    if (each.starts_with(config_variable))
      if (const auto path = base::variable_text(std::string_view(each).substr(config_variable.size()));
          !path.empty())
        return std::string(path);
  return std::nullopt;
}

}  // namespace

std::optional<settings_file> find_settings_file(const std::optional<std::string>& config_flag,
                                                const std::vector<std::string>& environment) {
  if (const auto named = named_file(config_flag, environment)) return read_settings_file(*named);
  // A game waits for this, and most images have none: no need to word why.
  if (::access(default_settings_path.data(), F_OK) != 0 && errno == ENOENT) return std::nullopt;
  auto usual = read_settings_file(std::string(default_settings_path));
  if (usual.failure && usual.failure->code() == base::errc::not_found) return std::nullopt;
  return usual;
}

settings_file read_settings_file(const std::string& path) {
  settings_file file{path, {}, std::nullopt};
  auto text = base::read_regular_file(path, base::limits::settings_file_bytes);
  if (text)
    file.text = std::move(*text);
  else
    file.failure = text.error();
  return file;
}

}  // namespace gamekeeper::settings
