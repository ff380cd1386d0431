#include "emulator/api.hpp"
#include "emulator/deploy_request.hpp"
#include "emulator/views.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator {

namespace json = boost::json;

namespace {

// v2 errors may carry `details`: here each wrong field by its JSON pointer.
net::http_response field_errors(const std::vector<problem>& problems) {
  json::object details;
  for (const auto& each : problems) details[each.pointer.empty() ? "/" : each.pointer] = each.what;
  return json_answer(400, {{"message", to_text(problems)}, {"details", std::move(details)}});
}

}  // namespace

// An unknown application or version is 400 ("Invalid Application or Application Version. No deployment has
// been created", v2 specification); v2 documents no 404.
net::http_response api::deploy(api_call& call) {
  std::vector<problem> problems;
  auto order = parse_deploy_request(call.request.body, platform_.offered(), problems);
  if (!order) return field_errors(problems);
  const auto made = platform_.deploy(std::move(*order));
  if (!made) return message_answer(400, made.error().message());
  call.subject = *made;
  const auto& d = **made;
  // 422: "A deployment has been created. Deployment is in error state."
  if (d.status == deployment_status::error)
    return json_answer(422, {{"request_id", d.request_id}, {"message", d.error_detail.value_or("")}});
  return json_answer(202, {{"request_id", d.request_id}});
}

net::http_response api::status(api_call& call) {
  return json_answer(200, status_view(*call.subject, platform_.offered(), platform_.time().now()));
}

// The two messages are the reference's for 200 and the specification's for 202; the specification shows its
// own for both.
net::http_response api::stop(api_call& call) {
  auto& d = *call.subject;
  switch (platform_.stop(d)) {
    case stop_outcome::gone:
      return message_answer(410, "Instance " + d.request_id + " already terminated");
    case stop_outcome::deferred:
      return message_answer(202, d.request_id + " - Delete request will be processed soon");
    case stop_outcome::stopping:
      break;
  }
  return json_answer(200,
                     {{"message", "Instance " + d.request_id + " will be deleted"},
                      {"deployment_summary", status_view(d, platform_.offered(), platform_.time().now())}});
}

}  // namespace gamekeeper::emulator
