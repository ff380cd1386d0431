#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <chrono>
#include <functional>
#include <future>
#include <string>

namespace gamekeeper::telemetry {

/// Writes files that others may need soon, on disks that may not answer: a dead disk or network volume blocks write(2)
/// and fsync(2) for as long as it likes. The write runs on a thread, and the caller waits for it, but not for ever.
class bounded_write {
 public:
  static constexpr base::duration default_patience = std::chrono::seconds(5);

  explicit bounded_write(base::duration patience = default_patience) : patience_(patience) {}

  /// What `write` returns. `timed_out` when it has not come back in time; it goes on then, and until it has come back
  /// every further call is refused at once, so that an older text never replaces a newer one. `write` owns whatever it
  /// uses: it may outlive everybody else. `path` is for the message.
  base::result<void> run(const std::string& path, std::function<base::result<void>()> write);

 private:
  base::duration patience_;
  std::future<base::result<void>> written_;
};

}  // namespace gamekeeper::telemetry
