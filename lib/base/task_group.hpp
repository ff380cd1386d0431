#pragma once

#include "base/log.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>

namespace gamekeeper::base {

/// Coroutines that belong together. Each has a completion handler that logs what escaped it; cancel() asks
/// all of them to end. Owned by whoever owns what the coroutines refer to, and used from the loop's thread
/// only.
class task_group {
 public:
  task_group(boost::asio::any_io_executor loop, logger& log);
  ~task_group();
  task_group(const task_group&) = delete;
  task_group& operator=(const task_group&) = delete;

  /// Starts `task`. `name` is what the log calls it when an exception escapes.
  void spawn(std::string name, boost::asio::awaitable<void> task);
  /// Emits terminal cancellation to every task that still runs. They end on later turns of the loop.
  void cancel();
  std::size_t size() const noexcept;

 private:
  struct state;
  boost::asio::any_io_executor loop_;
  std::shared_ptr<state> state_;
};

}  // namespace gamekeeper::base
