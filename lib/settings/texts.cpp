#include "settings/texts.hpp"

#include "occupancy/regex.hpp"
#include "process/signals.hpp"

#include <algorithm>
#include <charconv>

namespace gamekeeper::settings {

namespace {

std::optional<int> exit_code(std::string_view text) {
  int code = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), code);
  if (ec != std::errc() || end != text.data() + text.size() || code < 0 || code > 255) return std::nullopt;
  return code;
}

}  // namespace

// The client appends paths that begin with a slash.
void store_api_url(agent_settings& into, const value& checked) {
  into.platform.api_url = checked.text;
  while (into.platform.api_url.ends_with('/')) into.platform.api_url.pop_back();
}

void store_wait_for(agent_settings& into, const value& checked) {
  into.drain.wait_for_tree = checked.text == "tree";
}

void store_signal_target(agent_settings& into, const value& checked) {
  into.signal.policy.target =
      checked.text == "child" ? process::signal_target::child : process::signal_target::group;
}

std::optional<std::string> wrong_signal_rule(std::string_view text) {
  const auto rule = process::parse_signal_rule(text);
  return rule ? std::nullopt : std::optional(rule.error().message());
}

void store_signal_rules(agent_settings& into, const value& checked) {
  into.signal.policy.rules.clear();
  for (const auto& each : checked.items)
    into.signal.policy.rules.push_back(process::parse_signal_rule(each).value());
}

std::optional<std::string> wrong_signal(std::string_view text) {
  const auto number = process::parse_signal(text);
  return number ? std::nullopt : std::optional(number.error().message());
}

void store_init_parent_death(agent_settings& into, const value& checked) {
  into.init.parent_death = checked.word ? 0 : process::parse_signal(checked.text).value();
}

void store_game_parent_death(agent_settings& into, const value& checked) {
  into.signal.parent_death.reset();
  if (checked.text == "off")
    into.signal.parent_death = 0;
  else if (!checked.word)
    into.signal.parent_death = process::parse_signal(checked.text).value();
}

std::optional<std::string> wrong_hook(std::string_view text) {
  const auto read = telemetry::parse_hook(text);
  return read ? std::nullopt : std::optional(read.error().message());
}

void store_hooks(agent_settings& into, const value& checked) {
  into.events.hooks = telemetry::parse_hooks(checked.items).usable;
}

std::optional<std::string> wrong_listen_address(std::string_view text) {
  const auto read = parse_listen_address(text);
  return read ? std::nullopt : std::optional(read.error().message());
}

void store_metrics_listen(agent_settings& into, const value& checked) {
  into.metrics.listen.reset();
  if (!checked.word) into.metrics.listen = parse_listen_address(checked.text).value();
}

std::optional<std::string> wrong_exit_code(std::string_view text) {
  return exit_code(text) ? std::nullopt
                         : std::optional<std::string>("an exit code is a number from 0 to 255");
}

void store_exit_remap(agent_settings& into, const value& checked) {
  into.exit.remap.clear();
  for (const auto& each : checked.items) into.exit.remap.push_back(exit_code(each).value());
}

void store_exit_decided(agent_settings& into, const value& checked) {
  into.exit.decided = checked.word ? std::nullopt : exit_code(checked.text);
}

void store_stop_signal(agent_settings& into, const value& checked) {
  into.platform.stop_signal.reset();
  if (!checked.word) into.platform.stop_signal = process::parse_signal(checked.text).value();
}

std::optional<std::string> wrong_folder(std::string_view text) {
  return text.starts_with('/') ? std::nullopt : std::optional<std::string>("a folder's path begins with '/'");
}

std::optional<std::string> wrong_limit(std::string_view text) {
  const auto limit = process::parse_resource_limit(text);
  return limit ? std::nullopt : std::optional(limit.error().message());
}

void store_limits(agent_settings& into, const value& checked) {
  into.game.limits.clear();
  for (const auto& each : checked.items)
    into.game.limits.push_back(process::parse_resource_limit(each).value());
}

std::optional<std::string> wrong_assignment(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return "has no '='; write it as NAME=VALUE";
  if (equals == 0) return "has no name in front of '='";
  return std::nullopt;
}

std::optional<std::string> wrong_hidden_variable(std::string_view text) {
  if (text.find('=') != std::string_view::npos) return "a variable's name holds no '='";
  const auto star = text.find('*');
  if (star != std::string_view::npos && star + 1 != text.size()) return "'*' can stand only at the end";
  return std::nullopt;
}

namespace {

template_file template_from(std::string_view text) {
  const auto equals = text.find('=');
  const std::string source(text.substr(0, equals));
  return {source, equals == std::string_view::npos ? source : std::string(text.substr(equals + 1))};
}

}  // namespace

std::optional<std::string> wrong_template(std::string_view text) {
  const auto files = template_from(text);
  if (!files.source.starts_with('/') || !files.destination.starts_with('/'))
    return "a file's path begins with '/'; write FILE, or FROM=TO";
  return std::nullopt;
}

void store_templates(agent_settings& into, const value& checked) {
  into.game.templates.clear();
  for (const auto& each : checked.items) into.game.templates.push_back(template_from(each));
}

std::optional<std::string> wrong_detector(std::string_view text) {
  const auto read = occupancy::parse_detector(text);
  return read ? std::nullopt : std::optional(read.error().message());
}

void store_detectors(agent_settings& into, const value& checked) {
  // What stands twice is one detector.
  into.occupancy.detectors.clear();
  for (const auto& each : checked.items) {
    auto read = occupancy::parse_detector(each).value();
    auto& all = into.occupancy.detectors;
    if (std::find(all.begin(), all.end(), read) == all.end()) all.push_back(std::move(read));
  }
}

std::optional<std::string> wrong_pattern(std::string_view text) {
  const auto read = occupancy::regex::compile(text);
  return read ? std::nullopt : std::optional(read.error().message());
}

void store_match_policy(agent_settings& into, const value& checked) {
  into.match.many = checked.text == "many";
}

void store_veto_command(agent_settings& into, const value& checked) {
  into.veto.command = checked.items;
}

std::optional<std::string> wrong_ready_condition(std::string_view text) {
  const auto read = parse_ready_condition(text);
  return read ? std::nullopt : std::optional(read.error().message());
}

void store_ready_when(agent_settings& into, const value& checked) {
  into.ready.when = parse_ready_condition(checked.text).value();
}

void store_watchdog_source(agent_settings& into, const value& checked) {
  into.watchdog.source = checked.text == "game"  ? watchdog_source::game
                         : checked.text == "log" ? watchdog_source::log
                                                 : watchdog_source::off;
}

void store_watchdog_signal(agent_settings& into, const value& checked) {
  into.watchdog.signal = process::parse_signal(checked.text).value();
}

std::optional<std::string> wrong_ladder_step(std::string_view text) {
  const auto read = parse_ladder_step(text);
  return read ? std::nullopt : std::optional(read.error().message());
}

void store_ladder(agent_settings& into, const value& checked) {
  into.drain.ladder = ladder_of(checked.items);
}

}  // namespace gamekeeper::settings
