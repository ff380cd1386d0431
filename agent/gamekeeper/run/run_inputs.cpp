#include "gamekeeper/run/run_inputs.hpp"

#include "gamekeeper/run/game_environment.hpp"

#include <unistd.h>

namespace gamekeeper::run {

namespace {

settings::loaded load_settings(const run_request& request, const std::vector<std::string>& environment) {
  settings::sources from;
  from.flags = request.flags;
  from.environment = environment;
  from.file = settings::find_settings_file(request.config_file, environment);
  auto loaded = settings::load(from);
  loaded.problems.insert(loaded.problems.end(), request.problems.begin(), request.problems.end());
  return loaded;
}

std::unique_ptr<base::logger> make_log(const settings::agent_settings::log_group& chosen) {
  const bool is_terminal = ::isatty(STDERR_FILENO) == 1;
  const auto format = chosen.format.value_or(is_terminal ? base::log_format::text : base::log_format::json);
  return std::make_unique<base::logger>(base::make_fd_sink(STDERR_FILENO), format, chosen.level, is_terminal);
}

}  // namespace

run_inputs::run_inputs(const run_request& request)
    : environment(own_environment()),
      settings(load_settings(request, environment)),
      log(make_log(settings.values.log)),
      injected(edgegap::read_environment(environment)) {
  log->redact(injected.delete_token);
  log->redact(injected.context_token);
}

}  // namespace gamekeeper::run
