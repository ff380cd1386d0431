#include "edgegap/messages/deploy_v1.hpp"

#include "base/limits.hpp"
#include "edgegap/messages/answer_reader.hpp"
#include "edgegap/messages/request_writer.hpp"

#include <boost/json.hpp>

#include <array>
#include <cmath>

namespace gamekeeper::edgegap {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 6> field_names{
    "city", "country", "continent", "region", "administrative_division", "location_tags"};

std::optional<location_field> parse_location_field(std::string_view text) {
  for (std::size_t i = 0; i < field_names.size(); ++i)
    if (field_names[i] == text) return static_cast<location_field>(i);
  return std::nullopt;
}

base::result<json::array> placed_array(const std::vector<placed_address>& users) {
  json::array all;
  for (const auto& each : users) {
    if (each.ip.empty()) return unusable_member("geo_ip_list", "holds one without an ip");
    if (!std::isfinite(each.latitude) || std::abs(each.latitude) > 90)
      return unusable_member("latitude", "is not within -90 to 90 degrees");
    if (!std::isfinite(each.longitude) || std::abs(each.longitude) > 180)
      return unusable_member("longitude", "is not within -180 to 180 degrees");
    all.push_back({{"ip", each.ip}, {"latitude", each.latitude}, {"longitude", each.longitude}});
  }
  return all;
}

base::result<void> add_users(const deploy_v1_request& request, json::object& into) {
  const auto nobody = unusable_member("ip_list", "or geo_ip_list needs at least one user");
  if (const auto* addresses = std::get_if<std::vector<std::string>>(&request.users)) {
    if (addresses->empty()) return nobody;
    if (auto good = check_not_empty("ip_list", *addresses); !good) return good;
    into["ip_list"] = text_array(*addresses);
    return {};
  }
  auto placed = placed_array(std::get<std::vector<placed_address>>(request.users));
  if (!placed) return placed.error();
  if (placed->empty()) return nobody;
  into["geo_ip_list"] = std::move(*placed);
  return {};
}

json::array filter_array(const std::vector<location_filter>& filters) {
  json::array all;
  for (const auto& each : filters)
    all.push_back({{"field", to_string(each.field)},
                   {"values", text_array(each.match.values)},
                   {"filter_type", to_string(each.match.kind)}});
  return all;
}

json::array variable_array(const std::vector<environment_variable>& variables) {
  json::array all;
  for (const auto& each : variables)
    all.push_back({{"key", each.key}, {"value", each.value}, {"is_hidden", each.hidden}});
  return all;
}

base::result<void> check(const deploy_v1_request& request) {
  if (auto named = check_not_empty("app_name", request.app_name); !named) return named;
  for (const auto& each : request.filters)
    if (each.match.values.empty()) return unusable_member("filters", "holds one without values");
  for (const auto& each : request.env_vars)
    if (each.key.empty()) return unusable_member("env_vars", "holds one without a key");
  if (request.log_storage) {
    if (auto named = check_not_empty("endpoint_storage", request.log_storage->endpoint_storage); !named)
      return named;
  }
  return check_not_empty("tags", request.tags);
}

void add_optional(const deploy_v1_request& request, json::object& into) {
  if (request.version_name) into["version_name"] = *request.version_name;
  if (!request.filters.empty()) into["filters"] = filter_array(request.filters);
  if (!request.env_vars.empty()) into["env_vars"] = variable_array(request.env_vars);
  if (!request.tags.empty()) into["tags"] = text_array(request.tags);
  if (!request.webhook_url.empty()) into["webhook_url"] = request.webhook_url;
  if (const auto& storage = request.log_storage)
    into["container_log_storage"] = {{"enabled", storage->enabled},
                                     {"endpoint_storage", storage->endpoint_storage}};
  if (request.command) into["command"] = *request.command;
  if (request.arguments) into["arguments"] = *request.arguments;
  if (request.skip_telemetry) into["skip_telemetry"] = *request.skip_telemetry;
  if (request.is_public_app) into["is_public_app"] = *request.is_public_app;
  if (!request.telemetry_profile_uuid_list.empty())
    into["telemetry_profile_uuid_list"] = text_array(request.telemetry_profile_uuid_list);
  if (!request.ap_sort_strategy.empty()) into["ap_sort_strategy"] = request.ap_sort_strategy;
}

std::vector<location_filter> decode_filters(const answer_reader& from) {
  std::vector<location_filter> all;
  for (const auto& each : from.objects("filters", base::limits::page_items)) {
    const auto field = parse_location_field(each.text("field"));
    const auto kind = parse_match_kind(each.text("filter_type"));
    if (!field)
      each->problem("field", "no field that is known here");
    else if (!kind)
      each->problem("filter_type", "expected any, all or not");
    else
      all.emplace_back(*field,
                       value_filter(*kind, each->texts("values").value_or(std::vector<std::string>())));
  }
  return all;
}

deploy_v1_answer read(const answer_reader& from) {
  deploy_v1_answer answer;
  answer.request_id = from.required_text("request_id");
  answer.request_dns = from.text("request_dns");
  answer.request_app = from.text("request_app");
  answer.request_version = from.text("request_version");
  answer.request_user_count = from.integer_within("request_user_count", 0, 1'000'000'000);
  answer.filters = decode_filters(from);
  answer.tags = from->texts("tags").value_or(std::vector<std::string>());
  if (const auto storage = from.object("container_log_storage"))
    answer.log_storage = container_log_storage{(*storage)->boolean("enabled").value_or(false),
                                               storage->text("endpoint_storage")};
  answer.ap_sort_strategy = from.text("ap_sort_strategy");
  return answer;
}

}  // namespace

std::string_view to_string(location_field field) noexcept {
  return field_names[static_cast<std::size_t>(field)];
}

base::result<std::string> encode(const deploy_v1_request& request) {
  if (auto good = check(request); !good) return good.error();
  json::object all{{"app_name", request.app_name}};
  if (auto users = add_users(request, all); !users) return users.error();
  add_optional(request, all);
  return request_body(all);
}

base::result<decoded_response<deploy_v1_answer>> decode_deploy_v1_answer(std::string_view text) {
  return decode_answer<deploy_v1_answer>(text, "a deploy answer", read);
}

}  // namespace gamekeeper::edgegap
