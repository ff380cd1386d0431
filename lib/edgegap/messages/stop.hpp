#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "edgegap/messages/api_error.hpp"
#include "edgegap/messages/deployment.hpp"
#include "net/http.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gamekeeper::edgegap {

/// What became of a request to stop a deployment.
enum class stop_kind {
  accepted,      ///< any 2xx: it will be stopped (202: once it is READY or in ERROR)
  already_gone,  ///< 410
  not_found,     ///< 404: counts as gone, though a wrong url answers the same
  refused,       ///< 401, 403, or no url or token to ask with: asking again changes nothing
  failed,        ///< anything else: ask again
};

std::string_view to_string(stop_kind kind) noexcept;

struct stop_outcome {
  stop_kind kind = stop_kind::failed;
  int status = 0;                             ///< 0 when there was no answer
  bool sent = true;                           ///< false: nothing has left, so nobody can have heard it
  base::errc code{};                          ///< unless it was accepted: what kind of failure it is
  std::string message;                        ///< the platform's own words, or what broke
  std::optional<base::duration> retry_after;  ///< with `failed` only
  std::string text;                           ///< the answer's body as it came

  /// Nobody has to ask again.
  bool settled() const noexcept { return kind != stop_kind::failed && kind != stop_kind::refused; }
};

stop_outcome classify_stop(const api_result<net::http_response>& answer);
/// What the platform knew of the deployment when it accepted the stop ("deployment_summary"), if it said so.
std::optional<deployment> stop_summary(const stop_outcome& outcome);

/// Whether the container's logs are kept when it has stopped ("container_log_storage").
class log_storage {
 public:
  static log_storage as_configured() { return log_storage(""); }  ///< as the application's version says
  static log_storage on() { return log_storage("true"); }         ///< in the version's own endpoint storage
  static log_storage off() { return log_storage("false"); }
  static log_storage in(std::string endpoint_storage) { return log_storage(std::move(endpoint_storage)); }
  const std::string& text() const noexcept { return text_; }

 private:
  explicit log_storage(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace gamekeeper::edgegap
