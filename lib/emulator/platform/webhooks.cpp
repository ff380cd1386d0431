#include "emulator/platform/webhooks.hpp"

#include "base/limits.hpp"

namespace gamekeeper::emulator {

webhooks::webhooks(boost::asio::any_io_executor loop, base::clock& time, net::http_transport& transport,
                   base::logger& log)
    : time_(time), transport_(transport), tasks_(std::move(loop), log) {}

void webhooks::post(std::string url, std::string body, std::function<void(std::string outcome)> done) {
  if (tasks_.size() >= base::limits::emulator_webhooks) return done("not sent: too many are under way");
  tasks_.spawn("webhook", send(std::move(url), std::move(body), std::move(done)));
}

boost::asio::awaitable<void> webhooks::send(std::string url, std::string body,
                                            std::function<void(std::string outcome)> done) {
  auto to = net::parse_trusted_url(url);
  if (!to) {
    done("not sent: " + to.error().message());
    co_return;
  }
  net::http_request request("POST");
  request.headers.add("Content-Type", "application/json");
  request.body = std::move(body);
  const auto deadline = time_.now() + base::limits::emulator_webhook_deadline;
  const auto answer = co_await transport_.send(std::move(*to), std::move(request), deadline);
  done(answer ? std::to_string(answer->status) : answer.error().message());
}

}  // namespace gamekeeper::emulator
