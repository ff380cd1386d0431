#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "edgegap/client/call.hpp"
#include "edgegap/environment/environment.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace gamekeeper::edgegap {

struct client_settings {
  net::url api;  ///< https://api.edgegap.com, or an emulator; only its origin counts
  std::optional<base::secret> organisation_token;
  call_policy* policy = nullptr;  ///< none: a call is one request
};

/// The one path that every operation takes: which url, which token, one request or what the policy makes of it, and an
/// answer that is a success or an error. `http`, `time` and the policy outlive the sender, and the sender outlives its
/// calls.
class call_sender {
 public:
  call_sender(net::http_transport& http, base::clock& time, client_settings settings,
              const injected_environment& injected);

  bool has_organisation_token() const noexcept { return settings_.organisation_token.has_value(); }
  bool has_context() const noexcept { return context_.has_value(); }
  bool can_stop_itself() const noexcept { return self_stop_.has_value(); }

  /// Any 2xx, or an error.
  boost::asio::awaitable<api_answer> send(api_call what, base::time_point deadline);
  /// send() with a body that may not have been possible to make.
  boost::asio::awaitable<api_answer> send(api_call what, base::result<std::string> body,
                                          base::time_point deadline);

 private:
  /// An injected url and the token that opens it.
  struct endpoint {
    net::url address;
    base::secret token;
  };
  struct prepared_request {
    net::url to;
    net::http_request request;
  };

  /// One request and its answer.
  boost::asio::awaitable<api_answer> attempt(const api_call& what, base::time_point deadline);
  base::result<prepared_request> prepare(const api_call& what) const;
  base::result<net::url> address_of(const api_call& what) const;
  const std::optional<endpoint>& injected_endpoint(operation_id id) const noexcept;
  /// Of an operation that prepare() has accepted.
  const base::secret& token_of(operation_id id) const noexcept;

  net::http_transport& http_;
  base::clock& time_;
  client_settings settings_;
  std::optional<endpoint> context_;
  std::optional<endpoint> self_stop_;
};

}  // namespace gamekeeper::edgegap
