#pragma once

#include "gamekeeper/run/game_io.hpp"

#include <set>
#include <utility>

namespace gamekeeper::tests {

/// Notes what the supervisor asks for; hooks answer when the test says so.
class fake_game_io final : public run::game_io {
 public:
  int starts = 0;
  int ends = 0;
  std::vector<std::string> steps;
  std::vector<std::function<void(std::string)>> step_answers;
  std::vector<std::function<void(bool, std::string)>> veto_answers;
  std::set<pid_t> hooks;
  std::optional<std::uint64_t> memory_killed = 0;

  void before_start(process::spawn_spec&) override {}
  void after_start(std::optional<pid_t> game) override { starts += game ? 1 : 0; }
  void after_end() override { ++ends; }
  void run_ladder_step(const settings::ladder_step& step, std::function<void(std::string)> done) override {
    steps.push_back(step.describe());
    step_answers.push_back(std::move(done));
  }
  void ask_veto(const std::string&, const std::string&,
                std::function<void(bool, std::string)> done) override {
    veto_answers.push_back(std::move(done));
  }
  bool handle_end(const process::process_ended& ended) override { return hooks.erase(ended.pid) > 0; }
  bool owns(const process::process_info& process) const override { return hooks.contains(process.group); }
  bool owns_any() const override { return !hooks.empty(); }
  std::optional<std::uint64_t> memory_kills() const override { return memory_killed; }
  std::optional<double> throttled_seconds() const override { return std::nullopt; }
  std::vector<std::string> last_lines() const override { return {"the last line"}; }
};

}  // namespace gamekeeper::tests
