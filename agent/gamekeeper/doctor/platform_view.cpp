#include "gamekeeper/doctor/platform_view.hpp"

#include "base/redactor.hpp"
#include "base/secret_names.hpp"
#include "settings/setting.hpp"

#include <algorithm>
#include <array>

namespace gamekeeper::doctor {

using findings::finding;
using findings::outcome;

namespace {

constexpr std::array<std::string_view, 8> telling = {"ARBITRIUM_", "GAMEKEEPER_", "EDGEGAP_", "SSL_CERT_",
                                                     "MM_",        "SB_",         "PATH=",    "HOME="};

bool tells(std::string_view entry) {
  return std::any_of(telling.begin(), telling.end(),
                     [entry](std::string_view prefix) { return entry.starts_with(prefix); });
}

// The variable of a setting that can hold a secret.
bool sets_a_secret(std::string_view name) {
  const auto rows = settings::table();
  return std::any_of(rows.begin(), rows.end(), [name](const settings::setting& row) {
    return row.masked != nullptr && row.variable() == name;
  });
}

// A token is one wherever it stands, as in what the agent shows: a script may have put it into another variable.
std::string shown(const std::string& entry, const base::redactor& tokens) {
  const auto name = entry.substr(0, entry.find('='));
  if (sets_a_secret(name)) return name + "=***";
  return base::shown_variable(base::names_a_secret(name) ? entry : tokens.redact(entry));
}

std::string ports_of(const edgegap::injected_environment& injected) {
  std::string text;
  for (const auto& port : injected.ports)
    text.append(text.empty() ? "" : ", ")
        .append(port.name)
        .append(" ")
        .append(port.internal ? std::to_string(*port.internal) : "?")
        .append(port.protocol.empty() ? "" : "/" + port.protocol);
  return text.empty() ? "no ports" : "ports: " + text;
}

finding platform(const edgegap::injected_environment& injected) {
  if (!injected.on_platform)
    return {outcome::skip, "platform",
            "no ARBITRIUM_* variables: off the platform, where `gamekeeper run` is simply a good init"};
  return {outcome::ok, "platform", "deployment " + injected.request_id + "; " + ports_of(injected)};
}

finding self_stop(const edgegap::injected_environment& injected) {
  if (injected.can_stop_itself())
    return {outcome::ok, "self-stop", "possible: " + injected.delete_url->origin()};
  const bool token = injected.delete_token.empty();
  return {
      outcome::fail, "self-stop",
      std::string(token ? "ARBITRIUM_DELETE_TOKEN" : "ARBITRIUM_DELETE_URL") + " is missing or unusable",
      "Without both the deployment stays, billed, until its time limit: start the game with the variables "
      "that the platform injects (no `env -i`, no `su -`)"};
}

}  // namespace

void look_at_variables(const std::vector<std::string>& environment,
                       const edgegap::injected_environment& injected, const findings::listener& tell) {
  tell(platform(injected));
  if (injected.on_platform) tell(self_stop(injected));
  for (const auto& warning : injected.warnings) tell({outcome::warn, "variables", warning});

  base::redactor tokens;
  for (const auto& token : {injected.delete_token, injected.context_token}) tokens.add(token);
  std::vector<std::string> lines;
  for (const auto& entry : environment)
    if (tells(entry)) lines.push_back(shown(entry, tokens));
  std::sort(lines.begin(), lines.end());
  finding all(outcome::ok, "environment",
              std::to_string(environment.size()) + " variables; those that mean something to the agent:");
  all.details = std::move(lines);
  tell(all);
}

void look_at_settings(const settings::loaded& loaded, const findings::listener& tell) {
  if (loaded.problems.empty()) {
    return tell({outcome::ok, "settings", std::to_string(loaded.given.size()) + " set, nothing wrong"});
  }
  for (const auto& each : loaded.problems) {
    const bool wrong = each.weight == settings::problem::severity::error;
    tell({wrong ? outcome::fail : outcome::warn, "settings", each.describe(),
          wrong ? "The game starts without it; `gamekeeper config default` explains every setting" : ""});
  }
}

}  // namespace gamekeeper::doctor
