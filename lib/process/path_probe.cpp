#include "process/path_probe.hpp"

#include "base/detached_call.hpp"
#include "base/fd.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace gamekeeper::process {

path_probe::path_probe(base::duration patience, read_function read)
    : patience_(patience), read_(std::move(read)) {}

bool path_probe::answers(const std::vector<std::string>& paths) {
  const auto is_answered = [](const auto& entry) {
    return entry.second.wait_for(base::duration(0)) == std::future_status::ready;
  };
  std::erase_if(unanswered_, is_answered);
  if (unanswered_.contains(paths) || unanswered_.size() >= capacity) return false;
  auto asked = base::start_detached([read = read_, paths] {
    for (const auto& path : paths) read(path);
  });
  if (asked.wait_for(patience_) == std::future_status::ready) return true;
  unanswered_.emplace(paths, std::move(asked));
  return false;
}

void path_probe::read_first_byte(const std::string& path) {
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  char byte = 0;
  if (file.valid()) (void)::read(file.get(), &byte, 1);
}

}  // namespace gamekeeper::process
