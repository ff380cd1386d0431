#include "gamekeeper/run/notify_sockets.hpp"

#include "gamekeeper/run/game_environment.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace gamekeeper::run {

namespace {

/// Whether every folder on the way may be passed by that user. Groups are not looked at: there is another way in.
bool may_pass(const std::filesystem::path& folder, uid_t user) {
  if (user == 0) return true;
  struct stat about {};
  if (::stat(folder.c_str(), &about) != 0) return false;
  const mode_t needed = about.st_uid == user ? S_IXUSR : S_IXOTH;
  if ((about.st_mode & needed) == 0) return false;
  return folder == folder.root_path() || may_pass(folder.parent_path(), user);
}

}  // namespace

notify_sockets choose_notify_sockets(const std::optional<std::string>& control_socket, uid_t game_user,
                                     std::uint64_t drawn, const std::vector<std::string>& environment) {
  notify_sockets out;
  out.abstract_name = "@gamekeeper-" + std::to_string(drawn);
  out.above = variable(environment, "NOTIFY_SOCKET");
  if (!control_socket) return out;
  const bool is_own_user = game_user == ::geteuid();
  if (is_own_user || may_pass(std::filesystem::path(*control_socket).parent_path(), game_user))
    out.path = *control_socket + ".notify";
  return out;
}

std::string abstract_alias(const std::string& path) {
  return "@" + path.substr(1);
}

}  // namespace gamekeeper::run
