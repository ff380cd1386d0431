#include "telemetry/bounded_write.hpp"

#include "base/detached_call.hpp"
#include "base/duration.hpp"

#include <utility>

namespace gamekeeper::telemetry {

base::result<void> bounded_write::run(const std::string& path, std::function<base::result<void>()> write) {
  using std::future_status;
  if (written_.valid() && written_.wait_for(base::duration(0)) != future_status::ready)
    return base::error(base::errc::timed_out,
                       path + " cannot be written: its file system still has not answered to the last write");
  written_ = base::start_detached(std::move(write));
  if (written_.wait_for(patience_) == future_status::ready) return written_.get();
  return base::error(base::errc::timed_out,
                     path + " cannot be written: its file system has not answered within " +
                         base::format_duration(patience_));
}

}  // namespace gamekeeper::telemetry
