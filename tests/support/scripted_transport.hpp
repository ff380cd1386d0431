#pragma once

#include "base/clock.hpp"
#include "net/http.hpp"

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gamekeeper::tests {

/// What the scripted transport does with one request: an answer or a failure, after a while.
struct scripted_reply {
  explicit scripted_reply(base::result<net::http_response> what, base::duration late = base::duration(0))
      : result(std::move(what)), after(late) {}
  base::result<net::http_response> result;
  base::duration after;  ///< by the clock; past the request's deadline it becomes timed_out
};

/// One request as it came, with the text of its Authorization header laid open: tests look at it, programs
/// never do.
struct recorded_request {
  base::time_point at;
  base::time_point deadline;
  std::string method;
  std::string url;
  std::optional<std::string> authorization;
  net::http_headers headers;
  std::string body;
};

/// A transport without a network: replies in the order of the script, then the standing reply for ever.
class scripted_transport final : public net::http_transport {
 public:
  explicit scripted_transport(base::clock& time) : time_(time) {}

  void then(scripted_reply next) { script_.push_back(std::move(next)); }
  void then(int status, std::string body = "") { then(answer(status, std::move(body))); }
  void then(base::errc code) { then(failure(code)); }
  /// Replaces what is left of the script as well.
  void from_now_on(scripted_reply standing) {
    script_.clear();
    standing_ = std::move(standing);
  }
  void from_now_on(int status, std::string body = "") { from_now_on(answer(status, std::move(body))); }
  void from_now_on(base::errc code) { from_now_on(failure(code)); }

  static scripted_reply answer(int status, std::string body = "") {
    return scripted_reply(net::http_response(status, "application/json", std::move(body)));
  }
  static scripted_reply failure(base::errc code) {
    return scripted_reply(base::error(code, "api.test: " + std::string(base::to_string(code))));
  }

  boost::asio::awaitable<base::result<net::http_response>> send(net::url to, net::http_request request,
                                                                base::time_point deadline) override {
    record(to, request, deadline);
    const scripted_reply reply = take();
    const auto due = time_.now() + reply.after;
    if (due > deadline) {
      co_await base::sleep_until(time_, deadline);
      co_return base::error(base::errc::timed_out, to.host + ": no answer in time");
    }
    if (reply.after.count() > 0) co_await base::sleep_until(time_, due);
    co_return reply.result;
  }

  const std::vector<recorded_request>& requests() const noexcept { return requests_; }
  /// How many replies of the script are left.
  std::size_t left() const noexcept { return script_.size(); }

 private:
  void record(const net::url& to, const net::http_request& request, base::time_point deadline) {
    recorded_request seen;
    seen.at = time_.now();
    seen.deadline = deadline;
    seen.method = request.method;
    seen.url = to.str();
    if (request.authorization) seen.authorization = request.authorization->reveal();
    seen.headers = request.headers;
    seen.body = request.body;
    requests_.push_back(std::move(seen));
  }

  scripted_reply take() {
    if (script_.empty()) return standing_;
    auto next = std::move(script_.front());
    script_.pop_front();
    return next;
  }

  base::clock& time_;
  std::deque<scripted_reply> script_;
  scripted_reply standing_ = failure(base::errc::unreachable);
  std::vector<recorded_request> requests_;
};

}  // namespace gamekeeper::tests
