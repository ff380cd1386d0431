#include "gamekeeper/doctor/stop_signal.hpp"

#include "base/file_text.hpp"
#include "base/limits.hpp"
#include "gamekeeper/doctor/build_recipe.hpp"
#include "process/signals.hpp"
#include "settings/stop_signal.hpp"

#include <algorithm>
#include <csignal>

namespace gamekeeper::doctor {

using findings::finding;
using findings::outcome;

namespace {

std::string begins_the_drain(const std::vector<int>& signals) {
  std::string all = "SIGTERM";
  for (std::size_t i = 0; i < signals.size(); ++i)
    all.append(i + 1 == signals.size() ? " and " : ", ").append(process::signal_name(signals[i]));
  return all + (signals.empty() ? " begins" : " begin") + " the drain on the platform";
}

}  // namespace

std::optional<seen_stop_signal> find_stop_signal(const std::vector<std::string>& folders) {
  for (const auto& folder : folders) {
    for (const std::string name : {"Dockerfile", "Containerfile"}) {
      const auto file = (folder == "/" ? "" : folder) + "/" + name;
      const auto recipe = base::read_regular_file(file, base::limits::proc_file_bytes);
      if (!recipe) continue;
      if (auto text = stop_signal_of(*recipe)) return seen_stop_signal{std::move(*text), file};
    }
  }
  return std::nullopt;
}

finding judge_stop_signal(const settings::agent_settings& chosen,
                          const std::optional<seen_stop_signal>& seen) {
  const auto all = settings::stop_signals(chosen, true);
  const auto known = begins_the_drain(all);
  const auto number = seen ? process::parse_signal(seen->text) : base::error(base::errc::invalid_input, "");
  if (!number)
    return {
        outcome::skip, "stop signal",
        "a container cannot see its image's STOPSIGNAL" +
            (seen ? " (" + seen->file + " says " + seen->text + ")" : std::string()) + "; " + known,
        "`docker image inspect --format '{{.Config.StopSignal}}' IMAGE` says it (nothing is SIGTERM); name "
        "another one with --platform-stop-signal"};
  const auto said = process::signal_name(*number) + ", by " + seen->file + "; " + known;
  if (*number == SIGTERM || std::find(all.begin(), all.end(), *number) != all.end())
    return {outcome::ok, "stop signal", said};
  return {outcome::warn, "stop signal", said,
          "If this image is built by that file, its stop is only passed on to the game, and all is killed "
          "when the "
          "platform's time is over: --platform-stop-signal " +
              process::signal_name(*number)};
}

}  // namespace gamekeeper::doctor
