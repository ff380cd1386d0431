#include "telemetry/own_usage.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstdio>

namespace gamekeeper::telemetry {

namespace {

double seconds(const timeval& value) {
  return static_cast<double>(value.tv_sec) + static_cast<double>(value.tv_usec) / 1e6;
}

}  // namespace

own_usage measure_own_usage() {
  own_usage used;
  rusage times{};
  if (::getrusage(RUSAGE_SELF, &times) == 0)
    used.cpu_seconds = seconds(times.ru_utime) + seconds(times.ru_stime);

  const base::unique_fd file(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
  std::array<char, 256> text{};
  if (!file.valid() || ::read(file.get(), text.data(), text.size() - 1) <= 0) return used;
  // proc(5): size resident shared text lib data dt, in pages; "shared" are the resident pages that files
  // back.
  unsigned long long size = 0, resident = 0, shared = 0;
  if (std::sscanf(text.data(), "%llu %llu %llu", &size, &resident, &shared) != 3) return used;
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  used.resident_bytes = resident * page;
  used.anonymous_bytes = (resident > shared ? resident - shared : 0) * page;
  return used;
}

}  // namespace gamekeeper::telemetry
