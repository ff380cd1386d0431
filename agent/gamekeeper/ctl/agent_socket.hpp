#pragma once

#include "base/error.hpp"
#include "net/http.hpp"

#include <optional>
#include <string>

namespace gamekeeper::ctl {

/// Where the agent's socket is: as given, else GAMEKEEPER_SOCKET, else where one is.
std::string socket_path(const std::optional<std::string>& given);

/// The curl command that does the same; `streams` for an answer that goes on.
std::string curl_line(const std::string& socket, const net::http_request& request, bool streams = false);

/// Says on stderr what went wrong, and gives the exit code for it.
int explain(const base::error& failure);
/// The same for an answer that is a refusal.
int explain(const net::http_response& refusal);

}  // namespace gamekeeper::ctl
