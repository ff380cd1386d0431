#include "edgegap/messages/stop.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>

#include <vector>

namespace gamekeeper::edgegap {

std::string_view to_string(stop_kind kind) noexcept {
  switch (kind) {
    case stop_kind::accepted:
      return "accepted";
    case stop_kind::already_gone:
      return "already_gone";
    case stop_kind::not_found:
      return "not_found";
    case stop_kind::refused:
      return "refused";
    case stop_kind::failed:
      return "failed";
  }
  return "unknown";
}

namespace {

stop_kind stop_kind_of(const api_error& failure) {
  // No answer, and not for want of a network: the request could not even be made.
  if (failure.status() == 0)
    return failure.kind() == outcome_kind::invalid ? stop_kind::refused : stop_kind::failed;
  // A proxy's page may have any status: what it says is an outage and no word of the platform's.
  if (!failure.has_platform_form()) return stop_kind::failed;
  switch (failure.kind()) {
    case outcome_kind::gone:
      return stop_kind::already_gone;
    case outcome_kind::not_found:
      return stop_kind::not_found;
    case outcome_kind::denied:
      return stop_kind::refused;
    case outcome_kind::transient:
    case outcome_kind::throttled:
    case outcome_kind::invalid:
      break;
  }
  return stop_kind::failed;
}

}  // namespace

stop_outcome classify_stop(const api_result<net::http_response>& answer) {
  stop_outcome outcome;
  if (answer) {
    outcome.kind = has_platform_body(*answer) ? stop_kind::accepted : stop_kind::failed;
    outcome.status = answer->status;
    outcome.message = platform_message(*answer);
    outcome.text = answer->body;
    return outcome;
  }
  const auto& failure = answer.error();
  outcome.kind = stop_kind_of(failure);
  outcome.status = failure.status();
  outcome.sent = failure.was_sent();
  outcome.code = failure.code();
  outcome.message = failure.detail();
  if (outcome.kind == stop_kind::failed) outcome.retry_after = failure.retry_after();
  return outcome;
}

std::optional<deployment> stop_summary(const stop_outcome& outcome) {
  const auto parsed = base::parse_json(outcome.text);
  if (!parsed) return std::nullopt;
  std::vector<std::string> problems;
  const auto* summary = base::json_reader(*parsed, problems).member("deployment_summary");
  if (!summary) return std::nullopt;
  auto known = decode_deployment(boost::json::serialize(*summary));
  if (!known) return std::nullopt;
  return std::move(known->value);
}

}  // namespace gamekeeper::edgegap
