#include "process/signal_policy.hpp"

#include "process/signals.hpp"

#include <signal.h>

#include <string>

namespace gamekeeper::process {

namespace {

base::error refused(std::string message) {
  return base::error(base::errc::invalid_input, std::move(message));
}

}  // namespace

base::result<signal_rule> parse_signal_rule(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos)
    return refused("has no '='; write it as TERM=INT, or TERM=0 to drop it");
  const auto from = parse_signal(text.substr(0, equals));
  if (!from) return from.error();
  if (*from == SIGKILL || *from == SIGSTOP)
    return refused(signal_name(*from) + " cannot be caught, so it cannot be rewritten");
  if (*from == SIGCHLD) return refused("SIGCHLD tells the agent that a process ended and is never forwarded");
  const auto to_text = text.substr(equals + 1);
  if (to_text == "0") return signal_rule{*from, 0};
  const auto to = parse_signal(to_text);
  if (!to) return to.error();
  return signal_rule{*from, *to};
}

int signal_policy::apply(int arrived) const noexcept {
  int sent = arrived;
  for (const auto& rule : rules)
    if (rule.from == arrived) sent = rule.to;
  return sent;
}

}  // namespace gamekeeper::process
