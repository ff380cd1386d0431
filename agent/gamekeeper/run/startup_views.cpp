#include "gamekeeper/run/startup_views.hpp"

#include "base/secret_names.hpp"

#include <string_view>

namespace gamekeeper::run {

control::deployment_view deployment_at_start(const edgegap::injected_environment& injected,
                                             const std::vector<std::string>& environment) {
  control::deployment_view seen;
  seen.on_platform = injected.on_platform;
  seen.request_id = injected.request_id;
  seen.fqdn = injected.fqdn;
  seen.public_ip = injected.public_ip;
  if (injected.place) seen.location = injected.place->city + ", " + injected.place->country;
  for (const auto& each : injected.ports)
    seen.ports.push_back({each.name, each.protocol, each.internal.value_or(0), each.external.value_or(0)});
  seen.tags = injected.tags;
  for (const auto& entry : environment) {
    const std::string_view all(entry);
    const auto name = all.substr(0, all.find('='));
    if (name.starts_with("ARBITRIUM_") && name.size() < all.size())
      seen.variables.push_back({std::string(name), base::shown_value(name, all.substr(name.size() + 1))});
  }
  return seen;
}

std::vector<control::setting_view> settings_in_force(const settings::loaded& loaded) {
  std::vector<control::setting_view> all;
  for (const auto& each : loaded.effective()) all.push_back({each.key, each.text, each.from.describe()});
  return all;
}

}  // namespace gamekeeper::run
