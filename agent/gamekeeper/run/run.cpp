#include "gamekeeper/run/run.hpp"

#include "base/limits.hpp"
#include "gamekeeper/run/detector_setup.hpp"
#include "gamekeeper/run/event_hooks.hpp"
#include "gamekeeper/run/game_environment.hpp"
#include "gamekeeper/run/local_api.hpp"
#include "gamekeeper/run/network_access.hpp"
#include "gamekeeper/run/placeholder_files.hpp"
#include "gamekeeper/run/platform_link.hpp"
#include "gamekeeper/run/process_game_io.hpp"
#include "gamekeeper/run/run_config.hpp"
#include "gamekeeper/run/run_inputs.hpp"
#include "gamekeeper/run/runtime.hpp"
#include "gamekeeper/run/start_warnings.hpp"
#include "gamekeeper/run/startup_views.hpp"
#include "gamekeeper/run/supervisor.hpp"
#include "process/parent_death.hpp"
#include "process/posix_host.hpp"
#include "process/user.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace gamekeeper::run {

namespace {

/// Everything of one run, in the order in which it is made; what refers to something stands below it.
class program {
 public:
  program(const run_request& request, const process::signal_block& signals)
      : inputs_(request),
        runtime_(*inputs_.log, random_seed()),
        host_(signals, *inputs_.log, inputs_.chosen().init.subreaper != settings::subreaper_choice::off),
        hook_runner_(host_, runtime_.time, *inputs_.log),
        network_(runtime_, host_, *inputs_.log, inputs_.chosen().platform.ca_file),
        game_io_({runtime_.executor(), runtime_.time, *inputs_.log, runtime_.tasks, host_, hook_runner_,
                  inputs_.chosen(), inputs_.injected, runtime_.closer,
                  [this]() -> net::http_transport& { return network_.http(); }}),
        event_hooks_({runtime_, inputs_, runtime_.telemetry(), hook_runner_, network_}),
        platform_(runtime_, inputs_),
        api_(runtime_, inputs_, runtime_.telemetry()) {}

  /// `parent`: who started the program.
  int run(const std::vector<std::string>& command, pid_t parent) {
    // The socket is bound first, so that the game's first call finds it; that takes microseconds.
    api_.bind();
    start_supervisor(configure(command));
    if (const int signal = inputs_.chosen().init.parent_death;
        process::follow_parent(signal, parent, *inputs_.log))
      supervisor_->on_signal({.number = signal, .sender = 0});
    // A game may be over already, and then nothing of what follows is needed.
    listen_to_signals();
    runtime_.signals.take();
    if (!runtime_.loop.stopped()) {
      // The game runs; from here on things may take their time.
      start_observing();
      runtime_.signals.run();
    }
    flush_event_streams();
    return exit_code_;
  }

  /// Ends the process. What others would find is removed; the rest goes with the process, sooner than it could be
  /// torn down: the resolver's thread may still wait for a silent DNS server, and somebody waits for our exit code.
  void leave_process() {
#ifdef __SANITIZE_ADDRESS__
    // Torn down all the same where leaks are looked for.
    if (!network_.is_busy()) return;
#endif
    api_.close();
    game_io_.close_notify_socket();
    host_.give_back_terminal();
    std::_Exit(exit_code_);
  }

 private:
  run_config configure(const std::vector<std::string>& command) {
    auto config = make_run_config(command, inputs_.chosen(), inputs_.injected);
    config.game.environment = game_environment(inputs_.environment, changes_for_game());
    game_io_.set_hook_environment(config.game.environment);
    expand_placeholders(config.game, inputs_.chosen().game, inputs_.injected);
    event_hooks_.start(config.game.environment);
    return config;
  }

  environment_changes changes_for_game() {
    const auto& chosen = inputs_.chosen().game;
    environment_changes changes;
    if (const auto path = api_.socket_path()) changes.socket_path = *path;
    // A user that cannot be found is the start's failure, which says so.
    if (!chosen.user.empty())
      if (const auto user = process::find_user(chosen.user)) changes.home = user->home;
    changes.hidden = chosen.hide;
    for (const auto& hook : inputs_.chosen().events.hooks)
      if (!hook.variable.empty()) changes.hidden.push_back(hook.variable);
    changes.extra = chosen.environment;
    if (!inputs_.chosen().notify.socket) return changes;
    const auto sockets = choose_notify_sockets(changes.socket_path, game_owner(chosen.user),
                                               runtime_.random.next(), inputs_.environment);
    for (auto& variable : game_io_.open_notify_socket(sockets)) changes.extra.push_back(std::move(variable));
    return changes;
  }

  void start_supervisor(run_config config) {
    leave_folder(config.game.working_directory);
    supervisor_.emplace(supervisor::seams{runtime_.time, *inputs_.log, runtime_.telemetry(), host_, game_io_,
                                          runtime_.platform_tasks, [this](int code) { leave(code); }},
                        std::move(config));
    runtime_.time.on_pause([this](base::duration gap) { supervisor_->on_pause(gap); });
    game_io_.set_listener(supervisor_->messages());
    supervisor_->start();
    log_start_warnings(inputs_.settings, inputs_.injected, *inputs_.log);
  }

  /// The agent stands in no folder that somebody may want to unmount. Every path it uses is absolute.
  void leave_folder(const std::string& folder_of_game) {
    if (!folder_of_game.empty() && ::chdir("/") != 0)
      inputs_.log->debug("the agent stays in the folder it was started in");
  }

  void start_observing() {
    game_io_.watch_container([this] { supervisor_->check_memory(); });
    supervisor_->set_startup_views(deployment_at_start(inputs_.injected, inputs_.environment),
                                   settings_in_force(inputs_.settings));
    api_.serve(supervisor_->control());
    if (inputs_.injected.on_platform) platform_.connect(network_.http(), *supervisor_);
    detectors_.emplace(runtime_.executor(), runtime_.time, runtime_.random, runtime_.tasks, *supervisor_);
    detectors_->watch(inputs_.chosen().occupancy, inputs_.injected.ports);
  }

  void listen_to_signals() {
    runtime_.signals.start({[this](process::received_signal received) { on_signal(received); },
                            [this] { supervisor_->flush_signal_log(); }});
  }

  void on_signal(process::received_signal received) {
    if (received.number == SIGCHLD) {
      supervisor_->flush_signal_log();  // what came before an end is logged before it
      return host_.child_signal();
    }
    if (received.number == SIGCONT) host_.continue_signal();
    supervisor_->on_signal(received);
  }

  void leave(int code) {
    exit_code_ = code;
    // `ended` is the last event: what a hook on it comes to may be known before the loop has stopped.
    runtime_.events.close();
    runtime_.loop.stop();
  }

  /// Followers of the events and hooks have limits::goodbye to receive the last ones; nobody is waited for longer.
  void flush_event_streams() {
    const auto deadline = runtime_.time.now() + base::limits::goodbye;
    // What the platform still answers is about a deployment that has ended.
    runtime_.platform_tasks.cancel();
    runtime_.loop.restart();
    while ((runtime_.events.readers() > 0 || !event_hooks_.is_idle()) && runtime_.time.now() < deadline)
      runtime_.signals.run_one_until(deadline, runtime_.time);
    // What still waits refers to what is gone soon.
    runtime_.tasks.cancel();
    api_.stop();
    runtime_.loop.restart();
    runtime_.loop.poll();
  }

  run_inputs inputs_;
  int exit_code_ = 0;
  runtime runtime_;
  process::posix_host host_;
  process::hook_runner hook_runner_;
  network_access network_;
  process_game_io game_io_;
  event_hooks event_hooks_;
  std::optional<supervisor> supervisor_;
  platform_link platform_;
  local_api api_;
  std::optional<detector_setup> detectors_;
};

}  // namespace

int run(const run_request& request, const process::signal_block& signals) {
  program whole(request, signals);
  const int exit_code = whole.run(request.command, signals.parent());
  whole.leave_process();
  return exit_code;
}

}  // namespace gamekeeper::run
