#include "edgegap/client/client.hpp"

#include <algorithm>
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

base::error cannot_ask(const operation& what, std::string_view why) {
  return base::error(base::errc::invalid_input, std::string(what.name) + ": " + std::string(why));
}

// Should the platform, or a proxy before it, repeat what it was sent, then no error and no answer carries it
// further.
void remove_token(const base::secret& token, std::string& body) {
  if (token.reveal().size() < 4) return;  // would tear ordinary words apart, and no token is that short
  for (const auto& text : {token.reveal(), net::percent_encode(token.reveal())})
    for (auto at = body.find(text); at != std::string::npos; at = body.find(text, at + 3))
      body.replace(at, text.size(), "***");
}

std::string request_id_in(const api_call& what) {
  const auto found = std::find_if(what.path.begin(), what.path.end(),
                                  [](const path_value& each) { return each.name == "request_id"; });
  return found == what.path.end() ? std::string() : found->value;
}

// A url that was injected can have a query of its own.
std::string extended(std::string target, std::string_view path, std::string_view query) {
  if (!path.empty()) {
    const auto end = std::min(target.find('?'), target.size());
    const bool doubled = end > 0 && target[end - 1] == '/';
    target.insert(end, path.substr(doubled ? 1 : 0));
  }
  if (!query.empty()) target.append(target.find('?') == std::string::npos ? "?" : "&").append(query);
  return target;
}

api_call stop_call(operation_id id, const log_storage& logs) {
  api_call what(id);
  if (!logs.text().empty()) what.query.emplace_back("container_log_storage", logs.text());
  return what;
}

}  // namespace

stop_outcome classify_stop(const api_answer& answer) {
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

client::client(net::http_transport& http, base::clock& time, client_settings settings,
               const injected_environment& injected)
    : http_(http), time_(time), settings_(std::move(settings)) {
  if (settings_.organisation_token && settings_.organisation_token->empty())
    settings_.organisation_token.reset();
  if (injected.has_context()) context_ = endpoint{*injected.context_url, injected.context_token};
  if (injected.can_stop_itself()) self_stop_ = endpoint{*injected.delete_url, injected.delete_token};
}

const std::optional<client::endpoint>& client::injected_endpoint(operation_id id) const noexcept {
  return id == operation_id::self_stop ? self_stop_ : context_;
}

const base::secret& client::token_of(operation_id id) const noexcept {
  const bool injected = describe(id).authorization == authorization_kind::deployment_token;
  return injected ? injected_endpoint(id)->token : *settings_.organisation_token;
}

base::result<net::url> client::address_of(const api_call& asked) const {
  const auto& what = describe(asked.operation);
  const auto path = expand_path(what, asked.path);
  if (!path) return path.error();
  const auto query = expand_query(what, asked.query);
  if (!query) return query.error();
  if (what.authorization == authorization_kind::organisation_token)
    return settings_.api.with_target(extended(*path, "", *query));
  const auto& injected = injected_endpoint(asked.operation)->address;
  return injected.with_target(extended(injected.target, *path, *query));
}

base::result<client::prepared_request> client::prepare(const api_call& asked) const {
  const auto& what = describe(asked.operation);
  const bool injected = what.authorization == authorization_kind::deployment_token;
  if (injected && !injected_endpoint(asked.operation))
    return cannot_ask(what, "the platform injected no url and token for it that could be used");
  if (!injected && !settings_.organisation_token)
    return cannot_ask(what, "it needs an organisation's API token");
  auto address = address_of(asked);
  if (!address) return address.error();
  prepared_request ready{std::move(*address), net::http_request(std::string(what.method))};
  const auto& token = token_of(asked.operation);
  ready.request.authorization = injected ? token : base::secret("token " + token.reveal());
  ready.request.headers.add("Accept", "application/json");
  if (!asked.body.empty()) {
    ready.request.headers.add("Content-Type", "application/json");
    ready.request.body = asked.body;
  }
  return ready;
}

asio::awaitable<api_answer> client::attempt(const api_call& what, base::time_point deadline) {
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

asio::awaitable<api_answer> client::call(api_call what, base::time_point deadline) {
  api_answer answer = api_error();
  if (settings_.policy) {
    const call_policy::attempt once = [this, &what](base::time_point end) { return attempt(what, end); };
    answer = co_await settings_.policy->execute(what.operation, once, deadline);
  } else {
    answer = co_await attempt(what, deadline);
  }
  if (answer) co_return answer;
  auto failure = answer.error();
  failure.about(request_id_in(what));
  co_return failure;
}

asio::awaitable<api_answer> client::call_with(api_call what, base::result<std::string> body,
                                              base::time_point deadline) {
  if (!body) co_return api_error::from_failure(what.operation, body.error());
  what.body = std::move(*body);
  auto answer = co_await call(std::move(what), deadline);
  co_return answer;
}

client::call_of<deployment> client::status(std::string request_id, base::time_point deadline) {
  api_call what(operation_id::deployment_status);
  what.path.emplace_back("request_id", request_id);
  auto answer = co_await call(std::move(what), deadline);
  co_return decode_response<deployment>(answer, operation_id::deployment_status, request_id,
                                        decode_deployment);
}

client::call_of<deployment> client::context(base::time_point deadline) {
  auto answer = co_await call(api_call(operation_id::context_get), deadline);
  co_return decode_response<deployment>(answer, operation_id::context_get, "", decode_deployment);
}

asio::awaitable<stop_outcome> client::self_stop(base::time_point deadline, log_storage logs) {
  auto what = stop_call(operation_id::self_stop, logs);
  const auto answer = co_await call(std::move(what), deadline);
  co_return classify_stop(answer);
}

asio::awaitable<stop_outcome> client::stop(std::string request_id, base::time_point deadline,
                                           log_storage logs) {
  auto what = stop_call(operation_id::deployment_stop, logs);
  what.path.emplace_back("request_id", std::move(request_id));
  const auto answer = co_await call(std::move(what), deadline);
  co_return classify_stop(answer);
}

}  // namespace gamekeeper::edgegap
