#include "edgegap/client.hpp"

#include <utility>

namespace gamekeeper::edgegap {

namespace asio = boost::asio;

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

bool is_success(int status) {
  return status >= 200 && status < 300;
}

stop_kind stop_kind_of(const api_error& failure) {
  // No answer, and not for want of a network: the request could not even be made.
  if (failure.status() == 0)
    return failure.kind() == outcome_kind::invalid ? stop_kind::refused : stop_kind::failed;
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

base::error cannot_ask(const operation& what, std::string_view why) {
  return base::error(base::errc::invalid_input, std::string(what.name) + ": " + std::string(why));
}

// Should the platform, or a proxy before it, repeat what it was sent, then no error and no answer carries it
// further.
void remove_token(const base::secret& token, std::string& body) {
  const auto& text = token.reveal();
  if (text.size() < 4) return;  // would tear ordinary words apart, and no token is that short
  for (auto at = body.find(text); at != std::string::npos; at = body.find(text, at + 3))
    body.replace(at, text.size(), "***");
}

api_result<decoded_deployment> decoded(const api_result<net::http_response>& answer, operation_id asked) {
  if (!answer) return answer.error();
  auto deployment = decode_deployment(answer->body);
  if (!deployment) return api_error::from_unusable(asked, answer->status, deployment.error());
  return std::move(*deployment);
}

}  // namespace

stop_outcome classify_stop(const api_result<net::http_response>& answer) {
  stop_outcome outcome;
  if (answer) {
    outcome.kind = stop_kind::accepted;
    outcome.status = answer->status;
    outcome.message = platform_message(*answer);
    return outcome;
  }
  const auto& failure = answer.error();
  outcome.kind = stop_kind_of(failure);
  outcome.status = failure.status();
  outcome.message = failure.detail();
  if (outcome.kind == stop_kind::failed) outcome.retry_after = failure.retry_after();
  return outcome;
}

client::client(net::http_transport& http, base::clock& time, client_settings settings,
               const injected_environment& injected)
    : http_(http), time_(time), settings_(std::move(settings)) {
  if (settings_.organisation_token && settings_.organisation_token->empty())
    settings_.organisation_token.reset();
  if (injected.has_context()) context_ = endpoint{*injected.context_url, injected.context_token};
  if (injected.can_stop_itself()) self_stop_ = endpoint{*injected.delete_url, injected.delete_token};
}

const std::optional<client::endpoint>& client::injected_endpoint(operation_id id) const noexcept {
  return id == operation_id::context_get ? context_ : self_stop_;
}

const base::secret& client::token_of(operation_id id) const noexcept {
  const bool injected = describe(id).authorization == authorization_kind::deployment_token;
  return injected ? injected_endpoint(id)->token : *settings_.organisation_token;
}

base::result<client::prepared_request> client::prepare(const api_call& asked) const {
  const auto& what = describe(asked.operation);
  prepared_request ready{settings_.api, net::http_request(std::string(what.method))};
  ready.request.headers.add("Accept", "application/json");
  if (what.authorization == authorization_kind::deployment_token) {
    const auto& injected = injected_endpoint(asked.operation);
    if (!injected)
      return cannot_ask(what, "the platform injected no url and token for it that could be used");
    ready.to = injected->address;
    ready.request.authorization = injected->token;
    return ready;
  }
  if (!settings_.organisation_token) return cannot_ask(what, "it needs an organisation's API token");
  auto path = expand_path(what, asked.path);
  if (!path) return path.error();
  ready.to = settings_.api.with_target(std::move(*path));
  ready.request.authorization = base::secret("token " + settings_.organisation_token->reveal());
  return ready;
}

asio::awaitable<api_result<net::http_response>> client::call(api_call what, base::time_point deadline) {
  auto ready = prepare(what);
  if (!ready) co_return api_error::from_failure(what.operation, ready.error());
  net::url to = std::move(ready->to);
  net::http_request request = std::move(ready->request);
  auto answer = co_await http_.send(std::move(to), std::move(request), deadline);
  if (!answer) co_return api_error::from_failure(what.operation, answer.error());
  remove_token(token_of(what.operation), answer->body);
  if (!is_success(answer->status)) co_return api_error::from_answer(what.operation, *answer, time_.wall());
  co_return std::move(*answer);
}

asio::awaitable<api_result<decoded_deployment>> client::status(std::string request_id,
                                                               base::time_point deadline) {
  api_call what(operation_id::deployment_status);
  what.path.emplace_back("request_id", std::move(request_id));
  const auto answer = co_await call(std::move(what), deadline);
  co_return decoded(answer, operation_id::deployment_status);
}

asio::awaitable<api_result<decoded_deployment>> client::context(base::time_point deadline) {
  const auto answer = co_await call(api_call(operation_id::context_get), deadline);
  co_return decoded(answer, operation_id::context_get);
}

asio::awaitable<stop_outcome> client::self_stop(base::time_point deadline) {
  const auto answer = co_await call(api_call(operation_id::self_stop), deadline);
  co_return classify_stop(answer);
}

asio::awaitable<stop_outcome> client::stop(std::string request_id, base::time_point deadline) {
  api_call what(operation_id::deployment_stop);
  what.path.emplace_back("request_id", std::move(request_id));
  const auto answer = co_await call(std::move(what), deadline);
  co_return classify_stop(answer);
}

}  // namespace gamekeeper::edgegap
