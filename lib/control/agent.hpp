#pragma once

#include "base/error.hpp"
#include "base/log.hpp"
#include "control/deployment_view.hpp"
#include "control/snapshot.hpp"
#include "control/why.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::control {

/// Keeps the deployment up for so long, from now. The same id again renews it: the newest reason and time count.
struct hold_request {
  std::string id;  ///< not empty
  std::string reason;
  base::duration lasts{};
};

/// The seam between the API and the agent: what a request can see and what it can make the agent do. A
/// refusal is `busy` when the agent's state does not allow it now, and its message says which state and what
/// would. Texts are within the limits that api.hpp names.
class agent {
 public:
  virtual ~agent() = default;
  virtual snapshot look() const = 0;
  /// What keeps the deployment up, what would end it, and when.
  virtual explanation why() const = 0;
  virtual deployment_view deployment() const = 0;
  /// What is in force, in the order of the table.
  virtual std::vector<setting_view> settings() const = 0;

  /// `metadata` is the text of a JSON object, or empty.
  virtual base::result<void> start_match(std::string id, std::string metadata) = 0;
  virtual base::result<void> end_match(std::string reason) = 0;
  /// What the game says: 0 and more. With `valid_for` it is unknown again after that time.
  virtual base::result<void> report_players(int count, std::optional<base::duration> valid_for) = 0;
  virtual base::result<void> hold(hold_request wanted) = 0;
  /// not_found: there is no such hold.
  virtual base::result<void> release(std::string id) = 0;
  /// The game is there for players. Again: nothing happens.
  virtual base::result<void> ready() = 0;
  /// The game lives. Without a watchdog nothing happens.
  virtual base::result<void> ping() = 0;
  /// More time: to become ready while starting, to end while draining. How much is granted the status shows.
  virtual base::result<void> extend(base::duration by) = 0;
  /// End as soon as nobody plays, and in any case after `within`.
  virtual base::result<void> drain(std::string reason, base::duration within) = 0;
  /// End now, whoever plays.
  virtual base::result<void> stop(std::string reason) = 0;
  /// End the game, with its grace, and start it again in the same deployment.
  virtual base::result<void> restart(std::string reason) = 0;
  /// By name ("USR1", "SIGUSR1") or number ("10").
  virtual base::result<void> signal_game(std::string name) = 0;
  virtual base::result<void> set_log_level(base::log_level level) = 0;

  // The deployment's tags, through the platform's context endpoint. busy: there is none; otherwise what the
  // platform or the way to it answered, by `deadline`.
  virtual boost::asio::awaitable<base::result<std::vector<std::string>>> tags(base::time_point deadline) = 0;
  virtual boost::asio::awaitable<base::result<void>> add_tag(std::string name, base::time_point deadline) = 0;
  virtual boost::asio::awaitable<base::result<void>> remove_tag(std::string name,
                                                                base::time_point deadline) = 0;
};

}  // namespace gamekeeper::control
