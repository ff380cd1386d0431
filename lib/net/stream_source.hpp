#pragma once

#include <functional>
#include <memory>
#include <string>

namespace gamekeeper::net {

/// What an answer says that goes on after its header. The connection takes one message after another, as fast
/// as its peer reads and no faster; a source never waits. A message has no line's end in it.
class stream_source {
 public:
  virtual ~stream_source() = default;
  /// The next message; null when there is none now.
  virtual std::shared_ptr<const std::string> next() = 0;

  enum class end {
    open,      ///< more may come
    finished,  ///< all was said
    cut,       ///< broken off: the peer must not take it for the whole
  };
  virtual end ended() const = 0;
  /// Calls `news` once when next() may have something or ended() has changed, from wherever that happens: the
  /// connection comes back on a turn of its own. Replaces what was given before.
  virtual void on_available(std::function<void()> news) = 0;
};

}  // namespace gamekeeper::net
