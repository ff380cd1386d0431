#include "base/clock.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdio>
#include <ctime>

namespace gamekeeper::base {

namespace asio = boost::asio;

namespace {

using wait_signature = void(boost::system::error_code);

// The alarm's callback and the cancellation slot race for the handler; whoever comes first takes it. Both run
// on the loop's one thread.
struct pending_wait {
  virtual ~pending_wait() = default;
  virtual void complete(boost::system::error_code ec) = 0;
};

template <class Handler>
struct pending_handler final : pending_wait {
  explicit pending_handler(Handler h) : handler(std::move(h)) {}
  void complete(boost::system::error_code ec) override {
    auto taken = std::move(handler);
    std::move(taken)(ec);
  }
  Handler handler;
};

template <class Token>
auto wait_on(timer& alarm, time_point deadline, Token&& token) {
  return asio::async_initiate<Token, wait_signature>(
      [](auto handler, timer* armed, time_point when) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        auto wait = std::make_shared<std::unique_ptr<pending_wait>>();
        *wait = std::make_unique<pending_handler<decltype(handler)>>(std::move(handler));
        auto finish = [wait](boost::system::error_code ec) {
          if (auto taken = std::move(*wait)) taken->complete(ec);
        };
        if (slot.is_connected()) {
          slot.assign([finish, armed](asio::cancellation_type) {
            // Disarming destroys the alarm's copy of `finish`; this one lives in the slot.
            armed->disarm();
            auto own = finish;  // NOLINT(performance-unnecessary-copy-initialization)
            own(asio::error::operation_aborted);
          });
        }
        armed->arm(when, [finish, slot]() mutable {
          if (slot.is_connected()) slot.clear();
          finish({});
        });
      },
      token, &alarm, deadline);
}

}  // namespace

asio::awaitable<void> sleep_until(clock& time, time_point deadline) {
  auto alarm = time.make_timer();
  co_await wait_on(*alarm, deadline, asio::use_awaitable);
}

std::string iso8601(wall_time when) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when);
  const auto millis = static_cast<int>((when - seconds).count());
  // Not by system_clock::to_time_t: its nanoseconds end in the year 2262, and a server may name a later one.
  const std::time_t t = seconds.time_since_epoch().count();
  std::tm utc{};
  gmtime_r(&t, &utc);
  // Not by strftime: it reads /etc/localtime whatever it is asked for.
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, millis);
  return text;
}

}  // namespace gamekeeper::base
