#pragma once

#include "base/duration.hpp"
#include "control/agent.hpp"

#include <vector>

namespace gamekeeper::tests {

/// An agent that notes what it is asked and refuses when it is told to.
class fake_agent : public control::agent {
 public:
  fake_agent() {
    seen.phase = "running";
    seen.presence = "unknown";
  }

  control::snapshot look() const override { return seen; }
  control::explanation why() const override {
    control::explanation out;
    out.now = seen;
    out.because = {"a match is running"};
    return out;
  }
  control::deployment_view deployment() const override {
    control::deployment_view out;
    out.variables = {{"ARBITRIUM_DELETE_TOKEN", "***"}};
    return out;
  }
  std::vector<control::setting_view> settings() const override { return {{"drain.grace", "30s", "default"}}; }

  base::result<void> start_match(std::string id, std::string metadata) override {
    return note("start " + id + (metadata.empty() ? "" : " " + metadata));
  }
  base::result<void> end_match(std::string reason) override { return note("end " + reason); }
  base::result<void> report_players(int count, std::optional<base::duration> valid_for) override {
    return note("players " + std::to_string(count) +
                (valid_for ? " " + base::format_duration(*valid_for) : ""));
  }
  base::result<void> hold(control::hold_request wanted) override {
    return note("hold " + wanted.id + " " + base::format_duration(wanted.lasts) + " " + wanted.reason);
  }
  base::result<void> release(std::string id) override { return note("release " + id); }
  base::result<void> ready() override { return note("ready"); }
  base::result<void> ping() override { return note("ping"); }
  base::result<void> extend(base::duration by) override {
    return note("extend " + base::format_duration(by));
  }
  base::result<void> drain(std::string reason, base::duration within) override {
    return note("drain " + base::format_duration(within) + " " + reason);
  }
  base::result<void> stop(std::string reason) override { return note("stop " + reason); }
  base::result<void> restart(std::string reason) override { return note("restart " + reason); }
  base::result<void> signal_game(std::string name) override { return note("signal " + name); }
  base::result<void> set_log_level(base::log_level level) override {
    return note("log level " + std::string(to_string(level)));
  }

  boost::asio::awaitable<base::result<std::vector<std::string>>> tags(base::time_point) override {
    if (refusal) co_return *refusal;
    co_return named;
  }
  boost::asio::awaitable<base::result<void>> add_tag(std::string name, base::time_point) override {
    if (refusal) co_return *refusal;
    named.push_back(std::move(name));
    co_return base::result<void>();
  }
  boost::asio::awaitable<base::result<void>> remove_tag(std::string name, base::time_point) override {
    if (refusal) co_return *refusal;
    std::erase(named, name);
    co_return base::result<void>();
  }

  control::snapshot seen;
  std::vector<std::string> asked;
  std::vector<std::string> named{"production"};
  std::optional<base::error> refusal;

 private:
  base::result<void> note(std::string what) {
    asked.push_back(std::move(what));
    if (refusal) return *refusal;
    return {};
  }
};

}  // namespace gamekeeper::tests
