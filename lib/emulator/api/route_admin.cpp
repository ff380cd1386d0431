#include "base/json.hpp"
#include "base/limits.hpp"
#include "emulator/api/fault_request.hpp"
#include "emulator/api/json_answer.hpp"
#include "emulator/api/routes.hpp"
#include "emulator/api/views.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator::routes {

namespace json = boost::json;
namespace limits = base::limits;

namespace {

// The body as JSON, or null and a problem.
json::value parsed_body(const api_call& call, std::vector<problem>& problems) {
  auto parsed = base::parse_json(call.request.body);
  if (parsed) return std::move(*parsed);
  problems.push_back({"", parsed.error().message()});
  return nullptr;
}

}  // namespace

net::http_response admin_list(api_call& call) {
  json::array all;
  call.context.target.deployments().for_each([&all](deployment& d) { all.emplace_back(admin_view(d)); });
  return json_answer(200, {{"deployments", std::move(all)}});
}

net::http_response admin_show(api_call& call) {
  return json_answer(200, admin_view(*call.subject));
}

net::http_response admin_sockets_usage(api_call& call) {
  static constexpr std::array<std::string_view, 1> known{"sockets_usage"};
  std::vector<problem> problems;
  const auto body = parsed_body(call, problems);
  if (!problems.empty()) return refusal(problems);
  const fields given(body, problems);
  given.allow_only(known);
  if (given.is_object() && !body.as_object().contains("sockets_usage"))
    given.add_problem("sockets_usage", "is required: null or a whole number from 0");
  const auto usage = given.integer("sockets_usage", presence::optional, 0, limits::players_max);
  if (!problems.empty()) return refusal(problems);
  call.context.target.set_sockets_usage(*call.subject,
                                        usage ? std::optional(static_cast<int>(*usage)) : std::nullopt);
  return json_answer(200, admin_view(*call.subject));
}

net::http_response admin_status(api_call& call) {
  static constexpr std::array<std::string_view, 1> known{"status"};
  std::vector<problem> problems;
  const auto body = parsed_body(call, problems);
  if (!problems.empty()) return refusal(problems);
  const fields given(body, problems);
  given.allow_only(known);
  const auto text = given.text("status", presence::required, limits::emulator_name_bytes);
  const auto status = text ? parse_status(*text) : std::nullopt;
  if (text && !status) given.add_problem("status", "'" + *text + "' is none of " + all_status_names());
  if (!problems.empty()) return refusal(problems);
  call.context.target.force_status(*call.subject, *status);
  return json_answer(200, admin_view(*call.subject));
}

net::http_response admin_faults(api_call& call) {
  std::vector<problem> problems;
  const auto body = parsed_body(call, problems);
  if (!problems.empty()) return refusal(problems);
  auto wanted = read_fault(fields(body, problems), problems);
  if (!problems.empty()) return refusal(problems);
  if (!call.context.faults.set(std::move(wanted)))
    return message_answer(400, "there are " + std::to_string(limits::emulator_faults) + " faults already");
  return json_answer(200, body.as_object());
}

net::http_response admin_faults_list(api_call& call) {
  json::array all;
  for (const auto& each : call.context.faults.in_force()) all.emplace_back(fault_view(each));
  return json_answer(200, {{"faults", std::move(all)}});
}

net::http_response admin_faults_clear(api_call& call) {
  call.context.faults.clear();
  return net::http_response(204);
}

}  // namespace gamekeeper::emulator::routes
