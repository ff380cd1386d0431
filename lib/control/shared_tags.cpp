#include "control/shared_tags.hpp"

#include "base/limits.hpp"
#include "net/one_shot_event.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>

namespace gamekeeper::control {

namespace asio = boost::asio;

struct shared_tags::request {
  std::vector<std::shared_ptr<net::one_shot_event>> readers;
  std::optional<answer> outcome;  ///< none at its end: it was cancelled

  // On later turns of the loop, so that no reader runs inside of another.
  void finish(const asio::any_io_executor& loop) {
    for (auto& each : readers) asio::post(loop, [reader = std::move(each)] { reader->wake(); });
    readers.clear();
  }
};

struct shared_tags::memory {
  std::shared_ptr<request> under_way;
  std::optional<answer> latest;
  base::time_point valid_until{};
};

shared_tags::shared_tags(agent& target, base::clock& time)
    : target_(target), time_(time), memory_(std::make_shared<memory>()) {}

void shared_tags::forget() {
  memory_->latest.reset();
  memory_->under_way.reset();
}

asio::awaitable<shared_tags::answer> shared_tags::read() {
  const auto known = memory_;
  for (;;) {
    if (known->latest && time_.now() < known->valid_until) co_return *known->latest;
    const auto asked = known->under_way;
    if (!asked) break;
    const auto reader = std::make_shared<net::one_shot_event>();
    asked->readers.push_back(reader);
    co_await reader->wait();
    if (asked->outcome) co_return *asked->outcome;
  }
  co_return co_await ask();
}

asio::awaitable<shared_tags::answer> shared_tags::ask() {
  const auto known = memory_;
  const auto mine = std::make_shared<request>();
  known->under_way = mine;
  const auto loop = co_await asio::this_coro::executor;
  const auto deadline = time_.now() + base::limits::control_platform_deadline;
  try {
    auto came = co_await target_.tags(deadline);
    mine->outcome.emplace(std::move(came));
  } catch (...) {
    if (known->under_way == mine) known->under_way.reset();
    mine->finish(loop);
    throw;
  }
  if (known->under_way == mine) {
    known->under_way.reset();
    known->latest = mine->outcome;
    known->valid_until = time_.now() + tags_age_max;
  }
  mine->finish(loop);
  co_return *mine->outcome;
}

}  // namespace gamekeeper::control
