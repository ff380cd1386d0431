#include "gamekeeper/commands.hpp"

#include "gamekeeper/check_command.hpp"
#include "gamekeeper/config_command.hpp"
#include "gamekeeper/ctl/ctl.hpp"
#include "gamekeeper/ctl/requests.hpp"
#include "gamekeeper/doctor/doctor.hpp"
#include "gamekeeper/run_command.hpp"

namespace gamekeeper {

using command_line::argument;
using command_line::command;
using command_line::given;

namespace {

using screen_maker = ctl::screen_maker;
using request_maker = net::http_request (*)(const given&);

int ask(const given& what, net::http_request request, screen_maker show,
        int (*act)(const ctl::ctl_request&)) {
  ctl::ctl_request asked;
  asked.request = std::move(request);
  if (auto socket = what.text("--socket"); !socket.empty()) asked.socket = std::move(socket);
  asked.json = what.has("--json");
  asked.curl = what.has("--curl");
  asked.show = show;
  return act(asked);
}

/// A control command that sends what `Make` makes of the command line.
template <request_maker Make, screen_maker Show = ctl::status_screen>
int send(const given& what) {
  return ask(what, Make(what), Show, ctl::ask_agent);
}

// Those that only look.
int look(const given& what, const char* path, screen_maker show) {
  return ask(what, net::http_request("GET", path), show, ctl::ask_agent);
}
int status(const given& what) {
  const bool watch = what.has("--watch");
  return ask(what, net::http_request("GET", "/v1/status"), ctl::status_screen,
             watch ? ctl::watch_status : ctl::ask_agent);
}
int why(const given& what) {
  return look(what, "/v1/why", ctl::why_screen);
}
int deployment(const given& what) {
  return look(what, "/v1/deployment", ctl::deployment_screen);
}
int settings_in_force(const given& what) {
  return look(what, "/v1/settings", ctl::settings_screen);
}
int metrics(const given& what) {
  return look(what, "/metrics", nullptr);
}
int health(const given& what) {
  return ask(what, net::http_request("GET", "/healthz"), nullptr, ctl::check_health);
}
int events(const given& what) {
  return ask(what, ctl::look_at_events(what), nullptr, ctl::print_events);
}
int tags(const given& what) {
  return look(what, "/v1/tags", ctl::tags_screen);
}

int doctor_command(const given& what) {
  return doctor::doctor({sources_of(what), what.has("--json")});
}

constexpr argument doctor_options[] = {{"--json", "", "Print it as JSON"}};
constexpr argument settings_options[] = {
    {"--config", "FILE", "Settings file; default: $GAMEKEEPER_CONFIG, else /etc/gamekeeper.json"},
};
constexpr argument agent_options[] = {
    {"--socket", "PATH", "The agent's socket; default: $GAMEKEEPER_SOCKET, /run, /tmp"},
    {"--curl", "", "Print the curl command instead of asking"},
    {"--json", "", "Print the agent's answer as it came"},
};

constexpr argument reason{"--reason", "TEXT", "Why, for the log, the events and the verdict"};
constexpr argument reason_only[] = {reason};
constexpr argument status_options[] = {
    {"--watch", "", "Draw it again and again, until the agent ends; with --json a line for each change"},
};
constexpr argument events_options[] = {
    {.name = "--follow",
     .value = "",
     .help = "And then what happens, until the agent ends",
     .short_name = "-f"},
    {"--since", "NUMBER", "Only what came after the event of this number", false, ctl::wrong_number},
};
constexpr argument match_words[] = {{"id", "ID", "The match's id, for the log and the status"}};
constexpr argument match_options[] = {
    {"--metadata", "JSON", "A JSON object, for the status and the events", false, ctl::wrong_object},
};
constexpr argument players_words[] = {{"count", "COUNT", "How many; 0 for nobody", true, ctl::wrong_players}};
constexpr argument players_options[] = {
    {"--valid-for", "DURATION", "After that it is unknown again; default: it stays true", false,
     ctl::wrong_duration},
};
constexpr argument hold_words[] = {{"id", "ID", "The hold's name", true}};
constexpr argument hold_options[] = {
    reason,
    {"--for", "DURATION", "How long, from now", true, ctl::wrong_duration},
};
constexpr argument drain_options[] = {
    reason,
    {"--within", "DURATION", "And in any case after that time; default: 1h", false, ctl::wrong_duration},
};
constexpr argument extend_words[] = {{"by", "DURATION", "How much more", true, ctl::wrong_duration}};
constexpr argument signal_words[] = {{"signal", "SIGNAL", "Name or number: USR1, SIGUSR1, 10", true}};
constexpr argument level_words[] = {{"level", "LEVEL", "debug, info, warn or error", true}};
constexpr argument tag_words[] = {{"name", "NAME", "The tag", true}};

constexpr command of_agent(std::string_view name, std::string_view help, int (*act)(const given&),
                           std::span<const argument> words = {}, std::span<const argument> options = {}) {
  return {name, help, act, words, options, agent_options};
}

constexpr command table[] = {
    {.name = "run",
     .help = "Run the game: the container's entrypoint",
     .act = run_command,
     .common = settings_options,
     .takes_settings = true,
     .takes_game = true,
     .starts_anyway = true},
    of_agent("status", "What the agent sees and plans", status, {}, status_options),
    of_agent("why", "Why it is still up, what would end it, and when", why),
    of_agent("deployment", "What the platform injected, and what it said last", deployment),
    of_agent("settings", "The settings of the running agent, and where they came from", settings_in_force),
    of_agent("metrics", "The metrics, as Prometheus reads them", metrics),
    of_agent("health", "For a health check: exit code 0 when the game is there for players, else 1", health),
    of_agent("events", "What has happened, a line each", events, {}, events_options),
    of_agent("match start", "A match starts", send<ctl::start_match>, match_words, match_options),
    of_agent("match end", "The match is over: drain the game and stop the deployment", send<ctl::end_match>,
             {}, reason_only),
    of_agent("players", "Tell the agent how many people play", send<ctl::set_players>, players_words,
             players_options),
    of_agent("hold", "Keep the deployment up for a while; again to renew it", send<ctl::hold>, hold_words,
             hold_options),
    of_agent("release", "Release a hold", send<ctl::release>, hold_words),
    of_agent("drain", "End when nobody plays any more", send<ctl::drain>, {}, drain_options),
    of_agent("stop", "Drain the game and stop the deployment, now", send<ctl::stop>, {}, reason_only),
    of_agent("restart", "End the game and start it again, in the same deployment", send<ctl::restart>, {},
             reason_only),
    of_agent("ready", "Tell the agent that the game is there for players", send<ctl::ready>),
    of_agent("ping", "Tell the agent that the game lives: a sign of life for its watchdog", send<ctl::ping>),
    of_agent("extend", "More time for the game to become ready, or to end", send<ctl::extend>, extend_words),
    of_agent("signal", "Send a signal to the game", send<ctl::send_signal>, signal_words),
    of_agent("log-level", "How much the agent logs from now on", send<ctl::set_log_level>, level_words),
    of_agent("tag list", "Print the deployment's tags", tags),
    of_agent("tag add", "One tag more", send<ctl::add_tag, ctl::tags_screen>, tag_words),
    of_agent("tag remove", "One tag less", send<ctl::remove_tag, ctl::tags_screen>, tag_words),
    {.name = "config check",
     .help = "Report everything that is wrong with the settings, at once",
     .act = config_check,
     .common = settings_options,
     .takes_settings = true},
    {.name = "config default",
     .help = "Print a settings file: every setting at its default, explained",
     .act = config_default},
    {.name = "config show",
     .help = "Print every setting, its value, and where it came from",
     .act = config_show,
     .common = settings_options,
     .takes_settings = true},
    {.name = "check",
     .help = "Play deployments of a game here, and tell what would go wrong on the platform",
     .act = check_command,
     .options = check_options,
     .common = settings_options,
     .takes_settings = true,
     .takes_game = true},
    {.name = "doctor",
     .help = "What the agent sees in this container, what is wrong with it, and what to do",
     .act = doctor_command,
     .options = doctor_options,
     .common = settings_options,
     .takes_settings = true},
};

}  // namespace

std::span<const command> commands() noexcept {
  return table;
}

}  // namespace gamekeeper
