#pragma once

#include "settings/agent_settings.hpp"
#include "settings/value.hpp"

/// What a text that fits its row becomes, by the type of the field. For the rows of the table.
namespace gamekeeper::settings {

void assign(std::string& into, const value& checked);
void assign(std::vector<std::string>& into, const value& checked);
void assign(int& into, const value& checked);
void assign(base::duration& into, const value& checked);
void assign(std::optional<base::duration>& into, const value& checked);
void assign(location& into, const value& checked);
void assign(platform_source& into, const value& checked);
void assign(bool& into, const value& checked);
void assign(subreaper_choice& into, const value& checked);
void assign(base::log_level& into, const value& checked);
void assign(std::optional<base::log_format>& into, const value& checked);
void assign(end_action& into, const value& checked);

}  // namespace gamekeeper::settings
