#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace gamekeeper::net {

class one_shot_event;

/// One coroutine waits here, again and again, for others to call notify(). What was notified while nobody waited
/// counts as once.
class notification {
 public:
  explicit notification(boost::asio::any_io_executor loop) : loop_(std::move(loop)) {}

  /// From wherever something happens: the waiting coroutine goes on at a turn of the loop of its own.
  void notify();
  /// Returns at once after a notify() that nobody has waited for. Reacts to cancellation (throws
  /// operation_aborted).
  boost::asio::awaitable<void> wait();

 private:
  boost::asio::any_io_executor loop_;
  std::shared_ptr<one_shot_event> sleeper_;
  bool pending_ = false;
};

}  // namespace gamekeeper::net
