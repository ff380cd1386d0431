#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <cstdint>

/// Every limit of the agent, by name, in one place. Past a limit there is a clear refusal, and the agent
/// lives on.
namespace gamekeeper::base::limits {

using namespace std::chrono_literals;

// HTTP, either side.
inline constexpr std::size_t http_header_bytes = 16 * 1024;
inline constexpr std::size_t api_response_body_bytes = 1024 * 1024;  ///< what the platform may answer
inline constexpr int json_depth = 32;
inline constexpr std::size_t client_origins = 4;  ///< idle connections that a client keeps, one per origin
inline constexpr std::size_t refused_body_bytes = 1024 * 1024;  ///< read and dropped of a refused request
inline constexpr int refused_connections = 16;  ///< told 503 at the same time; more are closed without a word
inline constexpr std::size_t lookups = 16;      ///< names looked up at the same time, a thread each
inline constexpr duration lookup_process =
    30s;  ///< for a name that is looked up by a child, which is killed then
inline constexpr duration lookup_process_look = 100ms;  ///< between two looks for the end of such a child
inline constexpr duration accept_pause = 1s;  ///< after the system had no descriptor left for a connection

// Trust.
inline constexpr std::size_t trust_file_bytes = 8 * 1024 * 1024;  ///< one bundle of certificates
inline constexpr std::size_t trust_folder_files = 1024;           ///< files that are read of one folder
inline constexpr int trust_lookups = 32;  ///< issuers looked up for one chain; real ones need two or three

// The local API.
inline constexpr std::size_t control_request_body_bytes = 64 * 1024;
inline constexpr int control_connections = 64;
/// Of one user other than root and the game's, and what is kept for each of these two.
inline constexpr int control_connections_per_user = 32;
inline constexpr int control_connections_reserved = 8;
inline constexpr duration control_request_deadline = 5s;  ///< first byte to last of one request
inline constexpr duration control_idle = 60s;             ///< a kept-alive connection that asks nothing
inline constexpr duration control_write_deadline = 5s;
inline constexpr duration control_client_deadline = 10s;  ///< how long the CLI waits for the agent
inline constexpr duration control_wait_max = 60s;  ///< for a change of the status, when a poller asks to wait
inline constexpr duration control_platform_deadline = 10s;  ///< a request that the platform has to answer
inline constexpr duration hold_max = 7 * 24h;               ///< one hold, from its last renewal
inline constexpr duration drain_wish = 1h;                  ///< a drain that does not say within what time
inline constexpr duration extension_max = 24h;  ///< what can be asked for at once; the core grants less
inline constexpr std::size_t hold_id_bytes = 64;
inline constexpr std::size_t match_metadata_bytes = 4096;
inline constexpr std::size_t tag_bytes = 40;  ///< v1 specification of the platform

// Answers that go on: streams and WebSockets.
inline constexpr std::size_t websocket_message_bytes = 4096;  ///< what a peer may send in one message
inline constexpr std::size_t stream_write_bytes = 16 * 1024;  ///< of small messages gathered for one write
inline constexpr duration stream_alive_every = 30s;           ///< a sign of life where nothing else is said
inline constexpr duration stream_close_wait = 1s;             ///< for a peer to answer the end of a WebSocket

// Events, hooks, metrics.
inline constexpr std::size_t event_history = 1024;  ///< events that can be replayed
inline constexpr std::size_t event_readers = 16;    ///< that follow at a time
/// Of one user other than root and the game's, and what is kept for each of these two.
inline constexpr std::size_t event_readers_per_user = 8;
inline constexpr std::size_t event_readers_reserved = 2;
inline constexpr std::size_t event_text_bytes = 1024;   ///< one text in an event; the rest is cut
inline constexpr std::size_t hooks = 32;                ///< configured
inline constexpr std::size_t hook_queue = 64;           ///< events that wait for one hook; more are dropped
inline constexpr std::size_t hook_text_bytes = 4096;    ///< one hook's configuration
inline constexpr duration hook_command_deadline = 10s;  ///< then its process is killed
inline constexpr duration hook_webhook_deadline = 10s;  ///< one attempt, DNS and handshake included
inline constexpr int hook_webhook_attempts = 5;
inline constexpr duration hook_backoff_first = 1s;
inline constexpr duration hook_backoff_max = 30s;
inline constexpr duration goodbye =
    500ms;  ///< for followers and hooks to get the last events, when the agent leaves
inline constexpr int metrics_connections = 8;  ///< on the TCP port
inline constexpr int metrics_connections_per_address = 4;

// The emulator's HTTP server.
inline constexpr std::size_t emulator_request_body_bytes = 1024 * 1024;
inline constexpr int emulator_connections = 2048;
inline constexpr std::size_t emulator_log_bytes = 256 * 1024;  ///< kept of each deployment's output
inline constexpr duration emulator_request_deadline = 10s;
inline constexpr duration emulator_idle = 60s;
inline constexpr duration emulator_write_deadline = 10s;

// The emulated platform.
inline constexpr std::size_t emulator_deployments = 2048;    ///< at a time
inline constexpr std::size_t emulator_ended_kept = 1024;     ///< that have ended and can still be asked about
inline constexpr std::size_t emulator_history_events = 512;  ///< kept of each deployment
inline constexpr std::size_t emulator_name_bytes = 256;  ///< an application, a version, a port, a file's name
inline constexpr std::size_t emulator_value_bytes =
    4096;  ///< a custom variable ("up to 4 KB", v1 specification)
inline constexpr std::size_t emulator_tag_characters =
    40;  ///< v1 specification; the older reference said 20, and a client that keeps to that is served all the
         ///< same
inline constexpr std::size_t emulator_tags = 64;  ///< of one deployment
inline constexpr int emulator_page_default = 20;  ///< entries of one page of a list, when none is asked for
inline constexpr int emulator_page_max = 1000;
inline constexpr std::size_t emulator_filters = 16;        ///< in one query
inline constexpr std::size_t emulator_users = 1000;        ///< of one deploy request
inline constexpr duration emulator_metrics_interval = 1s;  ///< between two looks at the processes
inline constexpr std::size_t emulator_metrics_samples =
    4096;  ///< kept of one deployment; then every second one goes
inline constexpr std::int64_t emulator_metrics_points = 10'000;  ///< of one series in one answer
inline constexpr duration emulator_webhook_deadline = 10s;       ///< documented: 10 s, no retry
inline constexpr std::size_t emulator_webhooks = 256;            ///< under way at the same time
inline constexpr std::size_t emulator_webhook_answer_bytes = 64 * 1024;
inline constexpr std::size_t emulator_faults = 256;  ///< in force at the same time
inline constexpr std::size_t emulator_record_body_bytes =
    64 * 1024;  ///< of one body in the record of requests
inline constexpr duration emulator_adopted_poll =
    100ms;                                    ///< between two looks at a process that is not our child
inline constexpr duration tls_stall = 10min;  ///< how long a stalled handshake is held
inline constexpr std::size_t emulator_environ_bytes = 4 * 1024 * 1024;  ///< read of one process's environment
inline constexpr int emulator_fault_count = 1'000'000;
inline constexpr duration emulator_fault_delay_max = 10min;
inline constexpr duration emulator_restart_first = 100ms;  ///< doubles with every end that comes soon
inline constexpr duration emulator_restart_max = 5s;
inline constexpr duration emulator_restart_settled =
    10s;  ///< ran that long: the next end counts as the first
inline constexpr duration emulator_sweep_interval = 20ms;  ///< between two looks for what SIGKILL has left
inline constexpr duration emulator_shutdown = 30s;         ///< then everything is killed, whatever its grace

// The platform.
inline constexpr duration tls_handshake_deadline = 5s;
inline constexpr duration connection_idle = 50s;  ///< a kept-alive connection older than this is not trusted
inline constexpr duration retry_after_max = 10min;      ///< a longer Retry-After is cut to this
inline constexpr duration poll_backoff_max = 2min;      ///< between two status requests while they fail
inline constexpr duration poll_denied_interval = 5min;  ///< after 401 and 403
inline constexpr duration end_confirmation =
    5s;  ///< the platform's terminal word counts when it stands so long
inline constexpr duration self_stop_deadline = 10s;  ///< one attempt, DNS and handshake included
inline constexpr duration poll_first_within =
    10min;  ///< agents that start together spread their first poll over this: ten thousand can
inline constexpr duration poll_careful =
    60s;  ///< between two polls, below which an agent that knows no fleet size goes only slowly
inline constexpr duration poll_interval_max =
    15min;                                    ///< between two polls that are answered, in the largest fleet
inline constexpr duration poll_gap_min = 1s;  ///< between two polls, whoever is in a hurry
inline constexpr duration poll_near_before = 90s;  ///< a decision: from then on the platform is asked quickly
inline constexpr int poll_fleet_max = 1'000'000;   ///< agents that somebody says share the limit
inline constexpr int poll_reading_intervals = 3;   ///< a reading lasts until so many polls should have come
inline constexpr std::size_t platform_message_bytes =
    512;  ///< kept of what the platform says about a failure
inline constexpr std::size_t deployment_ports = 256;
inline constexpr std::size_t decode_warnings = 16;  ///< kept about one answer, or one environment

// The operator's calls to the platform.
inline constexpr std::size_t fleet_answer_bytes = 32 * 1024 * 1024;  ///< container logs are the long ones
inline constexpr std::size_t fleet_request_bytes = 1024 * 1024;      ///< what one call may send
inline constexpr int list_pages = 1000;                 ///< walked of one list; more is taken for a loop
inline constexpr std::size_t page_items = 10'000;       ///< taken from one page of a list
inline constexpr std::size_t metric_points = 100'000;   ///< taken from one series of measurements
inline constexpr int call_attempts = 5;                 ///< of one call, the first included
inline constexpr duration call_attempt_deadline = 15s;  ///< one attempt, DNS and handshake included
inline constexpr duration call_backoff_first = 500ms;   ///< before the second attempt, at most
inline constexpr duration call_backoff_max = 20s;       ///< between two attempts
inline constexpr duration throttled_wait_min = 1s;      ///< after a 429 that does not say how long
inline constexpr int deploy_attempts = 3;               ///< of one deploy whose outcome can be looked up
inline constexpr int deploy_lookups = 3;  ///< of a deploy that may have happened, before it is sent again
inline constexpr duration deploy_lookup_pause = 2s;  ///< before each of those

// Processes.
inline constexpr int signal_batch = 256;        ///< signals in a row before anything else has its turn
inline constexpr duration signal_quiet = 10ms;  ///< after one, until what is to be said of it is said
inline constexpr duration busy_loop = 1ms;      ///< after the last piece of work it is still near the next
inline constexpr std::size_t watch_stack_bytes = 64 * 1024;
inline constexpr std::size_t process_tree = 65'536;   ///< processes looked at in one walk of /proc
inline constexpr duration tree_look_every = 100ms;    ///< whether only hooks are left of it, at most
inline constexpr duration memory_look_every = 10s;    ///< where the kernel does not tell of a kill
inline constexpr duration memory_look_after = 100ms;  ///< version 1 tells before it kills
inline constexpr int kill_rounds =
    32;  ///< walks of /proc until a killed tree that still forks is left to the container
inline constexpr std::size_t pumped_line_bytes =
    8 * 1024;  ///< of a longer line of the game only so much is looked at
inline constexpr std::size_t pumped_lines_kept = 200;  ///< of each end of a game, for the report
inline constexpr std::size_t pumped_kept_bytes = 64 * 1024;
inline constexpr std::size_t pumped_turn_bytes = 4 * 1024 * 1024;  ///< moved in one turn of the loop
inline constexpr std::size_t notify_datagram_bytes = 4096;         ///< the game's own words, sd_notify(3)
inline constexpr std::size_t descriptors_to_close = 256;           ///< that somebody else sent, at a time
inline constexpr int notify_datagrams_turn = 64;                   ///< read in one turn of the loop
inline constexpr std::size_t evidence_bytes = 64 * 1024;           ///< about a game that hangs
inline constexpr std::size_t evidence_threads = 256;
inline constexpr std::size_t proc_file_bytes = 64 * 1024;            ///< one small file of /proc or a cgroup
inline constexpr std::size_t socket_table_bytes = 16 * 1024 * 1024;  ///< /proc/net/udp of a crowded host
inline constexpr std::size_t process_descriptors = 65'536;   ///< of one process, looked at for its sockets
inline constexpr std::size_t user_file_bytes = 1024 * 1024;  ///< /etc/passwd, /etc/group

// Files and text.
inline constexpr std::size_t list_item_bytes = 4096;  ///< one text of a list of settings
inline constexpr std::size_t template_bytes =
    1024 * 1024;  ///< one config file whose placeholders are filled in
inline constexpr std::size_t expanded_bytes = 4 * 1024 * 1024;  ///< what comes out of it
inline constexpr std::size_t settings_file_bytes = 1024 * 1024;
inline constexpr std::size_t token_file_bytes = 64 * 1024;
inline constexpr std::size_t state_file_bytes = 64 * 1024;
inline constexpr std::size_t variable_bytes = 64 * 1024;  ///< one injected environment variable
inline constexpr std::size_t log_text_bytes = 8 * 1024;   ///< one field of a log line; the rest is cut
inline constexpr duration readiness_look_every = 100ms;   ///< for a port or a file
inline constexpr duration ladder_call_deadline = 5s;      ///< one HTTP call of the stop ladder
inline constexpr std::size_t holds = 64;                  ///< at the same time
inline constexpr std::size_t match_id_bytes = 256;
inline constexpr std::size_t reason_bytes = 1024;
inline constexpr int players_max = 1'000'000;

// Detectors: what a game, or somebody who sits on its port, may answer.
inline constexpr std::size_t datagram_bytes = 32 * 1024;   ///< Quake 3's longest answer has 16 KB
inline constexpr int query_packets = 64;                   ///< taken in one query, whatever they are
inline constexpr int a2s_challenges = 3;                   ///< in one query; a server needs one
inline constexpr std::size_t a2s_split_packets = 16;       ///< of one answer; GoldSrc can have no more
inline constexpr std::size_t a2s_split_bytes = 32 * 1024;  ///< of one answer, put together
inline constexpr std::size_t minecraft_answer_bytes = 256 * 1024;  ///< the icon alone may have 32 KB and more
inline constexpr std::size_t socket_table_lines = 128 * 1024;      ///< of /proc/net/tcp, and of tcp6
inline constexpr std::size_t socket_table_line_bytes = 512;        ///< the kernel writes 150, tcp6's 180
inline constexpr std::size_t counter_file_bytes = 64 * 1024;       ///< /proc/net/snmp and snmp6
inline constexpr std::size_t log_pattern_bytes = 512;
inline constexpr int regex_memory = 1024 * 1024;  ///< bytes of a compiled pattern with its automaton, at most
inline constexpr std::size_t log_players_named = 4096;  ///< names that are remembered
inline constexpr std::size_t detectors_max = 32;
inline constexpr std::size_t detector_ports = 16;  ///< of one `tcp:` detector
inline constexpr std::size_t detector_text_bytes = 256;

// doctor and check.
inline constexpr duration doctor_server_deadline =
    10s;                                            ///< name, connection, handshake and clock of one server
inline constexpr duration check_look_every = 20ms;  ///< at the processes of a game that is checked
inline constexpr duration check_measure_every = 200ms;  ///< of their memory, ports and files
inline constexpr duration check_kill_wait = 2s;         ///< for what is left to die after SIGKILL
inline constexpr duration check_end_slack = 5s;  ///< for it to leave, once the platform would have killed it
inline constexpr std::size_t check_ports = 64;   ///< given on the command line
inline constexpr std::size_t check_named = 12;   ///< lines, files or processes shown beneath one finding
inline constexpr std::size_t check_line_bytes = 4096;         ///< of one line of the game; the rest is cut
inline constexpr std::size_t check_turn_bytes = 1024 * 1024;  ///< of its output, read in one look

}  // namespace gamekeeper::base::limits
