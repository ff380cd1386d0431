#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "edgegap/messages/operation.hpp"
#include "net/http.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::edgegap {

/// What a failed call means for the next attempt.
enum class outcome_kind {
  transient,  ///< network, timeout, 5xx, a proxy's error page: the same call can succeed later
  throttled,  ///< 429: later, and not before Retry-After
  denied,     ///< 401, 403: the token is wrong or has been revoked
  gone,       ///< 410: what it was about has ended for good
  not_found,  ///< 404: no such thing, or no such operation
  invalid,    ///< any other 4xx, or a call that could not even be sent: it will fail the same way again
};

std::string_view to_string(outcome_kind kind) noexcept;
/// For every status that is no usable answer. A 2xx comes here when its body was unusable, a 3xx since
/// redirects are not followed: both are transient. So are 408 and 425, which ask for another attempt by
/// themselves.
outcome_kind classify_status(int status) noexcept;
/// For a call without an answer.
outcome_kind classify_failure(base::errc code) noexcept;
/// transient and throttled.
bool retry_can_help(outcome_kind kind) noexcept;

/// Why a call brought nothing. Never contains the token that was sent: the client removes it from what comes
/// back.
class api_error {
 public:
  /// Only since Boost 1.81's result::error() asks for one.
  api_error() = default;
  /// No answer at all.
  static api_error from_failure(operation_id operation, const base::error& failure);
  /// An answer that is no success.
  static api_error from_answer(operation_id operation, const net::http_response& answer, base::wall_time now);
  /// A success whose body is not what it must be.
  static api_error from_unusable(operation_id operation, int status, const base::error& failure);

  operation_id operation() const noexcept { return operation_; }
  /// 0 when there was no answer.
  int status() const noexcept { return status_; }
  base::errc code() const noexcept { return code_; }
  outcome_kind kind() const noexcept { return kind_; }
  /// The deployment that the call was about, or the one that a failed deploy has left behind (422); else
  /// empty.
  const std::string& request_id() const noexcept { return request_id_; }
  /// The request, or a part of it, may have left this machine's hands. Not after dns, unreachable, tls and busy, nor
  /// where it could not even be made.
  bool was_sent() const noexcept;
  /// The same call again may succeed and does no harm: transient or throttled, no redirect, and the outcome
  /// is known.
  bool retry_can_help() const noexcept;
  /// The request may have been carried out although no usable answer came, and carrying it out again would do
  /// it twice: only for operations that are not idempotent. Not where it was not sent, and not
  /// after a 3xx or 4xx (it was refused).
  bool may_have_been_applied() const noexcept;
  /// What the platform said, or what broke: at most limits::platform_message_bytes.
  const std::string& detail() const noexcept { return detail_; }
  std::optional<base::duration> retry_after() const noexcept { return retry_after_; }
  /// The answer has the form that all of the platform's refusals have: a JSON object with a text `message`. What a
  /// proxy says in its place has not, and is never the last word on anything.
  bool has_platform_form() const noexcept { return has_platform_form_; }
  /// Says what the call was about, where the answer has not said it itself.
  void about(std::string request_id);
  /// Adds to the detail what was found out later.
  void remark(std::string_view found_out);
  /// One sentence for the log: the operation, the status, the detail.
  std::string message() const;

 private:
  api_error(operation_id operation, int status, base::errc code, outcome_kind kind, std::string detail);

  operation_id operation_{};
  int status_ = 0;
  base::errc code_{};
  outcome_kind kind_{};
  std::string detail_;
  std::string request_id_;
  std::optional<base::duration> retry_after_;
  bool has_platform_form_ = false;
};

/// The text of {"message": "…"} with v2's `details` behind it, where a redirect leads, or a short note about
/// what came instead; at most limits::platform_message_bytes.
std::string platform_message(const net::http_response& answer);

/// Whether the body is what the platform answers with, whatever it says: a JSON object, or nothing at all.
bool has_platform_body(const net::http_response& answer);

/// Found by boost::system::result when value() is called on a failure: that is a bug, so it throws.
[[noreturn]] void throw_exception_from_error(const api_error& failure, const boost::source_location& where);

template <class T>
using api_result = boost::system::result<T, api_error>;

}  // namespace gamekeeper::edgegap
