#include "gamekeeper/run/run.hpp"

#include "base/descriptor_closer.hpp"
#include "base/limits.hpp"
#include "base/pause_aware_clock.hpp"
#include "base/system_clock.hpp"
#include "control/api.hpp"
#include "control/problem.hpp"
#include "edgegap/environment.hpp"
#include "gamekeeper/run/api_token.hpp"
#include "gamekeeper/run/detectors.hpp"
#include "gamekeeper/run/game_environment.hpp"
#include "gamekeeper/run/game_surroundings.hpp"
#include "gamekeeper/run/game_usage.hpp"
#include "gamekeeper/run/hook_addresses.hpp"
#include "gamekeeper/run/hook_carriers.hpp"
#include "gamekeeper/run/plan.hpp"
#include "gamekeeper/run/shell.hpp"
#include "gamekeeper/run/start_warnings.hpp"
#include "gamekeeper/run/templates.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "net/unix_socket.hpp"
#include "process/parent_death.hpp"
#include "process/posix_host.hpp"
#include "process/signal_loop.hpp"
#include "process/user.hpp"
#include "settings/load.hpp"
#include "telemetry/event_types.hpp"
#include "telemetry/hook_dispatcher.hpp"

#include <boost/asio/io_context.hpp>

#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace gamekeeper::run {

namespace asio = boost::asio;
namespace limits = base::limits;

namespace {

constexpr mode_t socket_mode = 0666;  // everybody in the container may look; changes are by SO_PEERCRED

settings::loaded load_settings(const run_request& request, const std::vector<std::string>& environment) {
  settings::sources from;
  from.flags = request.flags;
  from.environment = environment;
  from.file = settings::find_settings_file(request.config_file, environment);
  auto loaded = settings::load(from);
  loaded.problems.insert(loaded.problems.end(), request.problems.begin(), request.problems.end());
  return loaded;
}

std::unique_ptr<base::logger> make_log(const settings::agent_settings::log_group& wanted) {
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  const auto format = wanted.format.value_or(terminal ? base::log_format::text : base::log_format::json);
  return std::make_unique<base::logger>(base::make_fd_sink(STDERR_FILENO), format, wanted.level, terminal);
}

/// Everything of one run, in the order in which it is made; what refers to something stands below it.
class program {
 public:
  program(const run_request& request, const process::signal_block& signals)
      : environment_(own_environment()),
        settings_(load_settings(request, environment_)),
        log_(make_log(settings_.values.log)),
        injected_(edgegap::read_environment(environment_)),
        real_time_(loop_.get_executor()),
        time_(real_time_),
        host_(signals, *log_, settings_.values.init.subreaper != settings::subreaper_choice::off),
        events_(time_, base::limits::event_history, &log_->secrets()),
        plan_(make_plan(request.command, settings_.values, injected_)),
        hooks_(host_, time_, *log_),
        around_({loop_.get_executor(), time_, *log_, tasks_, host_, hooks_, settings_.values, injected_,
                 closer_, [this]() -> net::http_transport& { return network(); }}) {
    log_->redact(injected_.delete_token);
    log_->redact(injected_.context_token);
  }

  /// `parent`: who started the program.
  int run(pid_t parent) {
    // The socket is bound first, so that the game's first call finds it; that takes microseconds.
    auto socket = bind_socket();
    plan_.game.environment = game_environment(environment_, changes_for_game(socket));
    around_.hooks_get(plan_.game.environment);
    fill_in(plan_.game, settings_.values.game, injected_);
    leave_folder();
    bring_events_to_hooks();
    shell_.emplace(time_, *log_, telemetry_sinks{events_, counters_}, host_, around_, platform_tasks_,
                   std::move(plan_), [this](int code) { leave(code); });
    time_.on_pause([this](base::duration gap) { shell_->on_pause(gap); });
    around_.tell(*shell_);
    shell_->start();
    log_start_warnings(settings_, injected_, *log_);
    if (const int signal = settings_.values.init.parent_death; process::follow_parent(signal, parent, *log_))
      shell_->on_signal({.number = signal, .sender = 0});
    // A game may be over already, and then nothing of what follows is needed.
    listen_to_signals();
    signals_.take();
    if (loop_.stopped()) {
      say_goodbye();
      return exit_code_;
    }
    // The game runs; from here on things may take their time.
    around_.look_at_container();
    shell_->show(deployment_at_start(injected_, environment_), settings_in_force(settings_));
    if (socket) serve(std::move(*socket));
    if (injected_.on_platform) connect_platform();
    detectors_.emplace(loop_.get_executor(), time_, random_, tasks_, *shell_);
    detectors_->watch(settings_.values.occupancy, injected_.ports);
    serve_metrics();
    signals_.run();
    say_goodbye();
    return exit_code_;
  }

  /// Ends the process. What others would find is removed; the rest goes with the process, sooner than it could be
  /// torn down: the resolver's thread may still wait for a silent DNS server, and somebody waits for our exit code.
  void leave_process() {
#ifdef __SANITIZE_ADDRESS__
    // Torn down all the same where leaks are looked for.
    if (!names_ || !names_->busy()) return;
#endif
    server_.reset();
    around_.close_notify_socket();
    host_.give_back_terminal();
    std::_Exit(exit_code_);
  }

 private:
  void leave(int code) {
    exit_code_ = code;
    // `ended` is the last event: what a hook on it comes to may be known before the loop has stopped.
    events_.close();
    loop_.stop();
  }

  /// Who follows gets the end of the story, and its hooks a moment to run; nobody is waited for any longer.
  void say_goodbye() {
    const auto deadline = time_.now() + limits::goodbye;
    // What the platform still answers is about a deployment that has ended.
    platform_tasks_.cancel();
    loop_.restart();
    while ((events_.readers() > 0 || (dispatcher_ && !dispatcher_->idle())) && time_.now() < deadline)
      signals_.run_one_until(deadline, time_);
    // What still waits refers to what is gone soon.
    tasks_.cancel();
    if (server_) server_->stop();
    if (metrics_server_) metrics_server_->stop();
    loop_.restart();
    loop_.poll();
  }

  void bring_events_to_hooks() {
    events_.observe([this](const telemetry::recorded_event& each) { counters_.events.add(each.type); });
    auto hooks = read_hook_addresses(settings_.values.events.hooks, environment_, *log_);
    if (hooks.empty()) return;
    telemetry::hook_dispatcher::seams seams;
    seams.run_command = command_carrier(hooks_, tasks_, plan_.game.environment);
    seams.call_webhook =
        webhook_carrier([this]() -> net::http_transport& { return network(); }, time_, tasks_);
    seams.tell = [this](const telemetry::hook_outcome& how) { on_hook(how); };
    dispatcher_.emplace(time_, random_, std::move(hooks), std::move(seams));
    events_.observe([this](const telemetry::recorded_event& each) { dispatcher_->offer(each); });
  }

  void on_hook(const telemetry::hook_outcome& how) {
    counters_.hooks.add(how.outcome);
    if (how.outcome != "done")
      log_->warn("a hook did not succeed",
                 {{"hook", how.name}, {"on", how.on}, {"outcome", how.outcome}, {"what", how.detail}});
    events_.record(
        telemetry::events::hook(how.name, how.on, how.on_seq, how.outcome, how.attempts, how.detail));
  }

  environment_changes changes_for_game(const std::optional<net::unix_listener>& socket) {
    const auto& chosen = settings_.values.game;
    environment_changes changes;
    if (socket) changes.socket_path = socket->path();
    // A user that cannot be found is the start's failure, which says so.
    if (!chosen.user.empty())
      if (const auto who = process::find_user(chosen.user)) changes.home = who->home;
    changes.hidden = chosen.hide;
    for (const auto& hook : settings_.values.events.hooks)
      if (!hook.variable.empty()) changes.hidden.push_back(hook.variable);
    changes.extra = chosen.environment;
    if (settings_.values.notify.socket)
      for (auto& each : around_.open_notify_socket(choose_notify_sockets(
               changes.socket_path, game_owner(chosen.user), random_.next(), environment_)))
        changes.extra.push_back(std::move(each));
    return changes;
  }

  /// The agent stands in no folder that somebody may want to unmount. Every path it uses is absolute.
  void leave_folder() {
    if (!plan_.game.working_directory.empty() && ::chdir("/") != 0)
      log_->debug("the agent stays in the folder it was started in");
  }

  std::optional<net::unix_listener> bind_socket() {
    const auto path = settings_.values.control.socket.resolve(settings::control_socket_name);
    if (!path) return std::nullopt;
    auto listening = net::listen_unix(*path, socket_mode);
    if (listening) return std::move(*listening);
    log_->error("the local API cannot be served; the game runs without it",
                {{"socket", *path}, {"what", listening.error().message()}});
    return std::nullopt;
  }

  void listen_to_signals() {
    signals_.start({[this](process::received_signal arrived) { on_signal(arrived); },
                    [this] { shell_->flush_signal_log(); }});
  }

  void on_signal(process::received_signal arrived) {
    if (arrived.number == SIGCHLD) {
      shell_->flush_signal_log();  // what came before an end is logged before it
      return host_.child_signal();
    }
    if (arrived.number == SIGCONT) host_.continue_signal();
    shell_->on_signal(arrived);
  }

  control::api& api() {
    const auto& user = settings_.values.game.user;
    if (!api_)
      api_.emplace(
          control::api_parts{*shell_, time_, events_, counters_, game_owner(user), &log_->secrets()});
    return *api_;
  }

  void serve(net::unix_listener socket) {
    server_.emplace(
        loop_.get_executor(), time_, *log_, control::server_limits(game_owner(settings_.values.game.user)),
        [this](net::http_request request, const net::http_peer& peer) {
          return api().answer(std::move(request), peer);
        },
        [](int status, std::string detail) { return control::problem(status, detail); });
    server_->listen_unix(std::move(socket), closer_);
  }

  asio::awaitable<net::http_response> answer_publicly(net::http_request request) {
    co_return api().answer_publicly(request);
  }

  void serve_metrics() {
    counters_.measure_game = [] { return measure_game(process::cgroup::find()); };
    const auto& where = settings_.values.metrics.listen;
    if (!where) return;
    metrics_server_.emplace(
        loop_.get_executor(), time_, *log_, control::public_server_limits(),
        [this](net::http_request request, const net::http_peer&) {
          return answer_publicly(std::move(request));
        },
        [](int status, std::string detail) { return control::problem(status, detail); });
    if (const auto bound = metrics_server_->listen_tcp(where->address, where->port); !bound)
      log_->error("the metrics cannot be served on their port", {{"what", bound.error().message()}});
  }

  /// Made when it is first needed: it takes a thread and OpenSSL.
  net::http_client& network() {
    if (http_) return *http_;
    net::initialise_tls();
    names_ = net::make_system_resolver(loop_.get_executor(), time_);
    host_.exclude([this](const auto& process) { return names_->owns(process.pid); });
    net::trust_settings trust;
    trust.ca_file = settings_.values.platform.ca_file;
    http_.emplace(loop_.get_executor(), time_, *names_, trust, *log_, limits::api_response_body_bytes);
    return *http_;
  }

  void connect_platform() {
    using source = settings::platform_source;
    const auto& chosen = settings_.values.platform;
    edgegap::client_settings client_settings;
    // load() has checked it.
    client_settings.api = net::parse_trusted_url(chosen.api_url).value();
    if (chosen.source != source::context)
      client_settings.organisation_token = api_token(settings_.values, environment_, *log_);
    if (client_settings.organisation_token) log_->redact(*client_settings.organisation_token);
    auto known = injected_;
    if (chosen.source == source::status) known.context_url.reset();

    platform_.emplace(network(), time_, client_settings, known);
    shell_->connect(*platform_);
    if (chosen.source != source::off) watch(chosen);
  }

  void watch(const settings::agent_settings::platform_group& chosen) {
    edgegap::watch_settings how;
    how.interval = chosen.poll_interval;
    how.jitter = chosen.poll_jitter / 100.0;
    how.fleet = chosen.fleet_size;
    how.request_timeout = chosen.request_timeout;
    watcher_.emplace(*platform_, time_, random_, *log_, how, injected_.request_id,
                     [this](const edgegap::observation& seen) { shell_->on_observation(seen); });
    if (watcher_->has_source()) shell_->set_pace(steering(*watcher_));
    platform_tasks_.spawn("watch", watcher_->run());
  }

  std::vector<std::string> environment_;
  settings::loaded settings_;
  std::unique_ptr<base::logger> log_;
  edgegap::injected_environment injected_;
  int exit_code_ = 0;

  base::descriptor_closer closer_;
  asio::io_context loop_{1};
  process::signal_loop signals_{loop_};
  base::system_clock real_time_;
  base::pause_aware_clock time_;
  process::posix_host host_;
  base::task_group tasks_{loop_.get_executor(), *log_};
  base::task_group platform_tasks_{loop_.get_executor(), *log_};
  base::random_source random_{random_seed()};
  telemetry::event_history events_;
  telemetry::agent_metrics counters_;
  plan plan_;
  process::hook_runner hooks_;
  game_surroundings around_;
  std::optional<shell> shell_;
  std::optional<telemetry::hook_dispatcher> dispatcher_;
  std::optional<control::api> api_;
  std::optional<net::http_server> server_;
  std::optional<net::http_server> metrics_server_;
  std::unique_ptr<net::resolver> names_;
  std::optional<net::http_client> http_;
  std::optional<edgegap::client> platform_;
  std::optional<edgegap::watcher> watcher_;
  std::optional<detectors> detectors_;
};

}  // namespace

int run(const run_request& request, const process::signal_block& signals) {
  program one(request, signals);
  const int exit_code = one.run(signals.parent());
  one.leave_process();
  return exit_code;
}

}  // namespace gamekeeper::run
