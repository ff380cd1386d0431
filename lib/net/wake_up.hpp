#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

namespace gamekeeper::net {

/// One coroutine waits here until somebody calls wake(), before or after. Once.
class wake_up {
 public:
  /// Reacts to cancellation (throws operation_aborted).
  boost::asio::awaitable<void> wait();
  void wake();

 private:
  void finish(boost::system::error_code ec);

  boost::asio::any_completion_handler<void(boost::system::error_code)> waiting_;
  bool woken_ = false;
};

}  // namespace gamekeeper::net
