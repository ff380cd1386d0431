#include "emulator/reading/catalogue_reader.hpp"

#include "base/duration.hpp"
#include "base/fd.hpp"
#include "base/limits.hpp"
#include "emulator/reading/fields.hpp"
#include "emulator/reading/location_reader.hpp"
#include "emulator/reading/private_fleet_reader.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <set>

namespace gamekeeper::emulator {

namespace json = boost::json;
namespace limits = base::limits;

namespace {

constexpr std::array<std::string_view, 7> protocols{"TCP", "UDP", "TCP/UDP", "HTTP", "HTTPS", "WS", "WSS"};
// A second in all: long enough to be seen, short enough not to be waited for.
constexpr provisioning_times default_provisioning{
    base::duration(100), base::duration(200), base::duration(100), base::duration(100), base::duration(500)};

std::string lower_case(std::string_view text) {
  std::string lower;
  for (const unsigned char c : text) lower += static_cast<char>(std::tolower(c));
  return lower;
}

provisioning_times read_provisioning(const fields& parent, provisioning_times times) {
  const auto provisioning = parent.object("walk", presence::optional);
  if (!provisioning) return times;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < provisioning_order.size(); ++i) {
    names.push_back(lower_case(name_of(provisioning_order[i])));
    const auto text = provisioning->text(names.back(), presence::optional, limits::emulator_name_bytes);
    if (!text) continue;
    if (const auto parsed = base::parse_duration(*text))
      times[i] = *parsed;
    else
      provisioning->add_problem(names.back(), parsed.error().message());
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  provisioning->allow_only(known);
  return times;
}

port_template read_port(const fields& port) {
  static constexpr std::array<std::string_view, 4> known{"name", "port", "protocol", "external"};
  port.allow_only(known);
  port_template made;
  // The specification's range (AppVersionPort); 0 is the emulator's own word for "any free one".
  if (const auto internal = port.integer("port", presence::required, 0, 59999))
    made.internal = static_cast<std::uint16_t>(*internal);
  if (const auto external = port.integer("external", presence::optional, 1, 65535))
    made.external = static_cast<std::uint16_t>(*external);
  made.name = port.text("name", presence::optional, limits::emulator_name_bytes).value_or("");
  made.protocol = port.text("protocol", presence::optional, limits::emulator_name_bytes).value_or("UDP");
  if (std::find(protocols.begin(), protocols.end(), made.protocol) == protocols.end())
    port.add_problem("protocol",
                     "'" + made.protocol + "' is none of TCP, UDP, TCP/UDP, HTTP, HTTPS, WS, WSS");
  return made;
}

std::vector<port_template> read_ports(const fields& version, std::vector<problem>& problems) {
  std::vector<port_template> made;
  std::set<std::string> names;
  const auto* ports = version.array("ports", presence::optional);
  for (std::size_t i = 0; ports && i < ports->size(); ++i) {
    const fields port((*ports)[i], problems, version.pointer_to("ports") + "/" + std::to_string(i));
    made.push_back(read_port(port));
    if (!made.back().name.empty() && !names.insert(made.back().name).second)
      port.add_problem("name", "'" + made.back().name + "' is used by another port of this version");
  }
  return made;
}

std::map<std::string, std::string> read_environment(const fields& version) {
  std::map<std::string, std::string> made;
  const auto given = version.object("environment", presence::optional);
  if (!given) return made;
  for (const auto& name : given->keys()) {
    const auto value = given->any_text(name, presence::required, limits::emulator_value_bytes);
    if (name.empty() || name.find_first_of(std::string_view("=\0", 2)) != std::string::npos)
      given->add_problem(name, "a variable's name must not be empty and must not contain '=' or NUL");
    made[name] = value.value_or("");
  }
  return made;
}

restart_policy read_restart_policy(const fields& version) {
  const auto text = version.text("restart_policy", presence::optional, limits::emulator_name_bytes);
  if (!text) return restart_policy::always;
  for (const auto each : {restart_policy::always, restart_policy::never, restart_policy::on_failure})
    if (name_of(each) == *text) return each;
  version.add_problem("restart_policy", "'" + *text + "' is none of always, never, on_failure");
  return restart_policy::always;
}

void read_numbers(const fields& version, app_version& into) {
  const auto number = [&version](std::string_view key, int least, int most, int otherwise) {
    return static_cast<int>(version.integer(key, presence::optional, least, most).value_or(otherwise));
  };
  // The platform takes 5 to 3600; shorter ones are for those who cannot wait for a kill.
  into.termination_grace = std::chrono::seconds(number("termination_grace_period_seconds", 0, 3600, 5));
  into.max_duration_minutes = number("max_duration", -1, 1440, 1440);
  into.cpu_units = number("cpu_units", 100, 1'000'000, into.cpu_units);
  into.memory_mb = number("memory_mb", 100, 1'000'000, into.memory_mb);
  if (const auto sockets = version.integer("sockets", presence::optional, 1, limits::players_max))
    into.sockets = static_cast<int>(*sockets);
}

app_version read_version(const fields& version, const provisioning_times& provisioning,
                         std::vector<problem>& problems) {
  static constexpr std::array<std::string_view, 12> known{
      "application",  "version",   "command",   "ports",   "environment", "termination_grace_period_seconds",
      "max_duration", "cpu_units", "memory_mb", "sockets", "walk",        "restart_policy"};
  version.allow_only(known);
  app_version made;
  made.application =
      version.text("application", presence::required, limits::emulator_name_bytes).value_or("");
  made.version = version.text("version", presence::required, limits::emulator_name_bytes).value_or("");
  const auto before = problems.size();
  made.command = version.texts("command", presence::required, limits::emulator_value_bytes);
  if (made.command.empty() && problems.size() == before)
    version.add_problem("command", "must name a program: at least one word");
  made.ports = read_ports(version, problems);
  made.environment = read_environment(version);
  made.restart = read_restart_policy(version);
  read_numbers(version, made);
  made.provisioning = read_provisioning(version, provisioning);
  return made;
}

std::vector<location> read_cloud_locations(const fields& root, std::vector<problem>& problems) {
  const auto* given = root.array("locations", presence::optional);
  if (!given) return default_locations();
  if (given->empty()) root.add_problem("locations", "must hold at least one location");
  return read_locations(*given, problems, root.pointer_to("locations"));
}

port_range read_port_range(const fields& root) {
  port_range range;
  const auto given = root.object("port_range", presence::optional);
  if (!given) return range;
  static constexpr std::array<std::string_view, 2> known{"first", "last"};
  given->allow_only(known);
  const auto port = [&given](std::string_view key) {
    return static_cast<std::uint16_t>(given->integer(key, presence::required, 1, 65535).value_or(1));
  };
  range.first = port("first");
  range.last = port("last");
  if (range.last < range.first) given->add_problem("last", "is smaller than first");
  return range;
}

/// Only good when no problem was added.
catalogue read_catalogue(const json::value& root_value, std::vector<problem>& problems) {
  const fields root(root_value, problems);
  catalogue made;
  if (!root.is_object()) return made;
  static constexpr std::array<std::string_view, 7> known{
      "applications", "location", "locations", "private_fleets", "public_ip", "port_range", "walk"};
  root.allow_only(known);
  if (const auto place = root.object("location", presence::optional)) made.place = read_location(*place);
  made.locations = read_cloud_locations(root, problems);
  made.fleets = read_private_fleets(root, problems);
  made.ports = read_port_range(root);
  made.public_ip =
      root.text("public_ip", presence::optional, limits::emulator_name_bytes).value_or(made.public_ip);
  const auto provisioning = read_provisioning(root, default_provisioning);
  const auto* versions = root.array("applications", presence::required);
  for (std::size_t i = 0; versions && i < versions->size(); ++i) {
    const fields version((*versions)[i], problems, "/applications/" + std::to_string(i));
    if (!version.is_object()) continue;
    auto read = read_version(version, provisioning, problems);
    if (made.find(read.application, read.version))
      version.add_problem("version", "'" + read.version + "' of '" + read.application + "' is there twice");
    made.versions.push_back(std::move(read));
  }
  return made;
}

}  // namespace

base::result<catalogue> parse_catalogue(std::string_view text) {
  json::parse_options options;
  options.allow_comments = true;
  options.max_depth = base::limits::json_depth;
  boost::system::error_code ec;
  const auto parsed = json::parse(text, ec, {}, options);
  if (ec) return base::error(base::errc::malformed, "not JSON: " + ec.message());
  std::vector<problem> problems;
  auto offered = read_catalogue(parsed, problems);
  if (problems.empty()) return offered;
  return base::error(base::errc::invalid_input, to_text(problems));
}

base::result<catalogue> load_catalogue(const std::string& path) {
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return base::system_failure(path, errno);
  std::string text;
  char piece[4096];
  for (;;) {
    const auto got = ::read(file.get(), piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::system_failure(path, errno);
    if (got == 0) break;
    text.append(piece, static_cast<std::size_t>(got));
    if (text.size() > base::limits::settings_file_bytes)
      return base::error(
          base::errc::too_large,
          path + ": larger than " + std::to_string(base::limits::settings_file_bytes) + " bytes");
  }
  auto offered = parse_catalogue(text);
  if (!offered) return offered.error().within(path);
  return offered;
}

}  // namespace gamekeeper::emulator
