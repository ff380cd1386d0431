#include "gamekeeper/run/process_game_io.hpp"

#include "gamekeeper/run/game_environment.hpp"

#include <chrono>
#include <utility>

namespace gamekeeper::run {

process_game_io::process_game_io(const seams& around)
    : loop_(around.loop),
      time_(around.time),
      hooks_(around.hooks),
      chosen_(around.chosen),
      ready_(around.time, around.host, around.chosen.ready.when, around.injected.ports,
             [this](std::string by) { messages_->on_ready(std::move(by)); }),
      output_({around.loop, around.time, around.log, around.chosen, ready_}),
      ladder_(
          {around.loop, around.time, around.log, around.tasks, around.hooks, around.chosen, around.network}),
      veto_({around.time, around.log, around.hooks, around.chosen}),
      notify_({around.loop, around.time, around.log, around.closer}, game_owner(around.chosen.game.user)) {
  if (!ready_.problem().empty())
    around.log.error("readiness cannot be watched; POST /v1/ready still counts",
                     {{"what", ready_.problem()}});
}

void process_game_io::set_listener(game_messages& messages) {
  messages_ = &messages;
  output_.set_listener(messages);
  notify_.set_listener(messages);
}

std::vector<std::string> process_game_io::open_notify_socket(const notify_sockets& chosen) {
  const auto variable = notify_.open(chosen);
  if (!variable) return {};
  std::vector<std::string> variables{*variable};
  if (chosen_.watchdog.source == settings::watchdog_source::game) {
    const std::chrono::microseconds every = chosen_.watchdog.timeout;
    variables.push_back("WATCHDOG_USEC=" + std::to_string(every.count()));
  }
  return variables;
}

void process_game_io::set_hook_environment(const std::vector<std::string>& environment) {
  ladder_.set_environment(environment);
  veto_.set_environment(environment);
}

void process_game_io::watch_container(const std::function<void()>& check_memory) {
  group_ = process::cgroup::find();
  check_memory();
  memory_.emplace(loop_, time_, *group_, check_memory);
}

void process_game_io::before_start(process::spawn_spec& spec) {
  output_.open(spec);
  ladder_.open_input(spec);
}

void process_game_io::after_start(std::optional<pid_t> game) {
  output_.close_child_ends();
  ladder_.close_child_end();
  notify_.set_game(game.value_or(0));
  if (!game) return;
  output_.start();
  ready_.game_started();
}

void process_game_io::after_end() {
  ready_.game_ended();
  output_.flush();
}

void process_game_io::run_ladder_step(const settings::ladder_step& step,
                                      std::function<void(std::string failure)> done) {
  ladder_.run(step, std::move(done));
}

void process_game_io::ask_veto(const std::string& verdict, const std::string& reason,
                               std::function<void(bool not_yet, std::string reason)> done) {
  veto_.ask(verdict, reason, std::move(done));
}

std::optional<std::uint64_t> process_game_io::memory_kills() const {
  return group_ ? group_->oom_kills() : std::nullopt;
}

std::optional<double> process_game_io::throttled_seconds() const {
  const auto time = group_ ? group_->throttled_time() : std::nullopt;
  if (!time) return std::nullopt;
  return std::chrono::duration<double>(*time).count();
}

}  // namespace gamekeeper::run
