#pragma once

#include "control/agent.hpp"
#include "edgegap/client.hpp"
#include "gamekeeper/run/game_messages.hpp"
#include "gamekeeper/run/game_process.hpp"
#include "gamekeeper/run/journal.hpp"
#include "gamekeeper/run/signal_forwarder.hpp"
#include "gamekeeper/run/status_report.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::run {

/// What the local API can make the agent do, and refuses when the agent's state does not allow it. What it can see is
/// the status report's.
class control_commands final : public control::agent {
 public:
  struct seams {
    base::clock& time;
    const lifecycle::state& core;
    class journal& journal;
    game_process& game;
    signal_forwarder& signals;
    game_messages& messages;
    status_report& status;
    event_sink post;
  };

  /// Everything that is handed in outlives the commands.
  explicit control_commands(seams around) : seams_(std::move(around)) {}
  /// Gives it the platform, whose tags can be changed from then on.
  void connect(edgegap::client& platform) { platform_ = &platform; }

  control::snapshot look() const override { return seams_.status.snapshot(match_); }
  control::explanation why() const override { return seams_.status.explain(match_); }
  control::deployment_view deployment() const override { return seams_.status.deployment(); }
  std::vector<control::setting_view> settings() const override { return seams_.status.settings(); }
  base::result<void> start_match(std::string id, std::string metadata) override;
  base::result<void> end_match(std::string reason) override;
  base::result<void> report_players(int count, std::optional<base::duration> valid_for) override;
  base::result<void> hold(control::hold_request wanted) override;
  base::result<void> release(std::string id) override;
  base::result<void> ready() override;
  base::result<void> ping() override;
  base::result<void> extend(base::duration by) override { return seams_.messages.extend(by); }
  base::result<void> drain(std::string reason, base::duration within) override;
  base::result<void> stop(std::string reason) override;
  base::result<void> restart(std::string reason) override;
  base::result<void> signal_game(std::string name) override;
  base::result<void> set_log_level(base::log_level level) override;
  boost::asio::awaitable<base::result<std::vector<std::string>>> tags(base::time_point deadline) override;
  boost::asio::awaitable<base::result<void>> add_tag(std::string name, base::time_point deadline) override;
  boost::asio::awaitable<base::result<void>> remove_tag(std::string name, base::time_point deadline) override;

 private:
  base::result<void> require_phase(std::initializer_list<lifecycle::phase> allowed, std::string_view command,
                                   std::string_view when) const;
  base::result<void> require_running(std::string_view command) const;
  base::result<void> require_undecided(std::string_view command) const;

  seams seams_;
  edgegap::client* platform_ = nullptr;
  status_report::match match_;
};

}  // namespace gamekeeper::run
