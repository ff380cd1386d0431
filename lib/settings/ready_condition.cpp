#include "settings/ready_condition.hpp"

#include <algorithm>
#include <array>

namespace gamekeeper::settings {

namespace {

struct form {
  std::string_view name;
  ready_condition::kind what;
  std::string_view argument;  ///< what stands behind the colon; empty: nothing does
};
constexpr std::array<form, 7> forms{{{"start", ready_condition::kind::start, ""},
                                     {"notify", ready_condition::kind::notify, ""},
                                     {"api", ready_condition::kind::api, ""},
                                     {"tcp", ready_condition::kind::tcp, "a port's number or name"},
                                     {"udp", ready_condition::kind::udp, "a port's number or name"},
                                     {"file", ready_condition::kind::file, "an absolute path"},
                                     {"log", ready_condition::kind::log, "a pattern"}}};

base::error wrong(std::string what) {
  return base::error(base::errc::invalid_input, std::move(what));
}

}  // namespace

base::result<ready_condition> parse_ready_condition(std::string_view text) {
  const auto colon = text.find(':');
  const auto name = text.substr(0, colon);
  const auto found =
      std::find_if(forms.begin(), forms.end(), [name](const form& f) { return f.name == name; });
  if (found == forms.end())
    return wrong(
        "'" + std::string(name) +
        "' is no condition; allowed: start, notify, api, tcp:PORT, udp:PORT, file:PATH, log:PATTERN");
  const auto argument = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  if (found->argument.empty() != argument.empty())
    return wrong(
        "'" + std::string(name) + "' takes " +
        (found->argument.empty() ? "nothing behind it" : std::string(found->argument) + " behind a colon"));
  if (found->what == ready_condition::kind::file && argument.front() != '/')
    return wrong("'" + std::string(argument) + "' is no absolute path");
  return ready_condition{found->what, std::string(argument)};
}

}  // namespace gamekeeper::settings
