#pragma once

#include "control/agent.hpp"

#include <vector>

namespace gamekeeper::tests {

/// An agent that notes what it is asked and refuses when it is told to.
class fake_agent final : public control::agent {
 public:
  control::snapshot look() const override {
    control::snapshot seen;
    seen.phase = "running";
    seen.presence = "unknown";
    return seen;
  }
  base::result<void> start_match(std::string id) override { return note("start " + id); }
  base::result<void> end_match(std::string reason) override { return note("end " + reason); }
  base::result<void> report_players(int count) override { return note("players " + std::to_string(count)); }
  base::result<void> stop(std::string reason) override { return note("stop " + reason); }
  base::result<void> signal_game(std::string name) override { return note("signal " + name); }

  std::vector<std::string> asked;
  std::optional<base::error> refusal;

 private:
  base::result<void> note(std::string what) {
    asked.push_back(std::move(what));
    if (refusal) return *refusal;
    return {};
  }
};

}  // namespace gamekeeper::tests
