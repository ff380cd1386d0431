#include "gamekeeper/run/hook_addresses.hpp"

#include "base/file_text.hpp"
#include "base/limits.hpp"
#include "gamekeeper/run/game_environment.hpp"

namespace gamekeeper::run {

namespace {

base::result<std::string> text_of(const telemetry::hook& kept, const std::vector<std::string>& environment) {
  if (!kept.file.empty()) return base::read_regular_file(kept.file, base::limits::token_file_bytes);
  auto found = variable(environment, kept.variable);
  if (!found) return base::error(base::errc::invalid_input, "there is no such variable");
  return std::move(*found);
}

base::result<telemetry::hook> complete(const telemetry::hook& each,
                                       const std::vector<std::string>& environment) {
  if (each.file.empty() && each.variable.empty()) return each;
  const auto text = text_of(each, environment);
  if (!text) return text.error();
  return telemetry::with_address(each, *text);
}

void hide(const telemetry::hook& complete, base::logger& log) {
  log.redact(base::secret(complete.url));
  for (const auto& [name, value] : complete.headers) {
    log.redact(base::secret(value));
    // The token of "Bearer TOKEN" may be repeated alone.
    log.redact(base::secret(value.substr(value.rfind(' ') + 1)));
  }
}

}  // namespace

std::vector<telemetry::hook> read_hook_addresses(const std::vector<telemetry::hook>& chosen,
                                                 const std::vector<std::string>& environment,
                                                 base::logger& log) {
  std::vector<telemetry::hook> usable;
  for (const auto& each : chosen) {
    auto read = complete(each, environment);
    if (!read) {
      log.error("a hook's address cannot be read; the hook is not used",
                {{"hook", each.name}, {"what", read.error().message()}});
      continue;
    }
    hide(*read, log);
    usable.push_back(std::move(*read));
  }
  return usable;
}

}  // namespace gamekeeper::run
