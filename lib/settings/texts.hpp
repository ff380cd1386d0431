#pragma once

#include "settings/setting.hpp"
#include "settings/value.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What rows of the table say about texts that have a form of their own: what is wrong with one, and what it
/// becomes. The wrong_* give nothing when a text is right; the store_* are called with right ones only.
namespace gamekeeper::settings {

void store_api_url(agent_settings& into, const value& checked);

std::optional<std::string> wrong_detector(std::string_view text);
void store_detectors(agent_settings& into, const value& checked);
std::optional<std::string> wrong_pattern(std::string_view text);
void store_match_policy(agent_settings& into, const value& checked);
void store_veto_command(agent_settings& into, const value& checked);
std::optional<std::string> wrong_ready_condition(std::string_view text);
void store_ready_when(agent_settings& into, const value& checked);
void store_watchdog_source(agent_settings& into, const value& checked);
void store_watchdog_signal(agent_settings& into, const value& checked);
std::optional<std::string> wrong_ladder_step(std::string_view text);
void store_ladder(agent_settings& into, const value& checked);
void store_wait_for(agent_settings& into, const value& checked);

void store_signal_target(agent_settings& into, const value& checked);
std::optional<std::string> wrong_signal_rule(std::string_view text);
void store_signal_rules(agent_settings& into, const value& checked);
std::optional<std::string> wrong_signal(std::string_view text);
void store_init_parent_death(agent_settings& into, const value& checked);
void store_game_parent_death(agent_settings& into, const value& checked);

std::optional<std::string> wrong_hook(std::string_view text);
void store_hooks(agent_settings& into, const value& checked);
std::optional<std::string> wrong_listen_address(std::string_view text);
void store_metrics_listen(agent_settings& into, const value& checked);

std::optional<std::string> wrong_exit_code(std::string_view text);
void store_exit_remap(agent_settings& into, const value& checked);
void store_exit_decided(agent_settings& into, const value& checked);
void store_stop_signal(agent_settings& into, const value& checked);

std::optional<std::string> wrong_folder(std::string_view text);
std::optional<std::string> wrong_limit(std::string_view text);
void store_limits(agent_settings& into, const value& checked);
std::optional<std::string> wrong_assignment(std::string_view text);       ///< NAME=VALUE
std::optional<std::string> wrong_hidden_variable(std::string_view text);  ///< NAME or NAME*
std::optional<std::string> wrong_template(std::string_view text);         ///< FILE or FROM=TO
void store_templates(agent_settings& into, const value& checked);

}  // namespace gamekeeper::settings
