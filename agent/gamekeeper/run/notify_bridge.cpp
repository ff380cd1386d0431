#include "gamekeeper/run/notify_bridge.hpp"

#include "occupancy/reading.hpp"

#include <unistd.h>

#include <chrono>
#include <utility>

namespace gamekeeper::run {

namespace {

base::duration rounded(std::chrono::microseconds time) {
  return std::chrono::ceil<base::duration>(time);
}

}  // namespace

notify_bridge::notify_bridge(seams around, uid_t game_owner)
    : seams_(std::move(around)), trust_(::getpid(), std::vector<uid_t>{game_owner}) {}

std::optional<std::string> notify_bridge::open(const notify_sockets& chosen) {
  const process::notify_socket_parts needed{seams_.loop, seams_.log, seams_.closer, trust_};
  auto bound = process::make_notify_socket(needed, chosen.path.value_or(chosen.abstract_name));
  if (!bound && chosen.path) bound = process::make_notify_socket(needed, chosen.abstract_name);
  if (!bound) {
    seams_.log.error("$NOTIFY_SOCKET cannot be served; the game runs without it",
                     {{"what", bound.error().message()}});
    return std::nullopt;
  }
  socket_ = std::move(*bound);
  socket_->start([this](std::string_view datagram) { on_datagram(datagram); });
  if (chosen.path && socket_->name() == *chosen.path) open_alias(*chosen.path);
  if (chosen.above) relay_.emplace(*chosen.above);
  return "NOTIFY_SOCKET=" + socket_->name();
}

// A client that knows abstract names alone takes the path for one.
void notify_bridge::open_alias(const std::string& path) {
  auto bound =
      process::make_notify_socket({seams_.loop, seams_.log, seams_.closer, trust_}, abstract_alias(path));
  if (!bound) {
    seams_.log.debug("$NOTIFY_SOCKET has no abstract alias", {{"what", bound.error().message()}});
    return;
  }
  alias_ = std::move(*bound);
  alias_->start([this](std::string_view datagram) { on_datagram(datagram); });
}

void notify_bridge::close() {
  socket_.reset();
  alias_.reset();
}

void notify_bridge::on_datagram(std::string_view datagram) {
  hand_on(process::parse_notification(datagram));
  relay(datagram);
}

void notify_bridge::hand_on(const process::notification& notification) {
  if (notification.status) messages_->on_status_text(*notification.status);
  if (notification.watchdog_every) messages_->on_watchdog_set(rounded(*notification.watchdog_every));
  if (notification.ready) messages_->on_ready("notify");
  if (notification.watchdog) messages_->on_heartbeat();
  if (notification.extend) messages_->on_extension(rounded(*notification.extend));
  if (notification.players)
    messages_->on_reading(occupancy::reported, occupancy::counted(*notification.players, seams_.time.now()));
  if (notification.watchdog_trigger) messages_->on_watchdog_triggered();
  if (notification.stopping) messages_->on_status_text("stopping");
}

void notify_bridge::relay(std::string_view datagram) {
  if (!relay_) return;
  const auto passed = relay_->pass(datagram);
  if (!passed && !std::exchange(has_relay_failed_, true))
    seams_.log.warn("what the game says cannot be passed on to the NOTIFY_SOCKET above",
                    {{"what", passed.error().message()}});
}

}  // namespace gamekeeper::run
