#include "emulator/runtime/container_streams.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace gamekeeper::emulator {

base::result<container_streams> open_streams(const std::string& log_file) {
  container_streams streams;
  streams.output = base::unique_fd(::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!streams.output.valid()) return base::system_failure(log_file, errno);
  streams.begin = length_of(log_file);
  streams.input = base::unique_fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!streams.input.valid()) return base::system_failure("/dev/null", errno);
  return streams;
}

std::uint64_t length_of(const std::string& file) {
  struct stat info {};
  return ::stat(file.c_str(), &info) == 0 && info.st_size > 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

}  // namespace gamekeeper::emulator
