#include "emulator/catalogue.hpp"

#include "base/fd.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "emulator/catalogue_reader.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace gamekeeper::emulator {

namespace json = boost::json;

std::string_view name_of(restart_policy policy) noexcept {
  switch (policy) {
    case restart_policy::always:
      return "always";
    case restart_policy::never:
      return "never";
    case restart_policy::on_failure:
      return "on_failure";
  }
  return "always";
}

const app_version* catalogue::find(std::string_view application, std::string_view version) const noexcept {
  for (const auto& each : versions)
    if (each.application == application && each.version == version) return &each;
  return nullptr;
}

const app_version* catalogue::newest(std::string_view application) const noexcept {
  const auto found = std::find_if(versions.rbegin(), versions.rend(),
                                  [=](const app_version& each) { return each.application == application; });
  return found == versions.rend() ? nullptr : &*found;
}

std::string catalogue::application_names() const {
  std::string names;
  for (const auto& each : versions) {
    const auto name = "'" + each.application + "'";
    if (names.find(name) == std::string::npos) names.append(names.empty() ? "" : ", ").append(name);
  }
  return names;
}

std::string catalogue::version_names(std::string_view application) const {
  std::string names;
  for (const auto& each : versions)
    if (each.application == application)
      names.append(names.empty() ? "" : ", ").append("'" + each.version + "'");
  return names;
}

base::result<catalogue> parse_catalogue(std::string_view text) {
  json::parse_options options;
  options.allow_comments = true;
  options.max_depth = base::limits::json_depth;
  boost::system::error_code ec;
  const auto parsed = json::parse(text, ec, {}, options);
  if (ec) return base::error(base::errc::malformed, "not JSON: " + ec.message());
  std::vector<problem> problems;
  auto offered = read_catalogue(parsed, problems);
  if (problems.empty()) return offered;
  return base::error(base::errc::invalid_input, to_text(problems));
}

base::result<catalogue> load_catalogue(const std::string& path) {
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return base::system_failure(path, errno);
  std::string text;
  char piece[4096];
  for (;;) {
    const auto got = ::read(file.get(), piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::system_failure(path, errno);
    if (got == 0) break;
    text.append(piece, static_cast<std::size_t>(got));
    if (text.size() > base::limits::settings_file_bytes)
      return base::error(
          base::errc::too_large,
          path + ": larger than " + std::to_string(base::limits::settings_file_bytes) + " bytes");
  }
  auto offered = parse_catalogue(text);
  if (!offered) return offered.error().within(path);
  return offered;
}

}  // namespace gamekeeper::emulator
