#include "base/limits.hpp"
#include "base/masked_text.hpp"
#include "settings/assign.hpp"
#include "settings/setting.hpp"
#include "settings/texts.hpp"
#include "settings/value.hpp"

#include <array>

namespace gamekeeper::settings {

namespace {

using kind = setting::kind;
using group = agent_settings;
using namespace std::chrono_literals;

template <auto Group, auto Field>
void store(agent_settings& into, const value& checked) {
  assign((into.*Group).*Field, checked);
}

constexpr std::int64_t ms(base::duration time) {
  return time.count();
}

constexpr std::int64_t fleet_most = base::limits::poll_fleet_max;
constexpr std::int64_t path_bytes = 4095;   // PATH_MAX without its zero (limits.h(0p))
constexpr std::int64_t socket_bytes = 107;  // sun_path without its zero (unix(7))

constexpr std::array<std::string_view, 2> auto_or_off{"auto", "off"};
constexpr std::array<std::string_view, 1> off{"off"};
constexpr std::array<std::string_view, 1> automatic{"auto"};
constexpr std::array<std::string_view, 1> of_the_game{"game"};
constexpr std::array<std::string_view, 1> empty{""};
constexpr std::array<std::string_view, 4> source_words{"auto", "context", "status", "off"};
constexpr std::array<std::string_view, 4> level_words{"debug", "info", "warn", "error"};
constexpr std::array<std::string_view, 3> auto_on_off{"auto", "on", "off"};
constexpr std::array<std::string_view, 2> wait_for_words{"tree", "main"};
constexpr std::array<std::string_view, 2> target_words{"group", "child"};
constexpr std::array<std::string_view, 2> match_words{"one", "many"};
constexpr std::array<std::string_view, 3> end_words{"stop", "restart", "exit"};
constexpr std::array<std::string_view, 2> spent_words{"stop", "exit"};
constexpr std::array<std::string_view, 3> watchdog_words{"off", "game", "log"};
constexpr std::array<std::string_view, 3> format_words{"auto", "text", "json"};

// clang-format off
constexpr setting rows[] = {
  {"control.socket", "auto", kind::path, auto_or_off, 1, socket_bytes, "",
   "The unix socket of the local API. auto: /run/gamekeeper.sock when /run can be written to, else /tmp/gamekeeper.sock.",
   store<&group::control, &group::control_group::socket>},

  {"platform.source", "auto", kind::choice, source_words, 0, 0, "",
   "Who is asked how the deployment is. context: the deployment's own context address; status: the platform's API, with "
   "platform.token_file; auto: the first of these that can be used; off: nobody.",
   store<&group::platform, &group::platform_group::source>},
  {"platform.api_url", "https://api.edgegap.com", kind::url, {}, 0, 0, "",
   "The platform's API.",
   store_api_url},
  {"platform.token_file", "", kind::path, empty, 1, path_bytes, "",
   "A file that holds the organisation's API token. Empty: the variable EDGEGAP_API_TOKEN, if it is there.",
   store<&group::platform, &group::platform_group::token_file>, {}, {}, nullptr, base::mask_unless_path},
  {"platform.ca_file", "", kind::path, empty, 1, path_bytes, "",
   "A PEM file of the only certificates to trust. Empty: the image's own and those built in.",
   store<&group::platform, &group::platform_group::ca_file>},
  {"platform.poll_interval", "10s", kind::duration, {}, ms(1s), ms(1h), "",
   "How often the deployment is looked at, as far as the fleet's limit allows.",
   store<&group::platform, &group::platform_group::poll_interval>},
  {"platform.poll_jitter", "20", kind::integer, {}, 0, 90, "percent",
   "How far a poll may be moved either way, so that agents that started together do not ask together.",
   store<&group::platform, &group::platform_group::poll_jitter>},
  {"platform.fleet_size", "0", kind::integer, {}, 0, fleet_most, "agents",
   "How many agents share the platform's limit of 20 status requests a second, at the most and roughly. With it an "
   "agent knows from the start how often it may ask. 0: nobody knows; then the first poll comes within ten minutes, "
   "since thousands may have started together, and the next ones find out carefully. 1 for a single server.",
   store<&group::platform, &group::platform_group::fleet_size>},
  {"platform.request_timeout", "5s", kind::duration, {}, ms(100ms), ms(1min), "",
   "How long one request to the platform may take.",
   store<&group::platform, &group::platform_group::request_timeout>},
  {"platform.kill_after", "5s", kind::duration, {}, ms(1s), ms(1h), "",
   "How long after its SIGTERM the platform kills the container: the app version's termination_grace_period_seconds.",
   store<&group::platform, &group::platform_group::kill_after>},
  {"platform.kill_margin", "500ms", kind::duration, {}, 0, ms(1min), "",
   "What is kept of platform.kill_after to kill what is left of the game and to report.",
   store<&group::platform, &group::platform_group::kill_margin>},
  {"platform.stop_signal", "auto", kind::text, automatic, 1, 32, "",
   "The signal that ends the container beside SIGTERM: the image's STOPSIGNAL. It begins the drain, and the game gets it "
   "as it came, unless one of the game's own processes sent it; that one is only forwarded. auto: on the platform SIGINT, "
   "SIGQUIT and SIGRTMIN+3, elsewhere none.",
   store_stop_signal, {}, "SIGNAL", wrong_signal},

  {"occupancy.empty_after", "60s", kind::duration, off, ms(1s), ms(24h), "",
   "How long nobody may be playing before the server is ended. off: it is not ended for that.",
   store<&group::occupancy, &group::occupancy_group::empty_after>},
  {"occupancy.first_join_after", "off", kind::duration, off, ms(1s), ms(24h), "",
   "How long a server that is ready may stay without anybody ever coming. Only while a detector says that nobody is "
   "there. off: it is not ended for that; turn it on where a detector really sees your players.",
   store<&group::occupancy, &group::occupancy_group::first_join_after>},
  {"occupancy.reading_max_age", "45s", kind::duration, {}, ms(1s), ms(1h), "",
   "A reading of the platform that is this old counts as unknown, or one that is three intervals old where the fleet's "
   "limit makes them longer. Should be several times platform.poll_interval.",
   store<&group::occupancy, &group::occupancy_group::reading_max_age>},
  {"occupancy.detectors", "sockets_usage,reported", kind::list, {}, 0, 32, "",
   "Who says whether anyone plays: sockets_usage (the platform), reported (the game, over the local API), log, "
   "a2s:PORT, quake3:PORT, minecraft:PORT, tcp:PORT+PORT, udp_rate:FLOOR. A port by number or by its name in the "
   "mapping. Players as soon as one of them sees any; nobody when one says so and no other sees any.",
   store_detectors, {}, "DETECTOR", wrong_detector},
  {"occupancy.query_interval", "5s", kind::duration, {}, ms(1s), ms(1h), "",
   "How often those that have to be asked are asked.",
   store<&group::occupancy, &group::occupancy_group::query_interval>},
  {"occupancy.query_timeout", "2s", kind::duration, {}, ms(100ms), ms(1min), "",
   "How long one answer may take.",
   store<&group::occupancy, &group::occupancy_group::query_timeout>},
  {"occupancy.unknown_warn_after", "5m", kind::duration, {}, ms(1s), ms(24h), "",
   "A detector that knows nothing for so long is a warning: a log line and an event.",
   store<&group::occupancy, &group::occupancy_group::unknown_warn_after>},
  {"occupancy.log_join", "", kind::text, empty, 1, 1024, "",
   "A POSIX extended regular expression for the lines that say that somebody came; a group in it names the player. For "
   "the detector log.",
   store<&group::occupancy, &group::occupancy_group::log_join>, {}, "PATTERN", wrong_pattern},
  {"occupancy.log_leave", "", kind::text, empty, 1, 1024, "",
   "The same for the lines that say that somebody left.",
   store<&group::occupancy, &group::occupancy_group::log_leave>, {}, "PATTERN", wrong_pattern},

  {"match.policy", "one", kind::choice, match_words, 0, 0, "",
   "one: the end of a match is the end of the server; many: another one may follow.",
   store_match_policy},
  {"match.max", "off", kind::duration, off, ms(1s), ms(24h * 7), "",
   "How long one match may take.",
   store<&group::match, &group::match_group::max>},

  {"uptime.max", "off", kind::duration, off, ms(1s), ms(24h * 30), "",
   "How long the server may be up, whoever plays.",
   store<&group::uptime, &group::uptime_group::max>},
  {"uptime.min", "0s", kind::duration, {}, 0, ms(24h), "",
   "Before that neither an empty server nor an ended match ends the deployment.",
   store<&group::uptime, &group::uptime_group::min>},
  {"uptime.platform_margin", "2m", kind::duration, off, ms(1s), ms(24h), "",
   "How long before the platform's own time limit, where it tells one, the game is ended with our grace instead of the "
   "platform's. off: the limit is left to the platform.",
   store<&group::uptime, &group::uptime_group::platform_margin>},
  {"uptime.warn_before", "10m", kind::duration, {}, 0, ms(24h), "",
   "How long before either limit there is a warning: a log line and an event.",
   store<&group::uptime, &group::uptime_group::warn_before>},

  {"policy.dry_run", "off", kind::boolean, {}, 0, 0, "",
   "on: decide and say so, but never end the game and never stop the deployment. To rehearse.",
   store<&group::policy, &group::policy_group::dry_run>, "--dry-run"},

  {"veto.command", "", kind::list, {}, 0, 32, "",
   "A command, word by word, that is asked before an idle server or an ended match ends the deployment. Exit code 0: go "
   "on; 75: not yet; anything else, or no answer in time: go on, and a warning.",
   store_veto_command, {}, "WORD"},
  {"veto.timeout", "5s", kind::duration, {}, ms(100ms), ms(1min), "",
   "How long it may take to answer.",
   store<&group::veto, &group::veto_group::timeout>},
  {"veto.retry", "30s", kind::duration, {}, ms(1s), ms(1h), "",
   "How long after 'not yet' it is asked again.",
   store<&group::veto, &group::veto_group::retry>},
  {"veto.max", "10m", kind::duration, {}, ms(1s), ms(24h), "",
   "How long it can put off the same end in all.",
   store<&group::veto, &group::veto_group::max>},

  {"ready.when", "start", kind::text, {}, 1, 1024, "",
   "When the game counts as ready: start: as soon as it runs; notify: READY=1 on $NOTIFY_SOCKET; api: POST /v1/ready; "
   "tcp:PORT or udp:PORT: bound by the game, by number or by name; file:PATH: that file exists; log:PATTERN: a line of "
   "its output matches.",
   store_ready_when, {}, "CONDITION", wrong_ready_condition},
  {"ready.timeout", "off", kind::duration, off, ms(1s), ms(24h), "",
   "How long it may take to get ready; after that it counts as failed.",
   store<&group::ready, &group::ready_group::timeout>},

  {"notify.socket", "on", kind::boolean, {}, 0, 0, "",
   "Whether the game gets $NOTIFY_SOCKET, for sd_notify(3): READY, STOPPING, STATUS, WATCHDOG, EXTEND_TIMEOUT_USEC, "
   "X_PLAYERS. Only the game's processes are heard; it is passed on to the agent's own $NOTIFY_SOCKET, if it has one.",
   store<&group::notify, &group::notify_group::socket>},

  {"watchdog.source", "off", kind::choice, watchdog_words, 0, 0, "",
   "What counts as a sign of life: game: WATCHDOG=1 on $NOTIFY_SOCKET or POST /v1/ping; log: a line of its output.",
   store_watchdog_source},
  {"watchdog.timeout", "30s", kind::duration, {}, ms(1s), ms(1h), "",
   "Without a sign of life for so long the game hangs: it is looked at, sent watchdog.signal, and killed.",
   store<&group::watchdog, &group::watchdog_group::timeout>},
  {"watchdog.signal", "ABRT", kind::text, {}, 1, 32, "",
   "What a game that hangs is sent first: for a core (ABRT) or a stack trace (QUIT).",
   store_watchdog_signal, {}, "SIGNAL", wrong_signal},
  {"watchdog.grace", "5s", kind::duration, {}, 0, ms(10min), "",
   "How long after that it is killed.",
   store<&group::watchdog, &group::watchdog_group::grace>},

  {"restart.on_exit", "stop", kind::choice, end_words, 0, 0, "",
   "What follows when the game ends by itself in good order. stop: the deployment is stopped; restart: the game is "
   "started again; exit: the agent exits with its code, and the platform decides.",
   store<&group::restart, &group::restart_group::on_exit>},
  {"restart.on_crash", "stop", kind::choice, end_words, 0, 0, "",
   "The same when it crashes, hangs or does not get ready.",
   store<&group::restart, &group::restart_group::on_crash>},
  {"restart.budget", "3", kind::integer, {}, 0, 1000, "restarts",
   "How many restarts there are within restart.window.",
   store<&group::restart, &group::restart_group::budget>},
  {"restart.window", "10m", kind::duration, {}, ms(1s), ms(24h), "",
   "The time after which a restart no longer counts.",
   store<&group::restart, &group::restart_group::window>},
  {"restart.wait_min", "1s", kind::duration, {}, 0, ms(1h), "",
   "The wait before a restart; it doubles with each that counts.",
   store<&group::restart, &group::restart_group::wait_min>},
  {"restart.wait_max", "1m", kind::duration, {}, 0, ms(1h), "",
   "The longest wait before a restart.",
   store<&group::restart, &group::restart_group::wait_max>},
  {"restart.when_spent", "stop", kind::choice, spent_words, 0, 0, "",
   "What follows when the budget is spent: stop or exit, as above.",
   store<&group::restart, &group::restart_group::when_spent>},

  {"drain.grace", "30s", kind::duration, {}, 0, ms(1h), "",
   "How long the game may take to end when the agent asks it to, before it is killed.",
   store<&group::drain, &group::drain_group::grace>},
  {"drain.ladder", "", kind::list, {}, 0, 16, "",
   "The steps by which the game is asked to end, each with its time: '0s line=quit', '2s hook=/app/save', "
   "'4s http=http://127.0.0.1:8080/quit', '6s event', '8s signal=INT'. They move together where the time is short. "
   "Empty: SIGTERM at once.",
   store_ladder, {}, "TIME STEP", wrong_ladder_step, base::mask_address},
  {"drain.extension_max", "5m", kind::duration, {}, 0, ms(1h), "",
   "By how much the game can extend drain.grace and ready.timeout in all. The platform's own time is never extended.",
   store<&group::drain, &group::drain_group::extension_max>},
  {"drain.kill_wait", "5s", kind::duration, {}, ms(1s), ms(1min), "",
   "How long processes may take to die after SIGKILL.",
   store<&group::drain, &group::drain_group::kill_wait>},
  {"drain.wait_for", "tree", kind::choice, wait_for_words, 0, 0, "",
   "Who is waited for once the game's main process has ended. tree: every process that descends from it, such as a "
   "helper that still saves, until drain.grace is over; main: nobody, what is left gets SIGTERM and is killed 200ms later.",
   store_wait_for, "--drain"},

  {"exit.remap", "", kind::list, {}, 0, 256, "",
   "Exit codes of the game that count as success: the agent leaves with 0 in their place.",
   store_exit_remap, "--remap-exit", "CODE", wrong_exit_code},
  {"exit.decided", "game", kind::text, of_the_game, 1, 3, "",
   "The exit code after an end that the agent or the platform decided, however the game then ended: with 0 neither a restart "
   "policy 'on-failure' nor Kubernetes nor Agones takes it for a failure. game: the game's own, as after any other end.",
   store_exit_decided, {}, "CODE", wrong_exit_code},

  {"game.user", "", kind::text, empty, 1, 255, "",
   "Whom the game runs as, by name or number. The files /etc/passwd and /etc/group are read for it; the user's own groups "
   "come along unless a group is named. Empty: the agent's own user. A game that cannot become that user is not started.",
   store<&group::game, &group::game_group::user>, "", "USER[:GROUP]"},
  {"game.folder", "", kind::text, empty, 1, path_bytes, "",
   "The game's working directory. Empty: where the agent was started. Cores are written there when the kernel's "
   "core_pattern has no slash; game.limits has to allow them.",
   store<&group::game, &group::game_group::folder>, "", "PATH", wrong_folder},
  {"game.limits", "", kind::list, {}, 0, 64, "",
   "Limits of the system for the game, soft:hard or both in one: core=unlimited, nofile=1024:4096. A limit that cannot be "
   "set keeps the game from starting.",
   store_limits, "", "NAME=AMOUNT[:AMOUNT]", wrong_limit},
  {"game.no_new_privileges", "off", kind::boolean, {}, 0, 0, "",
   "on: nothing that the game starts gains privileges, for example by sudo.",
   store<&group::game, &group::game_group::no_new_privileges>},
  {"game.environment", "", kind::list, {}, 0, 256, "",
   "Variables that the game gets besides those of the container, or in their place.",
   store<&group::game, &group::game_group::environment>, "", "NAME=VALUE", wrong_assignment, base::mask_assignment},
  {"game.hide", "", kind::list, {}, 0, 256, "",
   "Variables of the container that the game does not get; with '*' at the end all that begin so: ARBITRIUM_DELETE_*.",
   store<&group::game, &group::game_group::hide>, "", "NAME", wrong_hidden_variable},
  {"game.expand", "off", kind::boolean, {}, 0, 0, "",
   "on: placeholders such as {port.gameport.internal} or {env.NAME:-default} in the command's arguments are filled in; {{ "
   "is a brace. One that means nothing keeps the game from starting.",
   store<&group::game, &group::game_group::expand>},
  {"game.templates", "", kind::list, {}, 0, 64, "",
   "Config files whose placeholders are filled in before the game starts: a file that is changed in place, or FROM=TO.",
   store_templates, "", "FILE[=FILE]", wrong_template},

  {"init.subreaper", "auto", kind::choice, auto_on_off, 0, 0, "",
   "Whether processes that lose their parent come to the agent, to be reaped and drained. PID 1 gets them anyway; auto: "
   "on when the agent is not PID 1.",
   store<&group::init, &group::init_group::subreaper>, "--subreaper"},
  {"init.parent_death", "off", kind::text, off, 1, 32, "",
   "The signal that the kernel sends to the agent when the process that started it ends, as tini's -p: TERM ends the game "
   "in good order. It is looked at from the start on; for a container's PID 1 the runtime's process counts.",
   store_init_parent_death, "--parent-death-signal", "SIGNAL", wrong_signal},

  {"signal.target", "group", kind::choice, target_words, 0, 0, "",
   "Who gets the signals that arrive: the game's whole process group, or its main process alone.",
   store_signal_target},
  {"signal.rewrite", "", kind::list, {}, 0, 128, "",
   "Signals that reach the game as others, by name or number: TERM=INT, 15=2, RTMIN+3=HUP; USR1=0 drops SIGUSR1. A "
   "rewritten SIGTERM still begins the drain.",
   store_signal_rules, "--rewrite", "SIGNAL=SIGNAL", wrong_signal_rule},
  {"signal.parent_death", "auto", kind::text, auto_or_off, 1, 32, "",
   "The signal that the kernel sends to the game's main process when the agent dies. auto: the one of init.parent_death. "
   "off: a game outlives an agent that is killed, unless the agent is PID 1.",
   store_game_parent_death, {}, "SIGNAL", wrong_signal},
  {"signal.keep_dispositions", "off", kind::boolean, {}, 0, 0, "",
   "on: the game gets exactly the signal mask and the ignored signals that the agent was started with. off: its mask is "
   "empty, and SIGINT and SIGQUIT do what they do by default, though a background shell left them ignored; a game that "
   "never hears them cannot save.",
   store<&group::signal, &group::signal_group::keep_dispositions>, "--keep-signal-dispositions"},

  {"stop.retry_min", "500ms", kind::duration, {}, ms(100ms), ms(1min), "",
   "The first wait between two attempts to have the deployment stopped; it doubles with each.",
   store<&group::stop, &group::stop_group::retry_min>},
  {"stop.retry_max", "30s", kind::duration, {}, ms(1s), ms(1h), "",
   "The longest wait between two attempts to have the deployment stopped.",
   store<&group::stop, &group::stop_group::retry_max>},
  {"stop.resend_every", "60s", kind::duration, {}, ms(1s), ms(1h), "",
   "How often an accepted stop is sent again until SIGTERM arrives.",
   store<&group::stop, &group::stop_group::resend_every>},
  {"stop.linger_max", "15m", kind::duration, {}, 0, ms(24h), "",
   "How long to wait for SIGTERM once the stop is accepted; after that the agent exits.",
   store<&group::stop, &group::stop_group::linger_max>},

  {"report.file", "", kind::path, empty, 1, path_bytes, "",
   "Where a report of the end is written, as JSON: verdict, how the game ended, what it used, its last lines. Empty: "
   "nowhere; the last line of the log says the most important of it.",
   store<&group::report, &group::report_group::file>},
  {"report.log_lines", "off", kind::boolean, {}, 0, 0, "",
   "on: the game's output goes through the agent, unchanged, and its last lines are in the report. off: the game writes "
   "where it did, unless something else needs its lines.",
   store<&group::report, &group::report_group::log_lines>},

  {"state.file", "auto", kind::path, auto_or_off, 1, path_bytes, "",
   "Where the decision to end is kept, so that an agent started again finishes it. auto: gamekeeper.state.json in the first "
   "of /var/lib/gamekeeper, /run, /tmp and /var/tmp that can be written to and outlives a restart of the container.",
   store<&group::state, &group::state_group::file>},

  {"events.hooks", "", kind::list, {}, 0, 32, "",
   "What is run or called when something happens: EVENT[,EVENT]=ACTION, where ACTION is command:/path word, an address, or "
   "file:/path or env:NAME: what holds an address and, on lines behind it, headers; * is every event. A command gets the "
   "event as JSON in GAMEKEEPER_EVENT and on its standard input, an address as the body of a POST, tried again while it fails.",
   store_hooks, {}, "EVENT=ACTION", wrong_hook, base::mask_address},

  {"metrics.listen", "off", kind::text, off, 1, 64, "",
   "A TCP address and port where GET /metrics and GET /healthz are served to whoever can reach it, such as "
   "127.0.0.1:9464. Both are always on the agent's socket.",
   store_metrics_listen, {}, "ADDRESS:PORT", wrong_listen_address},

  {"log.level", "info", kind::choice, level_words, 0, 0, "", "The least important lines that are written.",
   store<&group::log, &group::log_group::level>},
  {"log.format", "auto", kind::choice, format_words, 0, 0, "",
   "text for people, json for machines; auto: text on a terminal, json otherwise.",
   store<&group::log, &group::log_group::format>},
};
// clang-format on

}  // namespace

std::span<const setting> table() noexcept {
  return rows;
}

}  // namespace gamekeeper::settings
