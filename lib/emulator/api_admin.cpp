#include "base/json.hpp"
#include "base/limits.hpp"
#include "emulator/api_routes.hpp"
#include "emulator/views.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator {

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

bool can_fail(std::string_view operation) {
  for (const auto& each : api_route_table::all())
    if (each.who != access::admin && each.name == operation) return true;
  return false;
}

std::string operations_that_can_fail() {
  std::string names;
  for (const auto& each : api_route_table::all())
    if (each.who != access::admin) names.append(names.empty() ? "" : ", ").append(each.name);
  return names;
}

}  // namespace

net::http_response api::admin_list(api_call&) {
  json::array all;
  platform_.deployments().for_each([&all](deployment& d) { all.emplace_back(admin_view(d)); });
  return json_answer(200, {{"deployments", std::move(all)}});
}

net::http_response api::admin_show(api_call& call) {
  return json_answer(200, admin_view(*call.subject));
}

net::http_response api::admin_sockets_usage(api_call& call) {
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
  platform_.set_sockets_usage(*call.subject, usage ? std::optional(static_cast<int>(*usage)) : std::nullopt);
  return json_answer(200, admin_view(*call.subject));
}

net::http_response api::admin_status(api_call& call) {
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
  platform_.force_status(*call.subject, *status);
  return json_answer(200, admin_view(*call.subject));
}

net::http_response api::admin_faults(api_call& call) {
  static constexpr std::array<std::string_view, 4> known{"operation", "status", "count", "delay_ms"};
  std::vector<problem> problems;
  const auto body = parsed_body(call, problems);
  if (!problems.empty()) return refusal(problems);
  const fields given(body, problems);
  given.allow_only(known);
  const auto name = given.text("operation", presence::required, limits::emulator_name_bytes);
  if (name && !can_fail(*name))
    given.add_problem("operation", "'" + *name + "' is none of " + operations_that_can_fail());
  const auto status = given.integer("status", presence::optional, 200, 599);
  const auto count = given.integer("count", presence::optional, 0, limits::emulator_fault_count).value_or(1);
  const auto delay =
      given.integer("delay_ms", presence::optional, 0, limits::emulator_fault_delay_max.count());
  if (problems.empty() && !status && !delay && count > 0)
    problems.push_back({"", "a fault needs status, delay_ms or both; count 0 removes it"});
  if (!problems.empty()) return refusal(problems);
  fault wanted;
  if (status) wanted.status = static_cast<int>(*status);
  wanted.count = static_cast<int>(count);
  wanted.delay = base::duration(delay.value_or(0));
  faults_.set(*name, wanted);
  return json_answer(200, body.as_object());
}

}  // namespace gamekeeper::emulator
