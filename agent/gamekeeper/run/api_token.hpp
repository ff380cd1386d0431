#pragma once

#include "base/log.hpp"
#include "base/secret.hpp"
#include "settings/agent_settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// The organisation's API token: from EDGEGAP_API_TOKEN, else from platform.token_file. Nothing when there is
/// none; a file that cannot be read is a warning.
std::optional<base::secret> api_token(const settings::agent_settings& chosen,
                                      const std::vector<std::string>& environment, base::logger& log);

}  // namespace gamekeeper::run
