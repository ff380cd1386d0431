#include "settings/settings_file.hpp"

#include "base/fd.hpp"
#include "base/limits.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace gamekeeper::settings {

namespace {

constexpr std::string_view config_variable = "GAMEKEEPER_CONFIG=";

std::optional<std::string> named_file(const std::optional<std::string>& config_flag,
                                      const std::vector<std::string>& environment) {
  if (config_flag) return config_flag;
  for (const auto& each : environment)
    if (each.starts_with(config_variable) && each.size() > config_variable.size())
      return each.substr(config_variable.size());
  return std::nullopt;
}

base::result<std::string> read_regular(const std::string& path) {
  // O_NONBLOCK: opening a pipe would wait for whoever writes to it.
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) return base::system_failure("cannot open it", errno);
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) return base::system_failure("cannot look at it", errno);
  if (!S_ISREG(about.st_mode)) return base::error(base::errc::invalid_input, "it is not a regular file");
  std::string text(base::limits::settings_file_bytes + 1, '\0');
  std::size_t length = 0;
  while (length < text.size()) {
    const auto got = ::read(file.get(), text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::system_failure("cannot read it", errno);
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  if (length == text.size()) {
    return base::error(base::errc::too_large,
                       "it is larger than " + std::to_string(base::limits::settings_file_bytes) + " bytes");
  }
  text.resize(length);
  text.shrink_to_fit();
  return text;
}

}  // namespace

std::optional<settings_file> find_settings_file(const std::optional<std::string>& config_flag,
                                                const std::vector<std::string>& environment) {
  if (const auto named = named_file(config_flag, environment)) return read_settings_file(*named);
  auto usual = read_settings_file(std::string(default_settings_path));
  if (usual.failure && usual.failure->code() == base::errc::not_found) return std::nullopt;
  return usual;
}

settings_file read_settings_file(const std::string& path) {
  settings_file file{path, {}, std::nullopt};
  auto text = read_regular(path);
  if (text)
    file.text = std::move(*text);
  else
    file.failure = text.error();
  return file;
}

}  // namespace gamekeeper::settings
