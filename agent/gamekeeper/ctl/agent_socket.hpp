#pragma once

#include "base/error.hpp"
#include "net/http.hpp"

#include <sys/types.h>

#include <optional>
#include <string>

namespace gamekeeper::ctl {

/// Where the agent's socket is: as given, else GAMEKEEPER_SOCKET, else where one is. Whoever comes first can leave a
/// socket in /tmp, so that one that was only found has to belong to somebody whom has_trusted_owner() names;
/// errc::denied.
base::result<std::string> socket_path(const std::optional<std::string>& given);

/// Whether the caller may take a socket for the agent's that belongs to `owner`: root's, his own, or that of the user
/// of process 1, which the agent usually is.
bool has_trusted_owner(uid_t owner, uid_t caller, uid_t init) noexcept;

/// The curl command that does the same; `streams` for an answer that goes on.
std::string curl_line(const std::string& socket, const net::http_request& request, bool streams = false);

/// Says on stderr what went wrong, and gives the exit code for it.
int explain(const base::error& failure);
/// The same for an answer that is a refusal.
int explain(const net::http_response& refusal);

}  // namespace gamekeeper::ctl
