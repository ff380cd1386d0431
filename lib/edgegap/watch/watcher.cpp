#include "edgegap/watch/watcher.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace gamekeeper::edgegap {

namespace asio = boost::asio;
namespace limits = base::limits;

namespace {

/// "Status.TERMINATED" is the platform's way to write it; a bare "error" is what something in between says.
bool ends_deployment(const deployment& seen) {
  const bool terminal =
      seen.status == deployment_status::terminated || seen.status == deployment_status::error;
  return terminal && seen.status_text.find('.') != std::string::npos;
}

std::optional<std::string> end_reason(const api_result<decoded_deployment>& answer) {
  if (!answer) {
    const auto& failure = answer.error();
    if (failure.kind() != outcome_kind::gone || !failure.has_platform_form()) return std::nullopt;
    return "the platform answers " + std::to_string(failure.status()) + ": " + failure.detail();
  }
  const auto& seen = answer->value;
  if (!ends_deployment(seen)) return std::nullopt;
  std::string reason = "the platform says " + seen.status_text;
  if (!seen.error_detail.empty()) reason += ": " + seen.error_detail;
  return reason;
}

}  // namespace

watcher::watcher(client& platform, base::clock& time, base::random_source& random, base::logger& log,
                 watch_settings settings, std::string request_id, observer on_observation)
    : platform_(platform),
      time_(time),
      random_(random),
      log_(log),
      settings_(settings),
      request_id_(std::move(request_id)),
      observer_(std::move(on_observation)),
      pace_({settings.interval, std::max(settings.interval, settings.relaxed_interval), settings.jitter,
             settings.fleet}) {}

bool watcher::can_ask_status() const noexcept {
  return platform_.has_organisation_token() && !request_id_.empty();
}

std::optional<operation_id> watcher::choose_source() const noexcept {
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
  auto next = time_.now() + pace_.first(random_);
  for (;;) {
    co_await base::sleep_until(time_, next);
    last_poll_ = time_.now();
    const auto deadline = last_poll_ + settings_.request_timeout;
    auto response = co_await poll(deadline);
    const auto answer = about_us(std::move(response));
    const auto observation = note(answer);
    // Nothing of this step is open: what the observer asks for decides how soon the next one comes.
    observer_(observation);
    next = schedule(answer, observation);
  }
}

void watcher::update_pace() {
  pace_.set_near(time_.now() < near_until_);
}

void watcher::come_forward(base::duration wait, base::duration gap) {
  if (broken()) return;
  time_.wake_by(std::max(time_.now() + wait, last_poll_ + gap));
}

void watcher::poll_fast_until(base::time_point until) {
  update_pace();
  const bool was_near = pace_.near();
  near_until_ = until;
  update_pace();
  if (!was_near && pace_.near()) come_forward(pace_.soon(random_), limits::poll_gap_min);
}

void watcher::poll_now() {
  come_forward(pace_.immediately(random_), limits::poll_gap_min);
}

void watcher::set_idle() {
  pace_.set_matters(false);
  near_until_ = {};
  update_pace();
}

void watcher::set_active() {
  pace_.set_matters(true);
  // The first poll has its own reason to wait. Said again and again it is no reason to ask more often.
  if (last_poll_ != base::time_point{}) come_forward(pace_.soon(random_), pace_.interval());
}

asio::awaitable<api_result<decoded_deployment>> watcher::poll(base::time_point deadline) {
  if (source_ == operation_id::context_get) co_return co_await platform_.context(deadline);
  co_return co_await platform_.status(request_id_, deadline);
}

// Whatever stands between us and the platform can answer as well: what is not about this deployment is no news of it.
api_result<decoded_deployment> watcher::about_us(api_result<decoded_deployment> answer) const {
  if (!answer || request_id_.empty() || answer->value.request_id == request_id_) return answer;
  const auto& other = answer->value.request_id;
  const base::error foreign(base::errc::malformed,
                            other.empty() ? "not about this deployment: the answer has no request_id"
                                          : "not about this deployment: the answer's request_id is another");
  return api_error::from_unusable(source_, 200, foreign);
}

// Said once it may be a mistake, and it would end a server under its players: it counts when it is said again later.
std::optional<std::string> watcher::confirmed_end(std::optional<std::string> reason, bool answered) {
  if (!reason) {
    if (answered) end_seen_at_.reset();
    return std::nullopt;
  }
  if (!end_seen_at_) {
    end_seen_at_ = time_.now();
    log_.warn("the platform seems to have done with this deployment; it is asked once more",
              {{"reason", *reason}, {"again_in", base::format_duration(limits::end_confirmation)}});
  }
  return time_.now() - *end_seen_at_ >= limits::end_confirmation ? reason : std::nullopt;
}

observation watcher::note(const api_result<decoded_deployment>& answer) {
  observation noted(time_.now(), source_,
                    answer ? api_result<deployment>(answer->value) : api_result<deployment>(answer.error()));
  noted.took = noted.at - last_poll_;
  noted.platform_done = confirmed_end(end_reason(answer), answer.has_value());
  if (answer) {
    note_success(*answer);
  } else if (!is_source_missing(answer.error())) {
    if (!broken_since_) broken_since_ = last_poll_;
    ++failures_;
  }
  return noted;
}

base::time_point watcher::schedule(const api_result<decoded_deployment>& answer, const observation& noted) {
  update_pace();
  const auto next = answer ? after_success() : after_failure(answer.error());
  const bool awaits_confirmation = end_seen_at_ && noted.at - *end_seen_at_ < limits::end_confirmation;
  return awaits_confirmation ? *end_seen_at_ + limits::end_confirmation : next;
}

void watcher::note_success(const decoded_deployment& answer) {
  if (broken_since_) {
    log_.info("the deployment is watched again",
              {{"source", describe(source_).name},
               {"broken_for", base::format_duration(time_.now() - *broken_since_)},
               {"failures", failures_}});
  }
  broken_since_.reset();
  failures_ = 0;
  kinds_said_.clear();
  for (const auto& warning : answer.warnings) {
    // Each is said once; a platform that finds ever new ones does not fill the memory.
    if (warnings_said_.size() < limits::decode_warnings && warnings_said_.insert(warning).second)
      log_.warn("the platform's answer was not understood in part", {{"member", warning}});
  }
}

base::time_point watcher::after_success() {
  const auto regular = last_poll_ + pace_.after_answer(random_);
  return std::max(regular, time_.now() + std::min(limits::poll_gap_min, settings_.interval));
}

bool watcher::is_source_missing(const api_error& failure) const noexcept {
  return source_ == operation_id::context_get && failure.kind() == outcome_kind::not_found &&
         can_ask_status();
}

base::time_point watcher::after_failure(const api_error& failure) {
  if (is_source_missing(failure)) {
    source_ = operation_id::deployment_status;
    log_.warn("the context endpoint is not offered here, the status operation is asked instead",
              {{"reason", failure.message()}});
    return time_.now() + pace_.first(random_);
  }
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

base::duration watcher::wait_after(const api_error& failure) {
  if (!retry_can_help(failure.kind())) return pace_.after_refusal(random_);
  if (failure.kind() == outcome_kind::throttled)
    return pace_.after_throttling(failure.retry_after(), random_);
  return pace_.after_fault(failure.retry_after(), random_);
}

}  // namespace gamekeeper::edgegap
