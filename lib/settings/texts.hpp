#pragma once

#include "settings/setting.hpp"
#include "settings/value.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What rows of the table say about texts that have a form of their own: what is wrong with one, and what it
/// becomes. The wrong_* give nothing when a text is right; the store_* are called with right ones only.
namespace gamekeeper::settings {

std::optional<std::string> wrong_folder(std::string_view text);
std::optional<std::string> wrong_limit(std::string_view text);
void store_limits(agent_settings& into, const value& checked);
std::optional<std::string> wrong_assignment(std::string_view text);       ///< NAME=VALUE
std::optional<std::string> wrong_hidden_variable(std::string_view text);  ///< NAME or NAME*
std::optional<std::string> wrong_template(std::string_view text);         ///< FILE or FROM=TO
void store_templates(agent_settings& into, const value& checked);

}  // namespace gamekeeper::settings
