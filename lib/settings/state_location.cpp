#include "settings/state_location.hpp"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <cstdlib>

namespace gamekeeper::settings {

namespace {

// Kubernetes gives it to every container (its documentation, "Service").
bool in_a_pod() {
  return std::getenv("KUBERNETES_SERVICE_HOST") != nullptr;
}

bool is_of_the_image(const std::string& folder) {
  struct stat root {};
  struct stat own {};
  return ::stat("/", &root) == 0 && ::stat(folder.c_str(), &own) == 0 && root.st_dev == own.st_dev;
}

bool lies_in_memory(const std::string& folder) {
  struct statfs about {};
  return ::statfs(folder.c_str(), &about) == 0 &&
         (about.f_type == TMPFS_MAGIC || about.f_type == RAMFS_MAGIC);
}

bool can_be_written_to(const std::string& folder) {
  return ::access(folder.c_str(), W_OK | X_OK) == 0;
}

}  // namespace

std::string loss_at_restart(const std::string& folder) {
  if (in_a_pod()) return is_of_the_image(folder) ? "a pod's restarted container begins with its image" : "";
  return lies_in_memory(folder) ? "it lies in memory (tmpfs), empty in a restarted container" : "";
}

std::vector<std::string> state_folders() {
  // An image that does not run as root can seldom write to /run; /tmp and /var/tmp are there for everybody.
  return {"/var/lib/gamekeeper", "/run", "/tmp", "/var/tmp"};
}

std::optional<std::string> state_path(const location& chosen, const std::vector<std::string>& folders) {
  if (chosen.what != location::choice::automatic) return chosen.resolve(state_file_name);
  std::string writable;
  for (const auto& folder : folders) {
    if (!can_be_written_to(folder)) continue;
    if (writable.empty()) writable = folder;
    if (!loss_at_restart(folder).empty()) continue;
    writable = folder;
    break;
  }
  return (writable.empty() ? folders.back() : writable) + "/" + std::string(state_file_name);
}

}  // namespace gamekeeper::settings
