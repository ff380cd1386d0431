#pragma once

#include "base/error.hpp"

#include <sys/resource.h>

#include <string_view>

namespace gamekeeper::process {

/// One limit of the system for a process, getrlimit(2).
struct resource_limit {
  int resource = 0;  ///< RLIMIT_*
  rlimit value{};
  friend bool operator==(const resource_limit& a, const resource_limit& b) {
    return a.resource == b.resource && a.value.rlim_cur == b.value.rlim_cur &&
           a.value.rlim_max == b.value.rlim_max;
  }
};

/// "core=unlimited", "nofile=4096" (both limits), "nofile=1024:4096" (soft:hard). Bytes, seconds or a count,
/// as getrlimit(2) has it for that resource. invalid_input names the resources there are.
base::result<resource_limit> parse_resource_limit(std::string_view text);

/// "nofile"; "unknown" for a number that has no name.
std::string_view resource_name(int resource) noexcept;

}  // namespace gamekeeper::process
