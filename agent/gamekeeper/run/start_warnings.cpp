#include "gamekeeper/run/start_warnings.hpp"

namespace gamekeeper::run {

void log_start_warnings(const settings::loaded& loaded, const edgegap::injected_environment& injected,
                        base::logger& log) {
  for (const auto& each : loaded.problems) {
    const bool wrong = each.weight == settings::problem::severity::error;
    log.write(wrong ? base::log_level::error : base::log_level::warn,
              wrong ? "a setting is wrong" : "a setting has no meaning", {{"what", each.describe()}});
  }
  for (const auto& warning : injected.warnings) log.warn("the injected environment", {{"what", warning}});
  if (!injected.on_platform) log.debug("no ARBITRIUM_* variables: off the platform, simply an init");
}

}  // namespace gamekeeper::run
