#pragma once

#include "base/clock.hpp"
#include "base/descriptor_closer.hpp"
#include "base/log.hpp"
#include "gamekeeper/run/game_messages.hpp"
#include "gamekeeper/run/notify_sockets.hpp"
#include "process/notification.hpp"
#include "process/notification_trust.hpp"
#include "process/notify_relay.hpp"
#include "process/notify_socket.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::run {

/// Serves $NOTIFY_SOCKET (sd_notify(3)): what the game says there is handed on, and relayed to whoever waits above the
/// agent.
class notify_bridge {
 public:
  struct seams {
    boost::asio::any_io_executor loop;
    base::clock& time;
    base::logger& log;
    base::descriptor_closer& closer;
  };

  /// Everything that is handed in outlives the bridge; `game_owner` may speak for the game.
  notify_bridge(seams around, uid_t game_owner);
  /// Whom to tell; outlives the bridge. Before the game is started.
  void set_listener(game_messages& messages) { messages_ = &messages; }

  /// Binds the socket. Gives its variable as NAME=value; nothing when it cannot be served, which is logged.
  std::optional<std::string> open(const notify_sockets& chosen);
  void close();
  /// Whose processes may speak; 0: there is no game.
  void set_game(pid_t game) { trust_.set_game(game); }

 private:
  void open_alias(const std::string& path);
  void on_datagram(std::string_view datagram);
  void hand_on(const process::notification& notification);
  void relay(std::string_view datagram);

  seams seams_;
  game_messages* messages_ = nullptr;
  process::notification_trust trust_;
  std::unique_ptr<process::notify_socket> socket_;
  std::unique_ptr<process::notify_socket> alias_;
  std::optional<process::notify_relay> relay_;
  bool has_relay_failed_ = false;
};

}  // namespace gamekeeper::run
