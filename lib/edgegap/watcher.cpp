#include "edgegap/watcher.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace gamekeeper::edgegap {

namespace asio = boost::asio;
namespace limits = base::limits;

namespace {

std::optional<std::string> done_reason(const api_result<decoded_deployment>& answer) {
  if (!answer) {
    if (answer.error().kind() != outcome_kind::gone) return std::nullopt;
    return "the platform answers " + std::to_string(answer.error().status()) + ": " + answer.error().detail();
  }
  const auto& seen = answer->value;
  if (seen.status != deployment_status::terminated && seen.status != deployment_status::error)
    return std::nullopt;
  std::string reason = "the platform says " + seen.status_text;
  if (!seen.error_detail.empty()) reason += ": " + seen.error_detail;
  return reason;
}

}  // namespace

// An interval above the longest backoff would make a failing watch poll more often than a working one.
watcher::watcher(client& platform, base::clock& time, base::random_source& random, base::logger& log,
                 watch_settings settings, std::string request_id, observer tell)
    : platform_(platform),
      time_(time),
      random_(random),
      log_(log),
      settings_(settings),
      request_id_(std::move(request_id)),
      tell_(std::move(tell)),
      backoff_(settings.interval, std::max(limits::poll_backoff_max, settings.interval),
               std::min(limits::poll_gap_min, settings.interval)) {}

bool watcher::can_ask_status() const noexcept {
  return platform_.has_organisation_token() && !request_id_.empty();
}

std::optional<operation_id> watcher::choose_source() const {
  if (platform_.has_context()) return operation_id::context_get;
  if (can_ask_status()) return operation_id::deployment_status;
  return std::nullopt;
}

asio::awaitable<void> watcher::run() {
  const auto chosen = choose_source();
  if (!chosen) {
    log_.info(
        "the deployment is not watched: it takes ARBITRIUM_CONTEXT_URL and ARBITRIUM_CONTEXT_TOKEN, or "
        "ARBITRIUM_REQUEST_ID and an organisation's API token");
    co_return;
  }
  source_ = *chosen;
  log_.info("watching the deployment",
            {{"source", describe(source_).name}, {"interval", base::format_duration(settings_.interval)}});
  auto next = time_.now() + first_wait();
  for (;;) {
    if (soon_) next = std::min(next, last_poll_ + limits::poll_gap_min);
    co_await base::sleep_until(time_, next);
    soon_ = false;
    last_poll_ = time_.now();
    const auto deadline = last_poll_ + settings_.request_timeout;
    const auto answer = co_await ask(deadline);
    next = take(answer);
  }
}

void watcher::poll_soon() {
  if (broken()) return;
  soon_ = true;
  time_.ring_by(std::max(time_.now(), last_poll_ + limits::poll_gap_min));
}

asio::awaitable<api_result<decoded_deployment>> watcher::ask(base::time_point deadline) {
  if (source_ == operation_id::context_get) co_return co_await platform_.context(deadline);
  co_return co_await platform_.status(request_id_, deadline);
}

base::time_point watcher::take(const api_result<decoded_deployment>& answer) {
  observation seen(time_.now(), source_,
                   answer ? api_result<deployment>(answer->value) : api_result<deployment>(answer.error()));
  seen.platform_done = done_reason(answer);
  const auto next = answer ? after_success(*answer) : after_failure(answer.error());
  tell_(seen);
  return next;
}

base::time_point watcher::after_success(const decoded_deployment& answer) {
  if (broken_since_) {
    log_.info("the deployment is watched again",
              {{"source", describe(source_).name},
               {"broken_for", base::format_duration(time_.now() - *broken_since_)},
               {"failures", failures_}});
  }
  broken_since_.reset();
  failures_ = 0;
  kinds_said_.clear();
  backoff_.reset();
  for (const auto& warning : answer.warnings) {
    // Each is said once; a platform that finds ever new ones does not fill the memory.
    if (warnings_said_.size() < limits::decode_warnings && warnings_said_.insert(warning).second)
      log_.warn("the platform's answer was not understood in part", {{"member", warning}});
  }
  const auto regular = last_poll_ + base::spread(settings_.interval, settings_.jitter, random_);
  return std::max(regular, time_.now() + std::min(limits::poll_gap_min, settings_.interval));
}

base::time_point watcher::after_failure(const api_error& failure) {
  const bool not_offered = source_ == operation_id::context_get && failure.kind() == outcome_kind::not_found;
  if (not_offered && can_ask_status()) {
    source_ = operation_id::deployment_status;
    log_.warn("the context endpoint is not offered here, the status operation is asked instead",
              {{"reason", failure.message()}});
    return time_.now() + first_wait();
  }
  soon_ = false;
  if (!broken_since_) broken_since_ = last_poll_;
  ++failures_;
  const auto wait = wait_after(failure);
  const auto level =
      kinds_said_.insert(failure.kind()).second ? base::log_level::warn : base::log_level::debug;
  log_.write(level, "watching the deployment fails",
             {{"kind", to_string(failure.kind())},
              {"reason", failure.message()},
              {"failures", failures_},
              {"next_in", base::format_duration(wait)}});
  return time_.now() + wait;
}

base::duration watcher::first_wait() {
  const auto within = std::min(limits::poll_first_within, settings_.interval);
  return base::duration(
      static_cast<base::duration::rep>(static_cast<double>(within.count()) * random_.fraction()));
}

base::duration watcher::wait_after(const api_error& failure) {
  const auto usual = base::spread(settings_.interval, settings_.jitter, random_);
  if (!retry_can_help(failure.kind()))
    return std::max(usual, base::spread(limits::poll_denied_interval, settings_.jitter, random_));
  // The random part keeps those who were told the same moment from coming back in it together.
  if (const auto asked = failure.retry_after()) return std::max(usual, *asked + first_wait());
  const auto drawn = backoff_.next(random_);
  return failure.kind() == outcome_kind::throttled ? std::max(usual, drawn) : drawn;
}

}  // namespace gamekeeper::edgegap
