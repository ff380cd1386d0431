#include "edgegap/messages/api_error.hpp"

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "edgegap/messages/retry_after.hpp"
#include "net/url.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/throw_exception.hpp>

#include <stdexcept>

namespace gamekeeper::edgegap {

std::string_view to_string(outcome_kind kind) noexcept {
  switch (kind) {
    case outcome_kind::transient:
      return "transient";
    case outcome_kind::throttled:
      return "throttled";
    case outcome_kind::denied:
      return "denied";
    case outcome_kind::gone:
      return "gone";
    case outcome_kind::not_found:
      return "not_found";
    case outcome_kind::invalid:
      return "invalid";
  }
  return "unknown";
}

outcome_kind classify_status(int status) noexcept {
  switch (status) {
    case 401:
    case 403:
      return outcome_kind::denied;
    case 404:
      return outcome_kind::not_found;
    case 408:
    case 425:
      return outcome_kind::transient;
    case 410:
      return outcome_kind::gone;
    case 429:
      return outcome_kind::throttled;
    default:
      return status >= 400 && status < 500 ? outcome_kind::invalid : outcome_kind::transient;
  }
}

outcome_kind classify_failure(base::errc code) noexcept {
  return code == base::errc::invalid_input ? outcome_kind::invalid : outcome_kind::transient;
}

bool retry_can_help(outcome_kind kind) noexcept {
  return kind == outcome_kind::transient || kind == outcome_kind::throttled;
}

namespace {

base::errc code_of(int status) noexcept {
  switch (classify_status(status)) {
    case outcome_kind::denied:
      return base::errc::denied;
    case outcome_kind::gone:
    case outcome_kind::not_found:
      return base::errc::not_found;
    case outcome_kind::throttled:
      return base::errc::busy;
    case outcome_kind::invalid:
      return base::errc::invalid_input;
    case outcome_kind::transient:
      break;
  }
  return status == 408 || status == 504 ? base::errc::timed_out : base::errc::io;
}

// Cut where a UTF-8 character begins, so that what is left can still go into a JSON log line.
std::string shortened(std::string text) {
  auto length = base::limits::platform_message_bytes;
  if (text.size() <= length) return text;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
  text.resize(length);
  return text + "…";
}

// A path and a query may repeat the token that was sent, in any encoding.
std::string origin_of(std::string_view address) {
  const auto to = net::parse_url(address);
  return to ? to->origin() : "another path";
}

// A deploy that fails with 422 leaves a deployment behind and names it.
std::string named_deployment(const net::http_response& answer) {
  if (answer.status != 422) return "";
  const auto parsed = base::parse_json(answer.body);
  if (!parsed) return "";
  std::vector<std::string> problems;
  return shortened(base::json_reader(*parsed, problems).text("request_id").value_or(""));
}

std::optional<std::string> message_of(const std::string& body) {
  const auto parsed = base::parse_json(body);
  if (!parsed) return std::nullopt;
  std::vector<std::string> problems;
  const auto message = base::json_reader(*parsed, problems).text("message");
  return message && !message->empty() ? message : std::nullopt;
}

}  // namespace

bool has_platform_body(const net::http_response& answer) {
  if (answer.body.empty()) return true;
  const auto parsed = base::parse_json(answer.body);
  return parsed && parsed->is_object();
}

std::string platform_message(const net::http_response& answer) {
  if (answer.status >= 300 && answer.status < 400)
    if (const auto where = answer.headers.find("Location"))
      return shortened("a redirect to " + origin_of(*where) +
                       ", which is not followed: it would take the token along");
  if (answer.body.empty()) return "the answer is empty";
  const auto parsed = base::parse_json(answer.body);
  if (!parsed) {
    // A proxy's error page, most likely: its text would fill the log and say nothing.
    const auto type = answer.headers.find("Content-Type").value_or("no content type");
    return "the answer is not JSON (" + std::string(type.substr(0, 80)) + ", " +
           std::to_string(answer.body.size()) + " bytes)";
  }
  std::vector<std::string> problems;
  const base::json_reader members(*parsed, problems);
  const auto message = members.text("message");
  if (!message || message->empty()) return "the answer holds no message";
  const auto* details = members.member("details");
  return shortened(details ? *message + " " + boost::json::serialize(*details) : *message);
}

api_error::api_error(operation_id operation, int status, base::errc code, outcome_kind kind,
                     std::string detail)
    : operation_(operation),
      status_(status),
      code_(code),
      kind_(kind),
      detail_(shortened(std::move(detail))) {}

api_error api_error::from_failure(operation_id operation, const base::error& failure) {
  return api_error(operation, 0, failure.code(), classify_failure(failure.code()), failure.message());
}

api_error api_error::from_answer(operation_id operation, const net::http_response& answer,
                                 base::wall_time now) {
  api_error failure(operation, answer.status, code_of(answer.status), classify_status(answer.status),
                    platform_message(answer));
  if (const auto header = answer.headers.find("Retry-After"))
    failure.retry_after_ = parse_retry_after(*header, now);
  failure.request_id_ = named_deployment(answer);
  failure.has_platform_form_ = message_of(answer.body).has_value();
  return failure;
}

api_error api_error::from_unusable(operation_id operation, int status, const base::error& failure) {
  return api_error(operation, status, failure.code(), classify_status(status), failure.message());
}

bool api_error::retry_can_help() const noexcept {
  const bool redirected = status_ >= 300 && status_ < 400;
  return edgegap::retry_can_help(kind_) && !redirected && !may_have_been_applied();
}

bool api_error::was_sent() const noexcept {
  if (status_ != 0) return true;
  switch (code_) {
    case base::errc::dns:
    case base::errc::unreachable:
    case base::errc::tls:
    case base::errc::busy:
    case base::errc::invalid_input:
      return false;
    default:
      return true;
  }
}

bool api_error::may_have_been_applied() const noexcept {
  if (describe(operation_).idempotent || !was_sent()) return false;
  return status_ < 300 || status_ >= 500 || status_ == 408;
}

void api_error::about(std::string request_id) {
  if (request_id_.empty()) request_id_ = std::move(request_id);
}

void api_error::remark(std::string_view found_out) {
  detail_.append("; ").append(found_out);
}

std::string api_error::message() const {
  const auto& what = describe(operation_);
  std::string text(what.name);
  if (!request_id_.empty()) text.append(" of ").append(request_id_);
  if (status_ == 0) {
    text.append(was_sent() ? " got no answer (" : " was not sent (")
        .append(base::to_string(code_))
        .append(")");
  } else {
    text.append(" was answered ").append(std::to_string(status_));
    if (!documents(what, status_)) text.append(", which is not documented for it");
  }
  text.append(": ").append(detail_);
  if (retry_after_) text.append("; retry after ").append(base::format_duration(*retry_after_));
  return text;
}

void throw_exception_from_error(const api_error& failure, const boost::source_location& where) {
  boost::throw_with_location(std::logic_error("unhandled failure: " + failure.message()), where);
}

}  // namespace gamekeeper::edgegap
