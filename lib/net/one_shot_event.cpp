#include "net/one_shot_event.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gamekeeper::net {

namespace asio = boost::asio;

template <class Handler>
struct one_shot_event::waiter_of final : one_shot_event::waiter {
  explicit waiter_of(Handler h) : handler(std::move(h)) {}
  void resume(boost::system::error_code ec) override {
    auto taken = std::move(handler);
    std::move(taken)(ec);
  }
  Handler handler;
};

asio::awaitable<void> one_shot_event::wait() {
  if (woken_) co_return;
  const auto begin = [this](auto handler) {
    const auto slot = asio::get_associated_cancellation_slot(handler);
    waiting_ = std::make_unique<waiter_of<decltype(handler)>>(std::move(handler));
    auto cancel = slot;
    if (cancel.is_connected())
      cancel.assign([this](asio::cancellation_type) { finish(asio::error::operation_aborted); });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(boost::system::error_code)>(
      begin, asio::use_awaitable);
}

void one_shot_event::wake() {
  woken_ = true;
  finish({});
}

// Taken out first: whoever waits may destroy this object as soon as it goes on.
void one_shot_event::finish(boost::system::error_code ec) {
  if (const auto waiting = std::move(waiting_)) waiting->resume(ec);
}

}  // namespace gamekeeper::net
