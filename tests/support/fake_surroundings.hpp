#pragma once

#include "gamekeeper/run/surroundings.hpp"

#include <set>
#include <utility>

namespace gamekeeper::tests {

/// Notes what the shell asks for; hooks answer when the test says so.
class fake_surroundings final : public run::surroundings {
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
  void take_step(const settings::ladder_step& step, std::function<void(std::string)> tell) override {
    steps.push_back(step.describe());
    step_answers.push_back(std::move(tell));
  }
  void ask_veto(const std::string&, const std::string&,
                std::function<void(bool, std::string)> tell) override {
    veto_answers.push_back(std::move(tell));
  }
  bool ended(const process::process_ended& one) override { return hooks.erase(one.pid) > 0; }
  bool owns(const process::process_info& one) const override { return hooks.contains(one.group); }
  bool owns_any() const override { return !hooks.empty(); }
  std::optional<std::uint64_t> memory_kills() const override { return memory_killed; }
  std::optional<double> throttled_seconds() const override { return std::nullopt; }
  std::vector<std::string> last_lines() const override { return {"the last line"}; }
};

}  // namespace gamekeeper::tests
