#include "gamekeeper/run/run.hpp"

#include "base/limits.hpp"
#include "base/system_clock.hpp"
#include "control/api.hpp"
#include "control/problem.hpp"
#include "edgegap/environment.hpp"
#include "gamekeeper/run/game_environment.hpp"
#include "gamekeeper/run/shell.hpp"
#include "gamekeeper/run/templates.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "net/unix_socket.hpp"
#include "process/exit_status.hpp"
#include "process/posix_host.hpp"
#include "process/user.hpp"
#include "settings/load.hpp"

#include <boost/asio/io_context.hpp>

#include <sys/random.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace gamekeeper::run {

namespace asio = boost::asio;
namespace limits = base::limits;

namespace {

constexpr mode_t socket_mode =
    0666;  // reading is open to everybody in the container; changes are by SO_PEERCRED

settings::loaded load_settings(const run_request& request, const std::vector<std::string>& environment) {
  settings::sources from;
  from.flags = request.flags;
  from.environment = environment;
  from.file = settings::find_settings_file(request.config_file, environment);
  return settings::load(from);
}

std::unique_ptr<base::logger> make_log(const settings::agent_settings::log_group& wanted) {
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  const auto format = wanted.format.value_or(terminal ? base::log_format::text : base::log_format::json);
  return std::make_unique<base::logger>(base::make_fd_sink(STDERR_FILENO), format, wanted.level, terminal);
}

std::uint64_t random_seed() {
  std::uint64_t seed = 0;
  if (::getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
    seed = static_cast<std::uint64_t>(::getpid()) ^
           static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
  return seed;
}

lifecycle::after_drain after(settings::end_action action) {
  switch (action) {
    case settings::end_action::stop:
      return lifecycle::after_drain::self_stop;
    case settings::end_action::restart:
      return lifecycle::after_drain::restart;
    case settings::end_action::exit:
      return lifecycle::after_drain::exit;
  }
  return lifecycle::after_drain::self_stop;
}

void when_it_ends(lifecycle::policy& rules, const settings::agent_settings& chosen) {
  rules.dry_run = chosen.policy.dry_run;
  rules.empty_after = chosen.occupancy.empty_after;
  rules.first_join_after = chosen.occupancy.first_join_after;
  rules.min_uptime = chosen.uptime.min;
  rules.many_matches = chosen.match.many;
  rules.match_max = chosen.match.max;
  rules.uptime_max = chosen.uptime.max;
  rules.platform_limit_margin = chosen.uptime.platform_margin;
  rules.uptime_warning = chosen.uptime.warn_before;
  rules.veto = !chosen.veto.command.empty();
  rules.veto_retry = chosen.veto.retry;
  rules.veto_max = chosen.veto.max;
}

void how_the_game_is_kept(lifecycle::policy& rules, const settings::agent_settings& chosen) {
  rules.wait_for_ready = chosen.ready.when.what != settings::ready_condition::kind::start;
  rules.ready_within = chosen.ready.timeout;
  if (chosen.watchdog.source != settings::watchdog_source::off) rules.watchdog = chosen.watchdog.timeout;
  rules.hang_signal = chosen.watchdog.signal;
  rules.hang_grace = chosen.watchdog.grace;
  rules.on_exit = after(chosen.restart.on_exit);
  rules.on_crash = after(chosen.restart.on_crash);
  rules.when_spent = after(chosen.restart.when_spent);
  rules.restart_budget = chosen.restart.budget;
  rules.restart_window = chosen.restart.window;
  rules.restart_wait_min = chosen.restart.wait_min;
  rules.restart_wait_max = chosen.restart.wait_max;
}

void how_it_is_ended(lifecycle::policy& rules, const settings::agent_settings& chosen) {
  rules.ladder.clear();
  for (const auto& step : chosen.drain.ladder) {
    // A signal of the ladder is one of ours, but SIGTERM is what a rewriting is about.
    const int number = step.signal == SIGTERM ? chosen.signal.policy.apply(SIGTERM) : step.signal;
    rules.ladder.push_back({step.after, number});
  }
  rules.terminate_signal = chosen.signal.policy.apply(SIGTERM);
  rules.wait_for_tree = chosen.drain.wait_for_tree;
  rules.drain_grace = chosen.drain.grace;
  rules.extension_max = chosen.drain.extension_max;
  rules.kill_wait = chosen.drain.kill_wait;
  rules.platform_kill_after = chosen.platform.kill_after;
  rules.platform_kill_margin = chosen.platform.kill_margin;
  rules.retry_min = chosen.stop.retry_min;
  rules.retry_max = chosen.stop.retry_max;
  rules.resend_every = chosen.stop.resend_every;
  rules.linger_max = chosen.stop.linger_max;
}

lifecycle::policy policy_from(const settings::agent_settings& chosen,
                              const edgegap::injected_environment& injected) {
  lifecycle::policy rules;
  rules.on_platform = injected.on_platform;
  rules.can_self_stop = injected.can_stop_itself();
  when_it_ends(rules, chosen);
  how_the_game_is_kept(rules, chosen);
  how_it_is_ended(rules, chosen);
  rules.seed = random_seed();
  return rules;
}

/// Empty when it has no name any more; then the agent stays in it, and so does the game.
std::string current_folder() {
  std::error_code none;
  return std::filesystem::current_path(none).string();
}

plan make_plan(const run_request& request, const settings::agent_settings& chosen,
               const edgegap::injected_environment& injected) {
  plan made;
  made.rules = policy_from(chosen, injected);
  made.game.command = request.command;
  made.game.foreground = true;
  made.game.keep_signal_dispositions = chosen.signal.keep_dispositions;
  made.game.parent_death_signal = chosen.signal.parent_death;
  made.game.working_directory = chosen.game.folder.empty() ? current_folder() : chosen.game.folder;
  made.game.user = chosen.game.user;
  made.game.no_new_privileges = chosen.game.no_new_privileges;
  made.game.limits = chosen.game.limits;
  made.signals = chosen.signal.policy;
  // Without a request id the address to stop it at names the deployment just as well.
  made.deployment = injected.request_id;
  if (made.deployment.empty() && injected.delete_url) made.deployment = injected.delete_url->str();
  made.state_path = chosen.state.file.resolve(settings::state_file_name);
  // A reading has to outlive the pause to the next poll, or a slow poll would always be an unknown one.
  made.reading_max_age = std::max(chosen.occupancy.reading_max_age, 3 * chosen.platform.poll_interval);
  made.ladder = chosen.drain.ladder;
  made.on_platform = injected.on_platform;
  made.request_id = injected.request_id;
  made.version = GAMEKEEPER_VERSION;
  return made;
}

base::result<base::secret> token_from(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  if (!file || !std::getline(file, text))
    return base::error(base::errc::not_found, "platform.token_file: " + path + " cannot be read or is empty");
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.pop_back();
  return base::secret(std::move(text));
}

std::optional<base::secret> api_token(const settings::agent_settings& chosen,
                                      const std::vector<std::string>& environment, base::logger& log) {
  if (auto given = variable(environment, "EDGEGAP_API_TOKEN"); given && !given->empty())
    return base::secret(std::move(*given));
  if (chosen.platform.token_file.empty()) return std::nullopt;
  auto read = token_from(chosen.platform.token_file);
  if (read) return std::move(*read);
  log.warn("the organisation's API token cannot be read; the status operation cannot be used",
           {{"what", read.error().message()}});
  return std::nullopt;
}

/// Everything of one run, in the order in which it is made; what refers to something stands below it.
class program {
 public:
  program(const run_request& request, const process::signal_block& signals)
      : environment_(own_environment()),
        settings_(load_settings(request, environment_)),
        log_(make_log(settings_.values.log)),
        injected_(edgegap::read_environment(environment_)),
        time_(loop_.get_executor()),
        host_(signals, *log_, settings_.values.init.subreaper != settings::subreaper_choice::off),
        tasks_(loop_.get_executor(), *log_),
        random_(random_seed()),
        plan_(make_plan(request, settings_.values, injected_)) {
    log_->redact(injected_.delete_token);
    log_->redact(injected_.context_token);
  }

  int run() {
    // The socket is bound first, so that the game's first call finds it; that takes microseconds.
    auto socket = bind_socket();
    plan_.game.environment = game_environment(environment_, changes_for_game(socket));
    fill_in();
    leave_folder();
    shell_.emplace(time_, *log_, host_, tasks_, plan_, [this](int code) {
      exit_code_ = process::remapped(code, settings_.values.exit.remap);
      loop_.stop();
    });
    shell_->start();
    // The game runs; from here on things may take their time.
    if (loop_.stopped()) return exit_code_;
    say_what_is_wrong();
    listen_to_signals();
    if (socket) serve(std::move(*socket));
    if (injected_.on_platform) connect_platform();
    loop_.run();
    return exit_code_;
  }

  /// Ends the process at once when the resolver's thread still waits for a silent DNS server: joining it
  /// could take longer than the platform gives us.
  void leave_if_a_lookup_hangs() {
    if (!names_ || !names_->busy()) return;
    server_.reset();  // takes its socket file along
    std::_Exit(exit_code_);
  }

 private:
  environment_changes changes_for_game(const std::optional<net::unix_listener>& socket) const {
    const auto& chosen = settings_.values.game;
    environment_changes changes;
    if (socket) changes.socket_path = socket->path();
    // A user that cannot be found is the start's failure, which says so.
    if (!chosen.user.empty())
      if (const auto who = process::find_user(chosen.user)) changes.home = who->home;
    changes.hidden = chosen.hide;
    changes.extra = chosen.environment;
    return changes;
  }

  /// A game that would start with a placeholder for a port, or with half a file, is not started.
  void fill_in() {
    const auto& chosen = settings_.values.game;
    if (!chosen.expand && chosen.templates.empty()) return;
    const edgegap::placeholders known(injected_, plan_.game.environment);
    if (chosen.expand) {
      auto filled = expand_command(plan_.game.command, known);
      if (filled)
        plan_.game.command = std::move(*filled);
      else
        plan_.game.refused = filled.error().message();
    }
    if (const auto filled = fill_templates(chosen.templates, known); !filled)
      plan_.game.refused = filled.error().message();
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

  void say_what_is_wrong() {
    for (const auto& each : settings_.problems) {
      const bool wrong = each.weight == settings::problem::severity::error;
      log_->write(wrong ? base::log_level::error : base::log_level::warn,
                  wrong ? "a setting is wrong and not used" : "a setting has no meaning",
                  {{"what", each.describe()}});
    }
    for (const auto& warning : injected_.warnings)
      log_->warn("the injected environment", {{"what", warning}});
    if (!injected_.on_platform) log_->debug("no ARBITRIUM_* variables: off the platform, simply an init");
  }

  void listen_to_signals() {
    signals_ = process::make_signal_source(loop_.get_executor());
    signals_->start([this](process::received_signal arrived) {
      if (arrived.number == SIGCHLD) return host_.child_signal();
      if (arrived.number == SIGCONT) host_.continue_signal();
      shell_->on_signal(arrived);
    });
  }

  void serve(net::unix_listener socket) {
    net::http_server_limits bounds;
    bounds.request_body_bytes = limits::control_request_body_bytes;
    bounds.connections = limits::control_connections;
    bounds.request_deadline = limits::control_request_deadline;
    bounds.idle = limits::control_idle;
    bounds.write_deadline = limits::control_write_deadline;
    api_.emplace(*shell_, ::getuid());
    server_.emplace(
        loop_.get_executor(), time_, *log_, bounds,
        [this](net::http_request request, const net::http_peer& peer) {
          return answer(std::move(request), peer);
        },
        [](int status, std::string detail) { return control::problem(status, detail); });
    server_->listen_unix(std::move(socket));
  }

  asio::awaitable<net::http_response> answer(net::http_request request, const net::http_peer& peer) {
    co_return api_->answer(request, peer);
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

    net::initialise_tls();
    names_ = net::make_system_resolver(loop_.get_executor(), time_);
    net::trust_settings trust;
    trust.ca_file = chosen.ca_file;
    http_.emplace(loop_.get_executor(), time_, *names_, trust, *log_, limits::api_response_body_bytes);
    platform_.emplace(*http_, time_, client_settings, known);
    shell_->connect(*platform_);
    if (chosen.source != source::off) watch(chosen);
  }

  void watch(const settings::agent_settings::platform_group& chosen) {
    edgegap::watch_settings how;
    how.interval = chosen.poll_interval;
    how.jitter = chosen.poll_jitter / 100.0;
    how.request_timeout = chosen.request_timeout;
    watcher_.emplace(*platform_, time_, random_, *log_, how, injected_.request_id,
                     [this](const edgegap::observation& seen) { shell_->on_observation(seen); });
    tasks_.spawn("watch", watcher_->run());
  }

  std::vector<std::string> environment_;
  settings::loaded settings_;
  std::unique_ptr<base::logger> log_;
  edgegap::injected_environment injected_;
  int exit_code_ = 0;

  asio::io_context loop_{1};
  base::system_clock time_;
  process::posix_host host_;
  base::task_group tasks_;
  base::random_source random_;
  plan plan_;
  std::optional<shell> shell_;
  std::optional<control::api> api_;
  std::unique_ptr<process::signal_source> signals_;
  std::optional<net::http_server> server_;
  std::unique_ptr<net::resolver> names_;
  std::optional<net::http_client> http_;
  std::optional<edgegap::client> platform_;
  std::optional<edgegap::watcher> watcher_;
};

}  // namespace

int run(const run_request& request, const process::signal_block& signals) {
  program one(request, signals);
  const int exit_code = one.run();
  one.leave_if_a_lookup_hangs();
  return exit_code;
}

}  // namespace gamekeeper::run
