#include "edgegap/client/call_sender.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace gamekeeper::edgegap {

namespace asio = boost::asio;

namespace {

bool is_success(int status) {
  return status >= 200 && status < 300;
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

}  // namespace

call_sender::call_sender(net::http_transport& http, base::clock& time, client_settings settings,
                         const injected_environment& injected)
    : http_(http), time_(time), settings_(std::move(settings)) {
  if (settings_.organisation_token && settings_.organisation_token->empty())
    settings_.organisation_token.reset();
  if (injected.has_context()) context_ = endpoint{*injected.context_url, injected.context_token};
  if (injected.can_stop_itself()) self_stop_ = endpoint{*injected.delete_url, injected.delete_token};
}

const std::optional<call_sender::endpoint>& call_sender::injected_endpoint(operation_id id) const noexcept {
  return id == operation_id::self_stop ? self_stop_ : context_;
}

const base::secret& call_sender::token_of(operation_id id) const noexcept {
  const bool injected = describe(id).authorization == authorization_kind::deployment_token;
  return injected ? injected_endpoint(id)->token : *settings_.organisation_token;
}

base::result<net::url> call_sender::address_of(const api_call& asked) const {
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

base::result<call_sender::prepared_request> call_sender::prepare(const api_call& asked) const {
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

asio::awaitable<api_answer> call_sender::attempt(const api_call& what, base::time_point deadline) {
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

asio::awaitable<api_answer> call_sender::send(api_call what, base::time_point deadline) {
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

asio::awaitable<api_answer> call_sender::send(api_call what, base::result<std::string> body,
                                              base::time_point deadline) {
  if (!body) co_return api_error::from_failure(what.operation, body.error());
  what.body = std::move(*body);
  auto answer = co_await send(std::move(what), deadline);
  co_return answer;
}

}  // namespace gamekeeper::edgegap
