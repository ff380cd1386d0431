#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "gamekeeper/run/event_sink.hpp"
#include "gamekeeper/run/journal.hpp"
#include "lifecycle/state.hpp"
#include "occupancy/reading.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace gamekeeper::run {

/// What the game says of itself, by whatever way: $NOTIFY_SOCKET, the local API, its output, a port that it binds.
class game_messages {
 public:
  using reading_sink = std::function<void(std::string_view detector, const occupancy::reading&)>;

  /// Everything that is handed in outlives the part.
  game_messages(const lifecycle::state& core, journal& journal, event_sink post, reading_sink record);

  /// The game is there for players; `by` names the way it became known. Counts once, while starting.
  void on_ready(std::string by);
  /// The game lives. Thousands may come: without a watchdog nothing happens.
  void on_heartbeat();
  void on_watchdog_set(base::duration timeout);
  void on_watchdog_triggered();
  /// More time to become ready while starting, or to end while draining.
  void on_extension(base::duration by);
  /// As on_extension(). busy: there is no deadline to extend.
  base::result<void> extend(base::duration by);
  void on_reading(std::string_view detector, const occupancy::reading& reading) {
    record_(detector, reading);
  }
  /// A sentence for people.
  void on_status_text(const std::string& text) { journal_.status_text(text); }

 private:
  const lifecycle::state& core_;
  journal& journal_;
  event_sink post_;
  reading_sink record_;
};

}  // namespace gamekeeper::run
