#include "gamekeeper/run/game_surroundings.hpp"

#include "base/limits.hpp"
#include "gamekeeper/run/game_environment.hpp"
#include "gamekeeper/run/shell.hpp"
#include "occupancy/line_text.hpp"

#include <unistd.h>

#include <algorithm>

namespace gamekeeper::run {

namespace asio = boost::asio;
namespace limits = base::limits;

namespace {

// sysexits.h's EX_TEMPFAIL: the customary "try again later".
constexpr int not_yet_code = 75;

bool lists_log(const settings::agent_settings& chosen) {
  const auto& all = chosen.occupancy.detectors;
  return std::any_of(all.begin(), all.end(),
                     [](const auto& each) { return each.what == occupancy::detector_spec::kind::log; });
}

bool writes_lines(const settings::agent_settings& chosen) {
  const auto& all = chosen.drain.ladder;
  return std::any_of(all.begin(), all.end(),
                     [](const auto& each) { return each.what == settings::ladder_step::kind::line; });
}

base::duration rounded(std::chrono::microseconds time) {
  return std::chrono::ceil<base::duration>(time);
}

}  // namespace

game_surroundings::game_surroundings(surroundings_parts parts)
    : parts_(std::move(parts)),
      ready_(parts_.time, parts_.host, parts_.chosen.ready.when, parts_.injected.ports,
             [this](std::string by) { told_->on_ready(std::move(by)); }),
      trust_(::getpid(), std::vector<uid_t>{game_owner(parts_.chosen.game.user)}) {
  if (!ready_.problem().empty())
    parts_.log.error("readiness cannot be watched; POST /v1/ready still counts",
                     {{"what", ready_.problem()}});
  if (lists_log(parts_.chosen)) make_log_players();
  if (writes_lines(parts_.chosen)) input_.emplace(parts_.loop);
  if (needs_lines()) pump_ = std::make_unique<process::log_pump>(parts_.loop, parts_.log);
}

void game_surroundings::make_log_players() {
  const auto& chosen = parts_.chosen.occupancy;
  // What is missing was said with the other settings' problems, and the detector stays unknown.
  if (chosen.log_join.empty() || chosen.log_leave.empty()) return;
  players_.emplace(occupancy::line_pattern::compile(chosen.log_join).value(),
                   occupancy::line_pattern::compile(chosen.log_leave).value());
}

bool game_surroundings::needs_lines() const {
  return ready_.needs_lines() || players_ || parts_.chosen.report.log_lines ||
         parts_.chosen.watchdog.source == settings::watchdog_source::log;
}

std::vector<std::string> game_surroundings::open_notify_socket(const notify_sockets& chosen) {
  const process::notify_socket_parts needed{parts_.loop, parts_.log, parts_.closer, trust_};
  auto made = process::make_notify_socket(needed, chosen.path.value_or(chosen.abstract_name));
  if (!made && chosen.path) made = process::make_notify_socket(needed, chosen.abstract_name);
  if (!made) {
    parts_.log.error("$NOTIFY_SOCKET cannot be served; the game runs without it",
                     {{"what", made.error().message()}});
    return {};
  }
  const auto hear = [this](std::string_view datagram) { on_datagram(datagram); };
  notify_ = std::move(*made);
  notify_->start(hear);
  if (chosen.path && notify_->name() == *chosen.path) {
    if (auto alias = process::make_notify_socket(needed, abstract_alias(*chosen.path))) {
      notify_alias_ = std::move(*alias);
      notify_alias_->start(hear);
    } else {
      parts_.log.debug("$NOTIFY_SOCKET has no abstract alias", {{"what", alias.error().message()}});
    }
  }
  if (chosen.above) relay_.emplace(*chosen.above);
  std::vector<std::string> variables{"NOTIFY_SOCKET=" + notify_->name()};
  if (parts_.chosen.watchdog.source == settings::watchdog_source::game) {
    const std::chrono::microseconds every = parts_.chosen.watchdog.timeout;
    variables.push_back("WATCHDOG_USEC=" + std::to_string(every.count()));
  }
  return variables;
}

void game_surroundings::before_start(process::spawn_spec& spec) {
  if (pump_) {
    pump_failure_.clear();
    if (auto opened = pump_->open()) {
      ends_ = std::move(*opened);
      spec.output_fd = ends_.output.get();
      spec.error_fd = ends_.error.get();
    } else {
      pump_failure_ = opened.error().message();
      parts_.log.error("the game's output cannot be read; it goes where it went",
                       {{"what", opened.error().message()}});
    }
  }
  if (!input_) return;
  if (auto opened = input_->open()) {
    input_end_ = std::move(*opened);
    spec.input_fd = input_end_.get();
  } else {
    parts_.log.error("the game gets no pipe on its stdin; the ladder's lines will not reach it",
                     {{"what", opened.error().message()}});
  }
}

void game_surroundings::after_start(std::optional<pid_t> game) {
  ends_ = {};
  input_end_.reset();
  trust_.set_game(game.value_or(0));
  if (!game) return;
  if (pump_ && !pump_failure_.empty() && lists_log(parts_.chosen))
    told_->on_reading("log", occupancy::doubtful(pump_failure_, parts_.time.now()));
  if (pump_ && pump_failure_.empty()) {
    pump_->on_line([this](std::string_view text) { on_line(text); });
    if (parts_.chosen.watchdog.source == settings::watchdog_source::log)
      pump_->on_activity([this] { told_->on_sign_of_life(); });
  }
  if (players_ && pump_failure_.empty())
    if (const auto nobody = players_->restarted(parts_.time.now())) told_->on_reading("log", *nobody);
  ready_.game_started();
}

void game_surroundings::look_at_container() {
  group_ = process::cgroup::find();
  told_->look_at_memory();
  memory_.emplace(parts_.loop, parts_.time, *group_, [this] { told_->look_at_memory(); });
}

void game_surroundings::after_end() {
  ready_.game_ended();
  if (pump_) pump_->flush();
}

void game_surroundings::on_line(std::string_view text) {
  occupancy::read_line(text, [this](std::string_view shown) {
    ready_.line(shown);
    if (!players_) return;
    if (const auto seen = players_->line(shown, parts_.time.now())) told_->on_reading("log", *seen);
  });
}

void game_surroundings::on_datagram(std::string_view datagram) {
  on_notification(process::parse_notification(datagram));
  if (!relay_) return;
  const auto passed = relay_->pass(datagram);
  if (!passed && !std::exchange(relay_failed_, true))
    parts_.log.warn("what the game says cannot be passed on to the NOTIFY_SOCKET above",
                    {{"what", passed.error().message()}});
}

void game_surroundings::on_notification(const process::notification& said) {
  if (said.status) told_->on_status_text(*said.status);
  if (said.watchdog_every) told_->on_watchdog_set(rounded(*said.watchdog_every));
  if (said.ready) told_->on_ready("notify");
  if (said.watchdog) told_->on_sign_of_life();
  if (said.extend) told_->on_extension(rounded(*said.extend));
  if (said.players)
    told_->on_reading(occupancy::reported, occupancy::counted(*said.players, parts_.time.now()));
  if (said.watchdog_trigger) told_->on_watchdog_triggered();
  if (said.stopping) told_->on_status_text("stopping");
}

void game_surroundings::take_step(const settings::ladder_step& step, std::function<void(std::string)> tell) {
  using kind = settings::ladder_step::kind;
  switch (step.what) {
    case kind::line:
      return tell(write_line(step.text));
    case kind::hook:
      return run_command(
          settings::words_of(step.text), parts_.chosen.drain.grace,
          [tell](process::hook_ended how) {
            if (how.timed_out) return tell("it took too long and was killed");
            tell(how.status.success() ? "" : how.status.describe());
          },
          tell);
    case kind::http:
      return parts_.tasks.spawn("ladder step", call(step.text, std::move(tell)));
    case kind::event:
    case kind::signal:
      return tell("");
  }
}

std::string game_surroundings::write_line(const std::string& text) {
  if (!input_) return "the game has no pipe on its stdin";
  const auto written = input_->write_line(text);
  return written ? "" : written.error().message();
}

void game_surroundings::run_command(std::vector<std::string> command, base::duration within,
                                    std::function<void(process::hook_ended)> on_end,
                                    const std::function<void(std::string)>& on_failure) {
  process::spawn_spec spec;
  spec.command = std::move(command);
  spec.environment = environment_;
  const auto started = parts_.hooks.run(spec, parts_.time.now() + within, std::move(on_end));
  if (!started) on_failure(started.error().message);
}

asio::awaitable<void> game_surroundings::call(std::string address, std::function<void(std::string)> tell) {
  auto to = net::parse_trusted_url(address);
  if (!to) {
    tell(to.error().message());
    co_return;
  }
  net::http_request request("POST");
  const auto deadline = parts_.time.now() + limits::ladder_call_deadline;
  auto& http = parts_.network();
  const auto answer = co_await http.send(std::move(*to), std::move(request), deadline);
  if (!answer)
    tell(answer.error().message());
  else
    tell(answer->status < 300 ? "" : "HTTP " + std::to_string(answer->status));
}

void game_surroundings::ask_veto(const std::string& verdict, const std::string& reason,
                                 std::function<void(bool, std::string)> tell) {
  auto command = parts_.chosen.veto.command;
  auto environment = environment_;
  environment.push_back("GAMEKEEPER_VERDICT=" + verdict);
  environment.push_back("GAMEKEEPER_REASON=" + reason);
  process::spawn_spec spec;
  spec.command = std::move(command);
  spec.environment = std::move(environment);
  const auto started = parts_.hooks.run(
      spec, parts_.time.now() + parts_.chosen.veto.timeout, [this, tell](process::hook_ended how) {
        const bool not_yet = !how.timed_out && how.status.signal == 0 && how.status.code == not_yet_code;
        const bool clear = not_yet || (!how.timed_out && how.status.success());
        const auto said = how.timed_out ? "no answer in time" : how.status.describe();
        if (!clear) parts_.log.warn("the veto hook has no usable answer; the end goes on", {{"what", said}});
        tell(not_yet, said);
      });
  if (started) return;
  parts_.log.warn("the veto hook cannot be run; the end goes on", {{"what", started.error().message}});
  tell(false, started.error().message);
}

std::optional<std::uint64_t> game_surroundings::memory_kills() const {
  return group_ ? group_->oom_kills() : std::nullopt;
}

std::optional<double> game_surroundings::throttled_seconds() const {
  const auto time = group_ ? group_->throttled_time() : std::nullopt;
  if (!time) return std::nullopt;
  return std::chrono::duration<double>(*time).count();
}

std::vector<std::string> game_surroundings::last_lines() const {
  return pump_ ? pump_->last() : std::vector<std::string>();
}

}  // namespace gamekeeper::run
