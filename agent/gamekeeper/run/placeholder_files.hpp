#pragma once

#include "base/error.hpp"
#include "edgegap/environment/environment.hpp"
#include "edgegap/environment/placeholders.hpp"
#include "process/process_host.hpp"
#include "settings/agent_settings.hpp"

#include <string>
#include <vector>

namespace gamekeeper::run {

/// The command with the placeholders of its arguments filled in; its first word is left alone. Only with
/// game.expand: a game whose own arguments hold braces must not break because it runs under an agent.
base::result<std::vector<std::string>> expand_command(const std::vector<std::string>& command,
                                                      const edgegap::placeholders& known);

/// Fills in each file, of at most limits::template_bytes, before the game starts. A new file gets the rights of
/// the one it comes from. The first failure ends it: a game with half a configuration must not start.
base::result<void> fill_templates(const std::vector<settings::template_file>& files,
                                  const edgegap::placeholders& known);

/// Both, as the settings say. A game that would start with a placeholder for a port, or with half a file, is not
/// started: `game` is refused then.
void expand_placeholders(process::spawn_spec& game, const settings::agent_settings::game_group& chosen,
                         const edgegap::injected_environment& injected);

}  // namespace gamekeeper::run
