#include "gamekeeper/run/veto_hook.hpp"

#include <utility>

namespace gamekeeper::run {

namespace {

// sysexits.h's EX_TEMPFAIL: the customary "try again later".
constexpr int not_yet_code = 75;

}  // namespace

void veto_hook::ask(const std::string& verdict, const std::string& reason, answer done) {
  process::spawn_spec spec;
  spec.command = seams_.chosen.veto.command;
  spec.environment = environment_;
  spec.environment.push_back("GAMEKEEPER_VERDICT=" + verdict);
  spec.environment.push_back("GAMEKEEPER_REASON=" + reason);
  const auto deadline = seams_.time.now() + seams_.chosen.veto.timeout;
  const auto started = seams_.hooks.run(spec, deadline, [&log = seams_.log, done](process::hook_ended ended) {
    const bool not_yet = !ended.timed_out && ended.status.signal == 0 && ended.status.code == not_yet_code;
    const bool is_clear = not_yet || (!ended.timed_out && ended.status.success());
    const auto description = ended.timed_out ? "no answer in time" : ended.status.describe();
    if (!is_clear) log.warn("the veto hook has no usable answer; the end goes on", {{"what", description}});
    done(not_yet, description);
  });
  if (started) return;
  seams_.log.warn("the veto hook cannot be run; the end goes on", {{"what", started.error().message}});
  done(false, started.error().message);
}

}  // namespace gamekeeper::run
