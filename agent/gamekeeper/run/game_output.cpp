#include "gamekeeper/run/game_output.hpp"

#include "occupancy/line_text.hpp"

#include <algorithm>
#include <utility>

namespace gamekeeper::run {

namespace {

bool has_log_detector(const settings::agent_settings& chosen) {
  const auto& all = chosen.occupancy.detectors;
  return std::any_of(all.begin(), all.end(), [](const auto& detector) {
    return detector.what == occupancy::detector_spec::kind::log;
  });
}

}  // namespace

game_output::game_output(seams around) : seams_(std::move(around)) {
  if (has_log_detector(seams_.chosen)) make_log_players();
  if (is_needed()) pump_ = std::make_unique<process::log_pump>(seams_.loop, seams_.log);
}

void game_output::make_log_players() {
  const auto& chosen = seams_.chosen.occupancy;
  // What is missing was said with the other settings' problems, and the detector stays unknown.
  if (chosen.log_join.empty() || chosen.log_leave.empty()) return;
  players_.emplace(occupancy::regex::compile(chosen.log_join).value(),
                   occupancy::regex::compile(chosen.log_leave).value());
}

bool game_output::is_needed() const {
  return seams_.ready.needs_lines() || players_ || seams_.chosen.report.log_lines ||
         seams_.chosen.watchdog.source == settings::watchdog_source::log;
}

void game_output::open(process::spawn_spec& spec) {
  if (!pump_) return;
  failure_.clear();
  if (auto opened = pump_->open()) {
    ends_ = std::move(*opened);
    spec.output_fd = ends_.output.get();
    spec.error_fd = ends_.error.get();
  } else {
    failure_ = opened.error().message();
    seams_.log.error("the game's output cannot be read; it goes where it went", {{"what", failure_}});
  }
}

void game_output::start() {
  if (!pump_) return;
  if (!failure_.empty()) {
    if (has_log_detector(seams_.chosen))
      messages_->on_reading("log", occupancy::doubtful(failure_, seams_.time.now()));
    return;
  }
  pump_->on_line([this](std::string_view text) { on_line(text); });
  if (seams_.chosen.watchdog.source == settings::watchdog_source::log)
    pump_->on_activity([this] { messages_->on_heartbeat(); });
  if (!players_) return;
  if (const auto nobody = players_->restarted(seams_.time.now())) messages_->on_reading("log", *nobody);
}

void game_output::flush() {
  if (pump_) pump_->flush();
}

void game_output::on_line(std::string_view text) {
  occupancy::read_line(text, [this](std::string_view shown) {
    seams_.ready.line(shown);
    if (!players_) return;
    if (const auto reading = players_->line(shown, seams_.time.now())) messages_->on_reading("log", *reading);
  });
}

std::vector<std::string> game_output::last_lines() const {
  return pump_ ? pump_->last() : std::vector<std::string>();
}

}  // namespace gamekeeper::run
