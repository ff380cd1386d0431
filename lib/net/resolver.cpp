#include "net/resolver.hpp"

#include "base/limits.hpp"
#include "net/one_shot_event.hpp"

#include <boost/asio/ip/address.hpp>

#include <map>
#include <utility>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace limits = base::limits;
using asio::ip::tcp;
using base::errc;
using base::error;
using base::result;

namespace {

using endpoints = std::vector<tcp::endpoint>;

// A lookup under way. It belongs to all who wait for it and to the callback that will end it, whichever is
// last.
struct query {
  bool done = false;
  boost::system::error_code failure;
  endpoints found;
  std::vector<std::weak_ptr<one_shot_event>> waiting;
};

class shared_resolver final : public resolver {
 public:
  shared_resolver(base::clock& time, lookup look_up) : time_(time), look_up_(std::move(look_up)) {}

  asio::awaitable<result<endpoints>> resolve(std::string host, std::uint16_t port,
                                             base::time_point deadline) override {
    boost::system::error_code not_numeric;
    const auto address = asio::ip::make_address(host, not_numeric);
    if (!not_numeric) co_return endpoints(1, tcp::endpoint(address, port));

    const auto current = join(host, port);
    if (!current)
      co_return error(errc::dns, "no address for " + host + ": " + std::to_string(limits::lookups) +
                                     " lookups are under way, and no more are allowed");
    const auto woken = std::make_shared<one_shot_event>();
    current->waiting.push_back(woken);
    const auto alarm = time_.make_timer();
    alarm->arm(deadline, [woken] { woken->wake(); });
    if (!current->done) co_await woken->wait();
    if (!current->done) co_return error(errc::timed_out, "timed out resolving " + host);
    if (current->failure)
      co_return error(errc::dns, "no address for " + host + ": " + current->failure.message());
    if (current->found.empty()) co_return error(errc::dns, "no address for " + host);
    co_return current->found;
  }

  bool busy() const noexcept override { return !under_way_->empty(); }

 private:
  using key = std::pair<std::string, std::uint16_t>;
  using query_map = std::map<key, std::shared_ptr<query>>;

  /// Null: too many are under way.
  std::shared_ptr<query> join(const std::string& host, std::uint16_t port) {
    const key name(host, port);
    if (const auto found = under_way_->find(name); found != under_way_->end()) return found->second;
    if (under_way_->size() >= limits::lookups) return nullptr;
    const auto started = std::make_shared<query>();
    under_way_->emplace(name, started);
    // The callback can come after this resolver is gone: it owns what it touches.
    look_up_(host, port, [started, all = under_way_, name](boost::system::error_code ec, endpoints found) {
      all->erase(name);
      started->failure = ec;
      started->found = std::move(found);
      started->done = true;
      for (const auto& each : std::exchange(started->waiting, {}))
        if (const auto waiting = each.lock()) waiting->wake();
    });
    return started;
  }

  base::clock& time_;
  lookup look_up_;
  std::shared_ptr<query_map> under_way_ = std::make_shared<query_map>();
};

}  // namespace

std::unique_ptr<resolver> make_resolver(base::clock& time, lookup look_up) {
  return std::make_unique<shared_resolver>(time, std::move(look_up));
}

}  // namespace gamekeeper::net
