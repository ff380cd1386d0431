#pragma once

#include "emulator/model/deployment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// The variable that tells what an emulator has started from what merely carries a deployment's id: its value is
/// drawn at random, kept with the state, and shown nowhere.
inline constexpr std::string_view emulator_mark = "EMULATOR_MARK";

/// What is the same for every deployment of one emulator.
struct host_environment {
  std::string api_url;      ///< "https://127.0.0.1:41235": origin of the injected URLs
  std::string data_folder;  ///< where the deployments' output goes
  std::string path;         ///< PATH and HOME, which an image would have brought
  std::string home;
  std::string ca_file =
      "";  ///< what the api_url's certificate is trusted by; empty: the deployments are told none
  std::string mark = "";  ///< see emulator_mark
};

/// The environment of a deployment's process, NAME=value: what the platform injects (the set of the
/// platform's Unity plugin, Editor/EdgegapMock.env, and of its Unity SDK), the version's variables, the
/// deployment's own, PATH and HOME, and what lets an agent work with an emulator as it is: the file with the
/// emulator's CA, and that the fleet is this one server. Where a name comes twice the platform's wins, then the
/// deployment's, then the version's, and those for the agent come last.
std::vector<std::string> environment_for(const deployment& d, const catalogue& offered,
                                         const host_environment& where);

/// "Game Port" -> "GAME_PORT", as it stands in ARBITRIUM_PORT_<NAME>_INTERNAL.
std::string variable_name_of_port(std::string_view name);

}  // namespace gamekeeper::emulator
