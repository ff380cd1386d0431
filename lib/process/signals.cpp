#include "process/signals.hpp"

#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace gamekeeper::process {

namespace {

char upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (ec != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<int> real_time_signal(std::string_view name) {
  const bool from_max = name.starts_with("RTMAX");
  if (!from_max && !name.starts_with("RTMIN")) return std::nullopt;
  const auto rest = name.substr(5);
  if (rest.empty()) return from_max ? SIGRTMAX : SIGRTMIN;
  if (rest.front() != (from_max ? '-' : '+')) return std::nullopt;
  const auto distance = whole_number(rest.substr(1));
  if (!distance || *distance > SIGRTMAX - SIGRTMIN) return std::nullopt;
  return from_max ? SIGRTMAX - *distance : SIGRTMIN + *distance;
}

std::optional<int> named_signal(std::string_view name) {
  for (int number = 1; number < SIGRTMIN; ++number) {
    const char* known = ::sigabbrev_np(number);
    if (known && name == known) return number;
  }
  // Second names of the same numbers, signal(7).
  if (name == "IOT") return SIGABRT;
  if (name == "CLD") return SIGCHLD;
  if (name == "IO") return SIGIO;
  return std::nullopt;
}

/// The C library keeps the numbers between the last named signal and SIGRTMIN to itself.
bool can_be_sent(int number) {
  return ::sigabbrev_np(number) || (number >= SIGRTMIN && number <= SIGRTMAX);
}

}  // namespace

std::string signal_name(int number) {
  if (const char* known = ::sigabbrev_np(number)) return std::string("SIG").append(known);
  if (number == SIGRTMIN) return "SIGRTMIN";
  if (number > SIGRTMIN && number <= SIGRTMAX) return "SIGRTMIN+" + std::to_string(number - SIGRTMIN);
  return "signal " + std::to_string(number);
}

base::result<int> parse_signal(std::string_view text) {
  std::string name(text);
  std::transform(name.begin(), name.end(), name.begin(), upper);
  if (const auto number = whole_number(name); number && can_be_sent(*number)) return *number;
  const std::string_view bare =
      name.starts_with("SIG") ? std::string_view(name).substr(3) : std::string_view(name);
  if (const auto number = named_signal(bare)) return *number;
  if (const auto number = real_time_signal(bare)) return *number;
  std::string message = "'";
  message.append(text).append("' is no signal; write its name or its number, e.g. TERM, SIGINT, 15, RTMIN+3");
  return base::error(base::errc::invalid_input, std::move(message));
}

std::optional<pid_t> vouched_sender(int number, int code, pid_t claimed) noexcept {
  if (code == SI_USER || code == SI_TKILL) return claimed;
  if (code == SI_KERNEL) return 0;
  if (number == SIGCHLD && code > 0) return claimed;
  return std::nullopt;
}

sigset_t forwarded_signals() noexcept {
  sigset_t set;
  sigfillset(&set);  // without the two that glibc keeps to itself, 32 and 33
  return set;
}

signal_block::signal_block() noexcept : parent_(::getppid()) {
  struct sigaction report {};
  struct sigaction before {};
  report.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &report, &before);
  children_ignored_ = before.sa_handler == SIG_IGN;
  // None of these calls can fail: the numbers are valid and the sets are ours.
  const sigset_t forwarded = forwarded_signals();
  ::pthread_sigmask(SIG_SETMASK, &forwarded, &original_);
}

void signal_block::undo() const noexcept {
  if (children_ignored_) ::signal(SIGCHLD, SIG_IGN);
  ::pthread_sigmask(SIG_SETMASK, &original_, nullptr);
}

child_signals signal_block::for_child() const noexcept {
  child_signals start;
  for (auto* set : {&start.mask, &start.defaults, &start.ignored}) sigemptyset(set);
  sigaddset(&start.defaults, SIGINT);
  sigaddset(&start.defaults, SIGQUIT);
  return start;
}

child_signals signal_block::for_child_as_inherited() const noexcept {
  child_signals start;
  for (auto* set : {&start.mask, &start.defaults, &start.ignored}) sigemptyset(set);
  start.mask = original_;
  if (children_ignored_) sigaddset(&start.ignored, SIGCHLD);
  return start;
}

}  // namespace gamekeeper::process
