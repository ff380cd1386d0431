#include "emulator/api/json_answer.hpp"
#include "emulator/api/routes.hpp"
#include "emulator/api/views.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator::routes {

namespace {

std::optional<net::http_response> refuse_context(const api_call& call) {
  if (!call.request.authorization || call.request.authorization->empty())
    return message_answer(401,
                          "the header 'Authorization' with the value of ARBITRIUM_CONTEXT_TOKEN is missing");
  if (!call.subject || call.subject->context_key != call.parameters.at(1))
    return message_answer(404, "no deployment '" + call.parameters.front() + "' with the context '" +
                                   call.parameters.at(1) + "'");
  if (!call.subject->context_token.matches(call.request.authorization->reveal()))
    return message_answer(
        401, "the header 'Authorization' must hold the value of ARBITRIUM_CONTEXT_TOKEN as it is");
  return std::nullopt;
}

}  // namespace

// The token comes raw, without `token ` in front. 410 is in the older Swagger only; the specification lists
// it for /v1/stop alone. It is served here too, since a repeated self-stop has to be answered somehow and
// this is what clients of the older API were told.
net::http_response self_stop(api_call& call) {
  if (!call.request.authorization || call.request.authorization->empty())
    return message_answer(401,
                          "the header 'Authorization' with the value of ARBITRIUM_DELETE_TOKEN is missing");
  if (!call.subject || call.subject->stop_key != call.parameters.at(1))
    return message_answer(404, "no deployment '" + call.parameters.front() + "' with the stop key '" +
                                   call.parameters.at(1) + "'");
  auto& d = *call.subject;
  const std::string_view token = call.request.authorization->reveal();
  if (!d.delete_token.matches(token)) {
    if (call.context.target.deployments().knows_delete_token(token))
      return message_answer(403, "this token is for another deployment");
    return message_answer(
        401, "the header 'Authorization' must hold the value of ARBITRIUM_DELETE_TOKEN as it is");
  }
  switch (call.context.target.stop(d)) {
    case stop_outcome::gone:
      return message_answer(410, "Instance Already terminated");
    case stop_outcome::deferred:
      return message_answer(202, d.request_id + " - Delete request will be processed soon");
    case stop_outcome::stopping:
      break;
  }
  return message_answer(200, "Instance " + d.request_id + " will be deleted");
}

// Neither the specification nor the reference has it any more, yet its variables are still injected: served
// as the Swagger of 2024 describes it (200, 400, 401), with 404 for a deployment that does not exist as
// everywhere else. 403 for another deployment's token is self-stop's.
net::http_response context(api_call& call) {
  if (auto refused = refuse_context(call)) return std::move(*refused);
  return json_answer(200, context_view(*call.subject));
}

net::http_response context_tag_add(api_call& call) {
  if (auto refused = refuse_context(call)) return std::move(*refused);
  return tag_create(call);
}

net::http_response context_tag_remove(api_call& call) {
  if (auto refused = refuse_context(call)) return std::move(*refused);
  return tag_delete(call);
}

}  // namespace gamekeeper::emulator::routes
