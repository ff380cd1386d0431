#include "gamekeeper/run/supervisor.hpp"

#include "lifecycle/signals.hpp"
#include "process/exit_status.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace gamekeeper::run {

supervisor::supervisor(seams around, run_config config)
    : seams_(std::move(around)),
      config_(std::move(config)),
      journal_(seams_.time, seams_.log, seams_.telemetry, config_.request_id),
      driver_(seams_.time, config_.policy,
              {[this](const lifecycle::effect& effect) {
                 std::visit([this](const auto& e) { apply(e); }, effect);
               },
               [this] { reschedule(); }, [this] { on_alarm(); }}),
      occupancy_(seams_.time, seams_.log, seams_.telemetry, config_.detectors, config_.unknown_warn_after,
                 post_to_core()),
      platform_(seams_.time, config_.platform,
                {journal_, seams_.telemetry.counters, occupancy_, driver_.state(), post_to_core()}),
      self_stop_(seams_.time, seams_.log, seams_.telemetry, seams_.tasks, config_.self_stop,
                 [this](lifecycle::event event) {
                   self_stop_.retry_write(driver_.state());
                   driver_.post(std::move(event));
                 }),
      game_(seams_.time, {seams_.host, seams_.io, journal_, driver_.state(), post_to_core()}, config_.game),
      signals_(seams_.host, seams_.log, seams_.telemetry, config_.signals,
               {[this] { return game_.pid(); },
                [this](int number) { return lifecycle::is_forwarded_only(driver_.state(), number); },
                post_to_core()}),
      messages_(driver_.state(), journal_, post_to_core(),
                [this](std::string_view detector, const occupancy::reading& reading) {
                  on_reading(detector, reading);
                }),
      status_({seams_.time, driver_.state(), game_, occupancy_, platform_, seams_.telemetry.events},
              {config_.version, config_.platform.is_present, config_.request_id}),
      commands_(
          {seams_.time, driver_.state(), journal_, game_, signals_, messages_, status_, post_to_core()}) {}

event_sink supervisor::post_to_core() {
  return [this](lifecycle::event event) { driver_.post(std::move(event)); };
}

void supervisor::start() {
  game_.listen();
  platform_.report_silent_platform();
  occupancy_.check_unknown_detectors();
  if (auto earlier = self_stop_.read_earlier_decision())
    driver_.resume(earlier->verdict, std::move(earlier->reason), earlier->game_exit_code);
  else
    game_.spawn();
}

void supervisor::connect(edgegap::client& platform) {
  commands_.connect(platform);
  self_stop_.connect(platform, driver_.state());
}

void supervisor::on_pause(base::duration gap) {
  journal_.agent_paused(gap);
  platform_.on_pause();
  driver_.post(lifecycle::paused{gap});
}

void supervisor::on_observation(const edgegap::observation& observation) {
  game_.check_memory();
  platform_.on_observation(observation);
  reschedule();
}

void supervisor::on_reading(std::string_view detector, const occupancy::reading& reading) {
  occupancy_.record(detector, reading);
  occupancy_.update();
  occupancy_.check_unknown_detectors();
  reschedule();
}

void supervisor::on_detector_failure(std::string_view detector, const base::error& failure) {
  occupancy_.record_failure(detector, failure.message());
  occupancy_.check_unknown_detectors();
  reschedule();
}

void supervisor::on_alarm() {
  platform_.report_silent_platform();
  occupancy_.update();
  platform_.on_alarm();
  occupancy_.check_unknown_detectors();
}

void supervisor::reschedule() {
  platform_.update_urgency();
  const auto reading = occupancy_.next_change();
  const auto poll = platform_.next_change();
  driver_.reschedule(reading && poll ? std::min(*reading, *poll) : reading ? reading : poll);
}

int supervisor::exit_code_for(int game_code) const {
  const auto& verdict = driver_.state().ending.verdict;
  if (config_.exit.decided && verdict && is_decided(*verdict)) return *config_.exit.decided;
  return process::remapped(game_code, config_.exit.remap);
}

void supervisor::apply(const lifecycle::decided& e) {
  self_stop_.set_decided_now();
  // First of all: from here on an agent that is killed and started again finishes the stop.
  if (e.remember) self_stop_.write_decision(driver_.state(), false);
  journal_.end_decided(e);
}

void supervisor::apply(const lifecycle::phase_entered& e) {
  journal_.phase_entered(e.phase, driver_.state());
  if (e.phase == lifecycle::phase::stopping) self_stop_.write_decision(driver_.state(), false);
  self_stop_.retry_write(driver_.state());
}

void supervisor::apply(const lifecycle::start_game& e) {
  journal_.game_starting_again(e.restart);
  game_.spawn();
}

void supervisor::apply(const lifecycle::signal_game& e) {
  // That of a hang; a game that is stopped hangs and would not handle it.
  if (const auto sent = game_.signal_game(e.number, signals_.target())) signals_.log_sent(e.number, *sent);
}

void supervisor::apply(const lifecycle::signal_tree& e) {
  const auto sent = game_.signal_tree(e.number, signals_.target());
  if (game_.pid() != 0) signals_.log_sent(e.number, sent);
  if (e.step_index)
    journal_.ladder_signal_sent(*e.step_index, config_.ladder.at(*e.step_index).describe(),
                                sent ? "" : sent.error().message());
}

void supervisor::apply(const lifecycle::run_ladder_step& e) {
  const auto& step = config_.ladder.at(e.step_index);
  const auto description = step.describe();
  journal_.ladder_step_begun(description);
  game_.count_as_asked();
  seams_.io.run_ladder_step(step, [this, description, step_index = e.step_index](const std::string& failure) {
    journal_.ladder_step_done(step_index, description, failure);
  });
}

void supervisor::apply(const lifecycle::ask_veto& e) {
  journal_.veto_asked(e);
  seams_.io.ask_veto(std::string(to_string(e.why)), e.reason, [this](bool not_yet, std::string reason) {
    driver_.post(lifecycle::veto_answered{not_yet, std::move(reason)});
  });
}

void supervisor::apply(const lifecycle::stop_accepted& e) {
  self_stop_.write_decision(driver_.state(), true);
  journal_.stop_accepted(e.gone, config_.policy.self_stop.linger_max);
}

void supervisor::apply(const lifecycle::leave& e) {
  const int code = exit_code_for(e.exit_code);
  exit_report{seams_.time, seams_.log, seams_.telemetry,   driver_.state(),
              game_,       seams_.io,  config_.report_path}
      .write(code);
  seams_.leave(code);
}

}  // namespace gamekeeper::run
