#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "process/hook.hpp"
#include "settings/agent_settings.hpp"

#include <functional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// The command that may put an end off: it exits with 75 (sysexits.h's EX_TEMPFAIL) to say "not yet".
class veto_hook {
 public:
  struct seams {
    base::clock& time;
    base::logger& log;
    process::hook_runner& hooks;
    const settings::agent_settings& chosen;
  };
  /// Called once, with what the command says, or why it says nothing.
  using answer = std::function<void(bool not_yet, std::string reason)>;

  /// Everything that is handed in outlives the hook.
  explicit veto_hook(seams around) : seams_(around) {}
  /// NAME=value, for the command; the verdict and its reason are added.
  void set_environment(std::vector<std::string> environment) { environment_ = std::move(environment); }

  /// A command that cannot be run, fails, or takes longer than veto.timeout agrees.
  void ask(const std::string& verdict, const std::string& reason, answer done);

 private:
  seams seams_;
  std::vector<std::string> environment_;
};

}  // namespace gamekeeper::run
