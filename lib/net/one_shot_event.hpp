#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <memory>

namespace gamekeeper::net {

/// One coroutine waits here until somebody calls wake(), before or after. Once.
class one_shot_event {
 public:
  /// Reacts to cancellation (throws operation_aborted).
  boost::asio::awaitable<void> wait();
  void wake();

 private:
  void finish(boost::system::error_code ec);

  // Not Asio's any_completion_handler: that of 1.81 wraps itself without end when it is moved into one.
  struct waiter {
    virtual ~waiter() = default;
    virtual void resume(boost::system::error_code ec) = 0;
  };
  template <class Handler>
  struct waiter_of;

  std::unique_ptr<waiter> waiting_;
  bool woken_ = false;
};

}  // namespace gamekeeper::net
