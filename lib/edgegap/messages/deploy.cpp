#include "edgegap/messages/deploy.hpp"

#include "edgegap/messages/answer_reader.hpp"
#include "edgegap/messages/request_writer.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <set>

namespace gamekeeper::edgegap {

namespace json = boost::json;

namespace {

bool within(double value, double most) {
  return std::isfinite(value) && value >= -most && value <= most;
}

base::result<json::object> user_object(const deploy_user& user) {
  if (const auto* address = std::get_if<user_address>(&user)) {
    if (address->ip.empty()) return unusable_member("users", "holds an empty address");
    return json::object{{"user_type", "ip_address"}, {"user_data", {{"ip_address", address->ip}}}};
  }
  const auto& position = std::get<user_position>(user);
  if (!within(position.latitude, 90)) return unusable_member("latitude", "is not within -90 to 90 degrees");
  if (!within(position.longitude, 180))
    return unusable_member("longitude", "is not within -180 to 180 degrees");
  return json::object{{"user_type", "geo_coordinates"},
                      {"user_data", {{"latitude", position.latitude}, {"longitude", position.longitude}}}};
}

base::result<json::array> user_array(const std::vector<deploy_user>& users) {
  if (users.empty()) return unusable_member("users", "needs at least one address or position");
  json::array all;
  for (const auto& user : users) {
    auto one = user_object(user);
    if (!one) return one.error();
    all.push_back(std::move(*one));
  }
  return all;
}

base::result<void> check(const deploy_request& request) {
  if (auto named = check_not_empty("application", request.application); !named) return named;
  if (auto named = check_not_empty("version", request.version); !named) return named;
  for (const auto& each : request.environment)
    if (each.key.empty()) return unusable_member("environment_variables", "holds one without a key");
  if (const auto& wanted = request.resources) {
    if (wanted->cpu_units < 100) return unusable_member("cpu_units", "is less than 100 (1024 are one core)");
    if (wanted->memory_mib < 100) return unusable_member("memory_mib", "is less than 100");
    if (wanted->memory_mib / 2 > wanted->cpu_units)
      return unusable_member("memory_mib", "is more than twice cpu_units");
  }
  return check_not_empty("tags", request.tags);
}

json::array variable_array(const std::vector<environment_variable>& variables) {
  json::array all;
  for (const auto& each : variables)
    all.push_back({{"key", each.key}, {"value", each.value}, {"is_hidden", each.hidden}});
  return all;
}

base::result<json::object> members(const deploy_request& request) {
  if (auto good = check(request); !good) return good.error();
  auto users = user_array(request.users);
  if (!users) return users.error();
  json::object all{
      {"application", request.application}, {"version", request.version}, {"users", std::move(*users)}};
  if (request.require_cached_locations) all["require_cached_locations"] = *request.require_cached_locations;
  if (const auto& wanted = request.resources)
    all["resources"] = {{"cpu_units", wanted->cpu_units}, {"memory_mib", wanted->memory_mib}};
  if (!request.environment.empty()) all["environment_variables"] = variable_array(request.environment);
  if (!request.tags.empty()) all["tags"] = text_array(request.tags);
  const std::pair<const char*, const std::string&> webhooks[] = {
      {"webhook_on_ready", request.webhook_on_ready},
      {"webhook_on_error", request.webhook_on_error},
      {"webhook_on_terminated", request.webhook_on_terminated}};
  for (const auto& [key, url] : webhooks)
    if (!url.empty()) all[key] = {{"url", url}};
  return all;
}

}  // namespace

base::result<std::string> encode(const deploy_request& request) {
  auto all = members(request);
  if (!all) return all.error();
  return request_body(*all);
}

base::result<std::string> encode(const fleet_deploy_request& request) {
  const auto& hosts = request.private_host_ids;
  if (hosts.empty()) return unusable_member("private_host_ids", "needs at least one host");
  if (auto named = check_not_empty("private_host_ids", hosts); !named) return named.error();
  if (std::set<std::string>(hosts.begin(), hosts.end()).size() != hosts.size())
    return unusable_member("private_host_ids", "names a host twice");
  auto all = members(request);
  if (!all) return all.error();
  (*all)["private_host_ids"] = text_array(hosts);
  return request_body(*all);
}

base::result<decoded_response<deploy_answer>> decode_deploy_answer(std::string_view text) {
  return decode_answer<deploy_answer>(text, "a deploy answer", [](const answer_reader& from) {
    deploy_answer answer;
    answer.request_id = from.required_text("request_id");
    return answer;
  });
}

}  // namespace gamekeeper::edgegap
