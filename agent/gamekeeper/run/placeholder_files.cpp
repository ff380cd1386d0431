#include "gamekeeper/run/placeholder_files.hpp"

#include "base/limits.hpp"
#include "base/trusted_path.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace gamekeeper::run {

namespace {

base::result<void> write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return base::system_failure("cannot write it", errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

base::result<std::string> read_all(int fd) {
  std::string text(base::limits::template_bytes, '\0');
  std::size_t length = 0;
  while (length < text.size()) {
    const auto got = ::read(fd, text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::system_failure("cannot be read", errno);
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  text.resize(length);
  return text;
}

base::result<void> fill(const settings::template_file& files, const edgegap::placeholders& known) {
  const auto from = base::open_trusted(files.source, O_RDONLY);
  if (!from) return from.error();
  struct stat about {};
  if (::fstat(from->get(), &about) != 0) return base::system_failure("cannot be read", errno);
  if (!S_ISREG(about.st_mode)) return base::error(base::errc::invalid_input, "is not a regular file");
  if (about.st_size > static_cast<off_t>(base::limits::template_bytes))
    return base::error(base::errc::too_large,
                       "is larger than " + std::to_string(base::limits::template_bytes) + " bytes");
  const auto text = read_all(from->get());
  if (!text) return text.error();
  const auto filled = known.expand(*text);
  if (!filled) return filled.error();
  // A file of the image or of a mount is written where it is: a mount cannot be replaced by renaming.
  const auto to = base::open_trusted(files.destination, O_WRONLY | O_CREAT, about.st_mode & 07777);
  if (!to) return to.error().within("cannot write it");
  struct stat there {};
  if (::fstat(to->get(), &there) != 0 || !S_ISREG(there.st_mode))
    return base::error(base::errc::invalid_input, files.destination + " is not a regular file");
  if (::ftruncate(to->get(), 0) != 0) return base::system_failure("cannot write " + files.destination, errno);
  return write_all(to->get(), *filled);
}

}  // namespace

base::result<std::vector<std::string>> expand_command(const std::vector<std::string>& command,
                                                      const edgegap::placeholders& known) {
  std::vector<std::string> filled;
  for (std::size_t i = 0; i < command.size(); ++i) {
    auto word = i == 0 ? base::result<std::string>(command[i]) : known.expand(command[i]);
    if (!word) return word.error().within("argument " + std::to_string(i) + ", '" + command[i] + "'");
    filled.push_back(std::move(*word));
  }
  return filled;
}

base::result<void> fill_templates(const std::vector<settings::template_file>& files,
                                  const edgegap::placeholders& known) {
  for (const auto& each : files)
    if (const auto filled = fill(each, known); !filled)
      return filled.error().within("template " + each.source);
  return {};
}

void expand_placeholders(process::spawn_spec& game, const settings::agent_settings::game_group& chosen,
                         const edgegap::injected_environment& injected) {
  if (!chosen.expand && chosen.templates.empty()) return;
  const edgegap::placeholders known(injected, game.environment);
  if (chosen.expand) {
    auto filled = expand_command(game.command, known);
    if (filled)
      game.command = std::move(*filled);
    else
      game.refused = filled.error().message();
  }
  if (const auto filled = fill_templates(chosen.templates, known); !filled)
    game.refused = filled.error().message();
}

}  // namespace gamekeeper::run
