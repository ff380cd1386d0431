#pragma once

#include "base/error.hpp"
#include "edgegap/client/client.hpp"
#include "fleet/session.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::fleet {

inline constexpr std::string_view default_api_url = "https://api.edgegap.com";

/// Where the platform is and who asks, as the command line and the environment say.
struct connection_options {
  std::string api_url;     ///< empty: GAMEKEEPER_API_URL, else default_api_url
  std::string ca_file;     ///< empty: the machine's own roots
  std::string token_file;  ///< empty: EDGEGAP_API_TOKEN
  bool inside = false;  ///< with what was injected into this container, and without the organisation's token
};

/// The settings of the client, and what was injected. invalid_input names the option or variable that is
/// wrong or missing.
struct identity {
  edgegap::client_settings settings;
  edgegap::injected_environment injected;
};
base::result<identity> identify(const connection_options& options,
                                const std::vector<std::string>& environment);

/// Runs one command against the real platform: event loop, names, TLS, patience. Gives its exit code.
int run_command(const connection_options& options, const screen& show, base::duration timeout,
                const std::function<command(session&)>& start);

}  // namespace gamekeeper::fleet
