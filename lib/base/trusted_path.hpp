#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"

#include <sys/types.h>

#include <string>

namespace gamekeeper::base {

/// The same place without a link in it. A link that neither root nor our own user has made is refused (errc::denied):
/// whoever owns a folder could otherwise lead what we read and write there anywhere else, with our rights and not with
/// his. What does not exist yet is taken as it is written. At most 40 links, as path_resolution(7) has it.
result<std::string> resolve_links(const std::string& path);

/// open(2) at that place, with O_CLOEXEC and O_NONBLOCK, so that a pipe without a reader keeps nobody waiting; between
/// the look and the opening no link can come in (openat2(2) with RESOLVE_NO_SYMLINKS, where the kernel has it).
result<unique_fd> open_trusted(const std::string& path, int flags, mode_t mode = 0);

}  // namespace gamekeeper::base
