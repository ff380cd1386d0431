#include "settings/texts.hpp"

namespace gamekeeper::settings {

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

}  // namespace gamekeeper::settings
