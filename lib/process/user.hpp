#pragma once

#include "base/error.hpp"

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::process {

/// Whom a process runs as.
struct user_identity {
  uid_t user = 0;
  gid_t group = 0;
  std::vector<gid_t> groups;  ///< supplementary; none for a bare number that no file knows
  std::string name;           ///< empty when no file knows the number
  std::string home = "/";
};

/// "game", "1000", "game:players", "1000:1000", as an image's USER. The files have the form of passwd(5) and
/// group(5) and are read by hand: a static program that asks the C library would load the image's NSS
/// modules. A named user has the supplementary groups of the group file; with ":group" only that group, as
/// Docker does. not_found when a name stands in no file, invalid_input when the text has not that form.
base::result<user_identity> find_user(std::string_view text, const std::string& users = "/etc/passwd",
                                      const std::string& groups = "/etc/group");

}  // namespace gamekeeper::process
