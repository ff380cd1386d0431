#include "emulator/api/json_answer.hpp"
#include "emulator/api/routes.hpp"
#include "emulator/api/views.hpp"
#include "emulator/reading/deploy_request.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator::routes {

namespace json = boost::json;

namespace {

net::http_response v2_answer(const deployment& d) {
  // 422: "A deployment has been created. Deployment is in error state."
  if (d.status == deployment_status::error)
    return json_answer(422, {{"request_id", d.request_id}, {"message", d.error_detail.value_or("")}});
  return json_answer(202, {{"request_id", d.request_id}});
}

json::array filters_view(const std::vector<bulk_filter>& filters) {
  json::array all;
  for (const auto& each : filters)
    all.push_back(json::object{{"field", each.field},
                               {"values", json::array(each.values.begin(), each.values.end())},
                               {"filter_type", each.type == filter_type::any   ? "any"
                                               : each.type == filter_type::all ? "all"
                                                                               : "not"}});
  return all;
}

}  // namespace

// An unknown application or version is 400 ("Invalid Application or Application Version. No deployment has
// been created", v2 specification); v2 documents no 404.
net::http_response deploy(api_call& call) {
  std::vector<problem> problems;
  auto order = parse_deploy_request(call.request.body, call.context.target.offered(), problems);
  if (!order) return detailed_refusal(problems);
  const auto made = call.context.target.deploy(std::move(*order));
  if (!made) return message_answer(400, made.error().message());
  call.subject = *made;
  return v2_answer(**made);
}

net::http_response fleet_deploy(api_call& call) {
  std::vector<problem> problems;
  auto order = parse_fleet_deploy_request(call.request.body, call.context.target.offered(), problems);
  if (!order) return detailed_refusal(problems);
  const auto made = call.context.target.deploy(std::move(*order));
  if (!made) return message_answer(400, made.error().message());
  call.subject = *made;
  return v2_answer(**made);
}

// v1 has 404 for an application or version that is not there, and its 422 names no deployment.
net::http_response deploy_v1(api_call& call) {
  std::vector<problem> problems;
  auto asked = parse_v1_deploy_request(call.request.body, call.context.target.offered(), problems);
  if (!problems.empty())
    return message_answer(asked.no_such_version && problems.size() == 1 ? 404 : 400, to_text(problems));
  const auto made = call.context.target.deploy(std::move(asked.order));
  if (!made) return message_answer(400, made.error().message());
  call.subject = *made;
  const auto& d = **made;
  if (d.status == deployment_status::error) return message_answer(422, d.error_detail.value_or(""));
  json::object answer{{"request_id", d.request_id},
                      {"request_dns", fqdn_of(d)},
                      {"request_app", d.version->application},
                      {"request_version", d.version->version},
                      {"request_user_count", asked.users},
                      {"filters", filters_view(asked.filters)}};
  // "This field will only be present if tags were provided" (API reference).
  const auto tags = names_of(d.tags);
  if (!tags.empty()) answer["tags"] = json::array(tags.begin(), tags.end());
  if (const auto& storage = asked.log_storage)
    answer["container_log_storage"] = {{"enabled", storage->enabled},
                                       {"endpoint_storage", storage->endpoint_storage}};
  // "Will only be present if the request was made with the ap_sort_strategy field" (API reference).
  if (!asked.sort_strategy.empty()) answer["ap_sort_strategy"] = asked.sort_strategy;
  return json_answer(200, answer);
}

}  // namespace gamekeeper::emulator::routes
