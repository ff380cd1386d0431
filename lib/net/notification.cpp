#include "net/notification.hpp"

#include "net/one_shot_event.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace gamekeeper::net {

namespace asio = boost::asio;

void notification::notify() {
  pending_ = true;
  if (sleeper_) asio::post(loop_, [sleeper = sleeper_] { sleeper->wake(); });
}

asio::awaitable<void> notification::wait() {
  if (!pending_) {
    const auto sleeper = std::make_shared<one_shot_event>();
    sleeper_ = sleeper;
    co_await sleeper->wait();
    sleeper_.reset();
  }
  pending_ = false;
}

}  // namespace gamekeeper::net
