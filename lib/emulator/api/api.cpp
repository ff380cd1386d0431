#include "emulator/api/api.hpp"

#include "base/json_text.hpp"
#include "emulator/api/json_answer.hpp"
#include "emulator/api/route_table.hpp"
#include "emulator/api/views.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator {

namespace {

net::http_response wrong_answer(const fault& due) {
  auto answer = message_answer(due.status.value_or(429), "a fault, as it was asked for");
  if (due.rate_limited) answer.headers.add("Retry-After", "1");
  return answer;
}

// `allowed` gets the methods of the path when only the method is wrong.
const route* find_route(const net::http_request& request, bool with_admin,
                        std::vector<std::string>& parameters, std::string& allowed) {
  for (const auto& each : all_routes()) {
    if (each.who == access::admin && !with_admin) continue;
    if (!match_path(each.path, request.path(), parameters)) continue;
    if (each.method == request.method) return &each;
    allowed.append(allowed.empty() ? "" : ", ").append(each.method);
  }
  return nullptr;
}

/// Which of the organisation's tokens the request carries.
std::optional<std::size_t> find_token(const std::vector<base::secret>& tokens,
                                      const net::http_request& request) {
  if (!request.authorization) return std::nullopt;
  constexpr std::string_view scheme = "token ";
  const std::string_view given = request.authorization->reveal();
  if (!given.starts_with(scheme)) return std::nullopt;
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (tokens[i].matches(given.substr(scheme.size()))) found = i;
  return found;
}

// The limits are documented; what the platform answers beyond them is not. 429 is what its own SDK handles,
// and it honours Retry-After (seconds).
std::optional<net::http_response> refuse_too_many(api_context& context, const route& to, std::size_t token) {
  if (!context.settings.rate_limits || to.per_second == 0) return std::nullopt;
  const auto wait = context.rates.refuse(token, &to, to.per_second);
  if (!wait) return std::nullopt;
  auto answer = message_answer(
      429, "more than " + std::to_string(to.per_second) + " requests per second of this operation");
  answer.headers.add("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(*wait).count()));
  return answer;
}

net::http_response perform(const route& to, api_call& call) {
  if (to.who == access::organisation) {
    const auto token = find_token(call.context.settings.organisation_tokens, call.request);
    if (!token)
      return message_answer(
          401, "the header 'Authorization: token XXX' is missing, or XXX is no token of the organisation");
    if (auto refused = refuse_too_many(call.context, to, *token)) return std::move(*refused);
  }
  const bool names_one = to.path.find("{request_id}") != std::string_view::npos;
  // Its own operations say first whether there is a token at all.
  if (names_one && !call.subject && to.who != access::deployment)
    // The specification and the reference say 404; the live platform has been seen to give 400.
    return message_answer(to.who == access::admin ? 404 : call.context.settings.unknown_deployment,
                          "no deployment '" + call.parameters.front() + "'");
  return to.perform(call);
}

}  // namespace

api::api(platform& target, base::logger& log, api_settings settings)
    : context_{target,
               log,
               fault_list(target.time(), settings.fault_seed),
               rate_limits(target.time()),
               target.time().wall(),
               std::move(settings)} {
  // "POST with the same JSON as /v1/status": as it is at this moment.
  target.describe_webhooks_with(
      [&time = target.time()](const deployment& d) { return base::json_text(status_view(d, time.now())); });
}

api_reply api::answer(const net::http_request& request) {
  if (auto why = context_.settings.hosts.refuse(request)) return {message_answer(403, *why), {}};
  std::vector<std::string> parameters;
  std::string allowed;
  const auto* to = find_route(request, context_.settings.admin, parameters, allowed);
  if (!to && allowed.empty())
    return {message_answer(404, "there is no " + std::string(request.path()) + " here"), {}};
  if (!to) {
    auto refusal = message_answer(405, request.method + " is not allowed here; allowed: " + allowed);
    refusal.headers.add("Allow", allowed);
    return {std::move(refusal), {}};
  }
  api_call call{context_, request, std::move(parameters), nullptr};
  if (to->path.find("{request_id}") != std::string_view::npos)
    call.subject = context_.target.deployments().find(call.parameters.front());

  const auto about = call.subject ? std::string_view(call.subject->request_id) : std::string_view();
  const auto due =
      to->who == access::admin ? std::nullopt : context_.faults.take(fault_place::answer, to->name, about);
  api_reply reply;
  reply.response = due && (due->status || due->rate_limited) ? wrong_answer(*due) : perform(*to, call);
  if (due) {
    reply.delay = due->delay;
    reply.response.delivery = due->delivery;
  }
  context_.log.debug(
      "request", {{"method", request.method}, {"operation", to->name}, {"status", reply.response.status}});
  if (call.subject) {
    history_event event;
    event.event = "request";
    event.method = request.method;
    event.operation = to->name;
    event.status_code = reply.response.status;
    context_.target.record(*call.subject, std::move(event));
  }
  return reply;
}

boost::asio::awaitable<net::http_response> serve(api& handler, base::clock& time, net::http_request request,
                                                 request_record* record) {
  auto reply = handler.answer(request);
  if (record) record->add(request, reply.response);
  if (reply.delay > base::duration(0)) {
    const auto due = time.now() + reply.delay;
    co_await base::sleep_until(time, due);
  }
  co_return std::move(reply.response);
}

}  // namespace gamekeeper::emulator
