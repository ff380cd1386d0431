#include "gamekeeper/check/judge.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"
#include "process/exit_status.hpp"
#include "process/signals.hpp"

#include <algorithm>

namespace gamekeeper::check {

using findings::finding;
using findings::outcome;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t mb = 1024 * 1024;

std::string in_mb(std::uint64_t bytes) {
  return std::to_string((bytes + mb / 2) / mb) + " MB";
}

void add_lines(finding& to, const played& seen) {
  for (const auto& line : seen.last_lines) to.details.push_back("| " + line);
  if (seen.last_lines.empty()) to.details.push_back("(it printed nothing)");
}

/// Has the first failure say what the game printed last: once is enough.
findings::listener with_last_lines(const played& seen, const findings::listener& tell) {
  return [&seen, &tell, shown = false](finding one) mutable {
    const bool here = one.how == outcome::fail && !shown;
    shown = shown || here;
    if (here) add_lines(one, seen);
    tell(one);
  };
}

finding went_to_background(const played& seen) {
  std::string names;
  for (const auto& each : seen.left_running) names.append(names.empty() ? "" : ", ").append(each);
  return {
      outcome::fail, "starts",
      "its first process ended after " + short_time(seen.ran_for) + " in good order and left " + names +
          " running: it went to the background",
      "Start it in the foreground (-nodaemon, --foreground or the like; in a script `exec ./server`, without "
      "&): the deployment ends with its first process"};
}

finding starts(const played& seen) {
  if (!seen.agent.start_failure.empty())
    return {outcome::fail, "starts", seen.agent.start_failure,
            "Is the file in the image, executable, and for its C library? `ldd` names what it misses"};
  if (seen.stopped_itself)
    return {outcome::fail, "starts", "had the platform stop the deployment after " + short_time(seen.ran_for),
            "Nobody had joined yet: have it wait for its players, or for longer, before it stops itself"};
  if (seen.ended_early && seen.game_code == 0 && !seen.left_running.empty()) return went_to_background(seen);
  if (seen.ended_early) {
    finding out(outcome::fail, "starts",
                "ended by itself after " + short_time(seen.ran_for) + ": " +
                    (seen.agent.ended.empty() ? "the agent ended" : seen.agent.ended),
                "A server runs until it is asked to end. Its last words are above; give it the arguments and "
                "files that it has in production");
    for (const auto& each : seen.agent.wrong) out.details.push_back(each);
    return out;
  }
  return {outcome::ok, "starts", "and was still running after " + short_time(seen.ran_for)};
}

std::string all_ports(const played& seen) {
  std::string text;
  for (const auto& [port, after] : seen.ports) text.append(text.empty() ? "" : ", ").append(to_string(port));
  return text.empty() ? "none" : text;
}

/// Whether one transport of a port is there, and who can reach it.
struct binding {
  std::optional<base::duration> after;
  bool loopback_only = true;
};

binding binding_of(const played& seen, process::transport kind, std::uint16_t number) {
  binding out;
  for (const auto& [port, after] : seen.ports) {
    if (port.what != kind || port.number != number) continue;
    out.after = std::min(out.after.value_or(after), after);
    out.loopback_only = out.loopback_only && port.loopback;
  }
  return out;
}

finding one_port(const played& seen, const port_request& wanted, const expectations& all) {
  const auto name = wanted.name + " " + std::to_string(wanted.number) + "/" + wanted.protocol;
  if (wanted.number > largest_port)
    return {
        outcome::fail, "ports",
        name + " can be no port of an app version: the platform takes 1 to " + std::to_string(largest_port),
        "Have the game listen on a lower one; what players get to see is the platform's external port "
        "anyway"};
  base::duration latest{};
  for (const auto kind : wanted.transports()) {
    const auto found = binding_of(seen, kind, wanted.number);
    if (!found.after)
      return {outcome::fail, "ports",
              name + " is not bound after " + short_time(std::min(all.ready_within, seen.ran_for)) +
                  "; what it has bound: " + all_ports(seen),
              "Have the game listen on " + std::to_string(wanted.number) + "/" + wanted.protocol +
                  ", or correct the port in the app version (and here)"};
    if (found.loopback_only)
      return {outcome::fail, "ports", name + " is bound on loopback, where no player comes",
              "Listen on 0.0.0.0 or [::]"};
    latest = std::max(latest, *found.after);
  }
  return {outcome::ok, "ports", name + " bound after " + short_time(latest)};
}

void ports(const played& seen, const expectations& wanted, const findings::listener& tell) {
  for (const auto& each : wanted.ports) tell(one_port(seen, each, wanted));
  if (!wanted.ports.empty()) return;
  if (seen.ports.empty())
    return tell({outcome::warn, "ports", "none is bound",
                 "A server that players join binds one; have it checked: --port gameport=7777/UDP"});
  tell({outcome::ok, "ports", "bound: " + all_ports(seen) + " (--port NAME=PORT/PROTOCOL checks one)"});
}

std::string how_to_be_ready(const settings::ready_condition& when) {
  using kind = settings::ready_condition::kind;
  switch (when.what) {
    case kind::notify:
      return "Send READY=1 to $NOTIFY_SOCKET, as sd_notify(3) does, once players can join";
    case kind::api:
      return "Call `gamekeeper ready`, or POST /v1/ready on $GAMEKEEPER_SOCKET, once players can join";
    case kind::tcp:
    case kind::udp:
      return "Have the game bind that port, or correct ready.when";
    case kind::file:
      return "Have the game make " + when.text + ", or correct ready.when";
    case kind::log:
      return "No line of its output matches '" + when.text +
             "': correct ready.when, and see that the output is "
             "not buffered";
    case kind::start:
      break;
  }
  return "";
}

finding ready(const played& seen, const expectations& wanted) {
  if (wanted.ready.what == settings::ready_condition::kind::start)
    return {outcome::ok, "ready", "as soon as it runs (ready.when is start)"};
  if (seen.ready_after) return {outcome::ok, "ready", "after " + short_time(*seen.ready_after)};
  return {outcome::fail, "ready", "not within " + short_time(std::min(wanted.ready_within, seen.ran_for)),
          how_to_be_ready(wanted.ready)};
}

finding terminates(const played& seen, const expectations& wanted) {
  const auto allowed = short_time(wanted.kill_after);
  if (needs_something_else(seen))
    return {outcome::fail, "SIGTERM",
            "it still ran when the platform's " + allowed + " were nearly over, and was killed",
            "Handle SIGTERM: save, then exit. (A shell that starts the game has to `exec` it)"};
  const auto took = seen.main_gone_after.value_or(base::duration());
  const auto text = "ended after " + short_time(took) + "; the platform waits " + allowed;
  if (took * 2 > wanted.kill_after)
    return {
        outcome::warn, "SIGTERM", text,
        "That is close, and a busy host is slower: raise the version's termination_grace_period_seconds, and "
        "--platform-kill-after with it"};
  return {outcome::ok, "SIGTERM", text};
}

finding children(const played& seen) {
  if (!needs_something_else(seen) && !seen.agent.killed.empty())
    return {
        outcome::fail, "children", "left behind when the game had ended, and killed: " + seen.agent.killed,
        "End what the game starts and wait for it: what is in a session of its own does not hear the game's "
        "SIGTERM"};
  if (seen.outlived_main.empty() || needs_something_else(seen))
    return {outcome::ok, "children", "none left behind"};
  const auto longer =
      seen.all_gone_after.value_or(base::duration()) - seen.main_gone_after.value_or(base::duration());
  std::string names;
  for (const auto& each : seen.outlived_main) names.append(names.empty() ? "" : ", ").append(each);
  return {outcome::ok, "children", names + " went on for " + short_time(longer) + " and ended"};
}

finding zombies(const played& seen) {
  if (seen.zombies.empty()) return {outcome::ok, "zombies", "none"};
  finding out(outcome::fail, "zombies",
              std::to_string(seen.zombies.size()) + (seen.zombies.size() == 1 ? " child" : " children") +
                  " of the game ended, and nobody waits for them",
              "Call waitpid(2) for every child (or ignore SIGCHLD): each holds a process id as long as the "
              "game runs");
  out.details = seen.zombies;
  return out;
}

finding exit_code(const played& seen) {
  const int code = seen.game_code.value_or(0);
  const auto remap = "--exit-remap " + std::to_string(code);
  if (seen.agent_code == 0)
    return {outcome::ok, "exit code",
            code == 0 ? "0" : "0 (the game's " + std::to_string(code) + " counts as that)"};
  if (seen.game_signal == SIGTERM || seen.game_signal == SIGINT)
    return {outcome::warn, "exit code",
            std::to_string(code) + ": " + process::signal_name(*seen.game_signal) +
                " itself ended it, for it has no handler, and it saved nothing",
            "Handle the signal if there is anything to save; else say that this is an orderly end: " + remap};
  if (seen.game_signal)
    return {outcome::fail, "exit code",
            std::to_string(code) + ": " + process::signal_name(*seen.game_signal) +
                " ended it while it was ending",
            "It crashed: a core or its last lines tell where (docker run --ulimit core=-1)"};
  if (code == 128 + SIGTERM || code == 128 + SIGINT)
    return {outcome::warn, "exit code", std::to_string(code) + ", as some runtimes have it after a signal",
            "Say that this is an orderly end: " + remap};
  return {outcome::fail, "exit code", std::to_string(code) + " after SIGTERM: it counts as a crash",
          "Exit with 0 after an orderly end, or say that this is one: " + remap};
}

finding memory(const played& seen, const expectations& wanted) {
  const auto peak = "peak " + in_mb(seen.peak_memory_bytes);
  if (!wanted.memory_limit)
    return {outcome::ok, "memory", peak + " (--memory MB compares it with the app version's limit)"};
  const auto text = peak + " of " + in_mb(*wanted.memory_limit);
  if (seen.over_memory)
    return {outcome::fail, "memory", text + ": the kernel would kill it",
            "Raise the app version's memory, or find what grows"};
  if (seen.peak_memory_bytes * 10 > *wanted.memory_limit * 9)
    return {outcome::warn, "memory", text + " with nobody on it",
            "Players need some too: raise the app version's memory"};
  return {outcome::ok, "memory", text};
}

finding secrets(const played& seen) {
  if (seen.leaks.empty()) return {outcome::ok, "secrets", "none printed"};
  finding out(outcome::fail, "secrets",
              "printed, and in the platform's logs for everybody who can read them:",
              "Do not print the environment or a command with a token in it (set -x, env, curl -v)");
  out.details = seen.leaks;
  return out;
}

}  // namespace

std::string short_time(base::duration time) {
  if (time < 1s) return base::format_duration(time);
  if (time >= 10s) return base::format_duration(std::chrono::round<std::chrono::seconds>(time));
  const auto tenths = (time.count() + 50) / 100;
  const auto text = std::to_string(tenths / 10);
  return (tenths % 10 ? text + "." + std::to_string(tenths % 10) : text) + "s";
}

bool needs_something_else(const played& seen) {
  return seen.asked && !seen.killed_for_memory && (seen.game_signal == SIGKILL || !seen.all_gone_after);
}

void judge(const played& seen, const expectations& wanted, const findings::listener& listener) {
  const auto tell = with_last_lines(seen, listener);
  tell(starts(seen));
  const bool started = seen.agent.pid.has_value();
  if (!seen.ended_early && started) {
    ports(seen, wanted, tell);
    tell(ready(seen, wanted));
    const auto mapping = mapping_of(wanted.ports);
    judge_detectors({wanted.detectors, mapping, seen.detectors_waited}, seen.detectors, tell);
  }
  if (started && seen.asked && !seen.killed_for_memory) {
    tell(terminates(seen, wanted));
    tell(children(seen));
    if (!needs_something_else(seen)) tell(exit_code(seen));
  }
  if (!started) return;
  tell(zombies(seen));
  tell(memory(seen, wanted));
  tell(secrets(seen));
}

const std::vector<other_way>& other_ways() {
  static const std::vector<other_way> all = {
      {"SIGINT", "GAMEKEEPER_SIGNAL_REWRITE=TERM=INT", "gamekeeper run --rewrite TERM=INT -- ..."},
      {"a line `quit` on its stdin", "GAMEKEEPER_DRAIN_LADDER=[\"0s line=quit\"]",
       "gamekeeper run --drain-ladder '0s line=quit' -- ..."},
      {"SIGQUIT", "GAMEKEEPER_SIGNAL_REWRITE=TERM=QUIT", "gamekeeper run --rewrite TERM=QUIT -- ..."},
      {"SIGHUP", "GAMEKEEPER_SIGNAL_REWRITE=TERM=HUP", "gamekeeper run --rewrite TERM=HUP -- ..."}};
  return all;
}

finding judge_other_ways(const other_way* found, base::duration took, std::optional<base::duration> slow,
                         base::duration more_time) {
  if (found)
    return {outcome::fail, "other signal",
            "it needs " + found->name + ", which ends it after " + short_time(took),
            "Until it handles SIGTERM: " + found->advice};
  if (slow) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*slow * 5 / 4).count();
    return {outcome::fail, "other signal",
            "none needed, but time: SIGTERM ends it after " + short_time(*slow),
            "Set the app version's termination_grace_period_seconds to " + std::to_string(seconds) +
                " or more, and --platform-kill-after " + std::to_string(seconds) + "s"};
  }
  return {outcome::fail, "other signal",
          "nothing ends it: not SIGINT, SIGQUIT, SIGHUP, a line `quit`, nor " + short_time(more_time) +
              " of SIGTERM",
          "Its saves are lost with every stop. Give it a way to end that --drain-ladder can use: a signal, a "
          "line "
          "on its stdin, an HTTP call or a command"};
}

finding judge_read_only(const played& before, const played& seen, bool required) {
  const bool worse = seen.ended_early || (before.up && !seen.up);
  finding out(worse ? (required ? outcome::fail : outcome::warn) : outcome::ok, "read-only root", "");
  if (!worse) {
    out.seen = "it runs on one (with a writable /tmp)";
  } else {
    out.seen =
        seen.ended_early ? "it does not run on one: " + seen.agent.ended : "on one it does not become ready";
    out.advice = "Write to /tmp or to a mounted folder; or leave the root writable (no --read-only)";
    add_lines(out, seen);
  }
  if (!before.files.empty() && (worse || required)) {
    std::string names;
    for (const auto& each : before.files) names.append(names.empty() ? "" : ", ").append(each);
    out.details.push_back("on a writable root it writes to " + names);
  }
  return out;
}

}  // namespace gamekeeper::check
