#include "settings/ladder_step.hpp"

#include "base/duration.hpp"
#include "base/masked_text.hpp"
#include "process/signals.hpp"

#include <algorithm>
#include <array>
#include <csignal>

namespace gamekeeper::settings {

namespace {

constexpr std::string_view form = "expected TIME STEP, such as '0s line=quit' or '5s signal=INT'";

struct named_kind {
  std::string_view name;
  ladder_step::kind what;
};
constexpr std::array<named_kind, 5> kinds{{{"event", ladder_step::kind::event},
                                           {"line", ladder_step::kind::line},
                                           {"hook", ladder_step::kind::hook},
                                           {"http", ladder_step::kind::http},
                                           {"signal", ladder_step::kind::signal}}};

base::error wrong(std::string what) {
  return base::error(base::errc::invalid_input, std::move(what));
}

// A step can hold an address that carries a secret, and a person may leave out what has to stand before it: only what
// is too short and too plain for one is quoted.
bool is_short_word(std::string_view text) {
  constexpr std::size_t most = 10;
  return text.size() <= most && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

bool looks_like_time(std::string_view text) {
  constexpr std::size_t most = 10;
  return text.size() <= most && !text.empty() && text.front() >= '0' && text.front() <= '9' &&
         text.find_first_not_of("0123456789.dhmsunw") == std::string_view::npos;
}

base::result<base::duration> parse_time(std::string_view text) {
  if (!looks_like_time(text)) return wrong(std::string(form));
  if (text == "0s") return base::duration(0);  // a duration of a setting is never nothing, a step's may be
  return base::parse_duration(text);
}

// The game listens in its own container; anything else would be a request forged by a setting.
bool to_loopback(std::string_view address) {
  constexpr std::string_view scheme = "http://";
  if (!address.starts_with(scheme)) return false;
  address.remove_prefix(scheme.size());
  for (std::string_view host : {"127.0.0.1", "localhost", "[::1]"})
    if (address.starts_with(host) &&
        (address.size() == host.size() || address[host.size()] == ':' || address[host.size()] == '/'))
      return true;
  return false;
}

base::result<ladder_step> with_argument(ladder_step step, std::string_view name, std::string_view argument) {
  if (step.what == ladder_step::kind::event) {
    if (!argument.empty()) return wrong("the step 'event' takes nothing behind it");
    return step;
  }
  if (argument.empty()) return wrong("the step '" + std::string(name) + "' needs '=' and what to do");
  step.text = argument;
  if (step.what == ladder_step::kind::hook && step.text.front() != '/')
    return wrong("behind 'hook=' stands no absolute path of a command");
  if (step.what == ladder_step::kind::http && !to_loopback(argument))
    return wrong("behind 'http=' stands no http:// address of this container's loopback");
  if (step.what == ladder_step::kind::line && step.text.find('\n') != std::string::npos)
    return wrong("a line holds no newline");
  if (step.what != ladder_step::kind::signal) return step;
  const auto number = process::parse_signal(argument);
  if (!number && is_short_word(argument)) return number.error();
  if (!number)
    return wrong("behind 'signal=' stands no signal; write its name or its number, e.g. TERM, SIGINT, 15");
  step.signal = *number;
  step.text.clear();
  return step;
}

}  // namespace

std::string ladder_step::describe() const {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [this](const auto& each) { return each.what == what; });
  std::string all(found->name);
  if (what == kind::signal) return all + "=" + process::signal_name(signal);
  return text.empty() ? all : all + "=" + base::mask_address(text);
}

base::result<ladder_step> parse_ladder_step(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return wrong(std::string(form));
  ladder_step step;
  const auto time = parse_time(text.substr(0, space));
  if (!time) return time.error();
  step.after = *time;
  auto rest = text.substr(space + 1);
  const auto equals = rest.find('=');
  const auto name = rest.substr(0, equals);
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [name](const auto& each) { return each.name == name; });
  if (found == kinds.end())
    return wrong((is_short_word(name) ? "'" + std::string(name) + "'" : "that") +
                 " is no step; allowed: event, line, hook, http, signal");
  step.what = found->what;
  return with_argument(std::move(step), name,
                       equals == std::string_view::npos ? "" : rest.substr(equals + 1));
}

std::vector<ladder_step> ladder_of(const std::vector<std::string>& texts) {
  std::vector<ladder_step> all;
  for (const auto& each : texts) all.push_back(parse_ladder_step(each).value());
  if (all.empty()) all.push_back({base::duration(0), ladder_step::kind::signal, "", SIGTERM});
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.after < b.after; });
  return all;
}

std::vector<std::string> words_of(std::string_view command) {
  std::vector<std::string> words;
  while (!command.empty()) {
    const auto word = command.substr(0, command.find(' '));
    if (!word.empty()) words.emplace_back(word);
    command.remove_prefix(std::min(command.size(), word.size() + 1));
  }
  return words;
}

}  // namespace gamekeeper::settings
