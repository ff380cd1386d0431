#include "gamekeeper/check_command.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"
#include "gamekeeper/check/check.hpp"
#include "gamekeeper/command_line/print.hpp"
#include "gamekeeper/config_command.hpp"

#include <algorithm>

namespace gamekeeper {

using command_line::given;

namespace {

constexpr std::uint64_t memory_max_mb = 1024 * 1024;

std::optional<std::uint64_t> megabytes(const std::string& text) {
  const auto number = ctl::whole_number(text);
  return number && *number > 0 && *number <= memory_max_mb ? number : std::nullopt;
}

/// Each has been looked at when the command line was parsed.
std::vector<check::port_request> ports_in(std::string_view list) {
  std::vector<check::port_request> all;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    all.push_back(check::parse_port_request(list.substr(0, comma)).value());
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return all;
}

void set_duration(const given& what, std::string_view name, base::duration& into) {
  if (what.has(name)) into = base::parse_duration(what.text(name)).value();
}

int refuse(const std::string& why) {
  command_line::print_error("gamekeeper: " + why + "\n");
  return 2;
}

}  // namespace

std::optional<std::string> wrong_memory(const std::string& text) {
  return megabytes(text) ? std::nullopt : std::optional<std::string>("expected a number from 1 to 1048576");
}

std::optional<std::string> wrong_port(const std::string& text) {
  const auto read = check::parse_port_request(text);
  return read ? std::nullopt : std::optional(read.error().message());
}

int check_command(const given& what) {
  if (what.game.empty())
    return refuse(
        "no command to check; give it behind --, e.g. gamekeeper check --port gameport=7777/UDP -- ./server");
  check::check_options wanted;
  wanted.ports = ports_in(what.text("--port"));
  if (wanted.ports.size() > base::limits::check_ports)
    return refuse("--port: too many; " + std::to_string(base::limits::check_ports) + " are allowed");
  if (what.has("--memory")) wanted.memory_mb = megabytes(what.text("--memory"));
  set_duration(what, "--ready-within", wanted.ready_within);
  set_duration(what, "--watch", wanted.watch_for);
  set_duration(what, "--timeout", wanted.timeout);
  wanted.root_must_be_read_only = what.has("--read-only");
  wanted.json = what.has("--json");
  wanted.junit = what.text("--junit");
  wanted.from = sources_of(what);
  wanted.command = what.game;
  return check::check(wanted);
}

}  // namespace gamekeeper
