#include "edgegap/client/client.hpp"

#include "edgegap/client/decode_response.hpp"

#include <utility>

namespace gamekeeper::edgegap {

namespace asio = boost::asio;

namespace {

api_call stop_call(operation_id id, const log_storage& logs) {
  api_call what(id);
  if (!logs.text().empty()) what.query.emplace_back("container_log_storage", logs.text());
  return what;
}

// Page 1 is what the platform gives unasked; so an operation whose pages are not documented is asked for none
// until there is a second.
void add_page(api_call& what, std::optional<int> page_size, int number) {
  if (number != 1) what.query.emplace_back("page", std::to_string(number));
  if (page_size) what.query.emplace_back("limit", std::to_string(*page_size));
}

api_call tag_call(operation_id id, const std::string& request_id, const std::string& name) {
  api_call what(id);
  if (!request_id.empty() || id != operation_id::context_tag_remove)
    what.path.emplace_back("request_id", request_id);
  what.path.emplace_back("tag_name", name);
  return what;
}

}  // namespace

client::client(net::http_transport& http, base::clock& time, client_settings settings,
               const injected_environment& injected)
    : sender_(http, time, std::move(settings), injected) {}

client::call_of<deployment> client::status(std::string request_id, base::time_point deadline) {
  api_call what(operation_id::deployment_status);
  what.path.emplace_back("request_id", request_id);
  auto answer = co_await sender_.send(std::move(what), deadline);
  co_return decode_response<deployment>(answer, operation_id::deployment_status, request_id,
                                        decode_deployment);
}

client::call_of<deployment> client::context(base::time_point deadline) {
  auto answer = co_await sender_.send(api_call(operation_id::context_get), deadline);
  co_return decode_response<deployment>(answer, operation_id::context_get, "", decode_deployment);
}

asio::awaitable<stop_outcome> client::self_stop(base::time_point deadline, log_storage logs) {
  auto what = stop_call(operation_id::self_stop, logs);
  const auto answer = co_await sender_.send(std::move(what), deadline);
  co_return classify_stop(answer);
}

asio::awaitable<stop_outcome> client::stop(std::string request_id, base::time_point deadline,
                                           log_storage logs) {
  auto what = stop_call(operation_id::deployment_stop, logs);
  what.path.emplace_back("request_id", std::move(request_id));
  const auto answer = co_await sender_.send(std::move(what), deadline);
  co_return classify_stop(answer);
}

client::call_of<deploy_answer> client::deploy(deploy_request request, base::time_point deadline) {
  auto answer = co_await sender_.send(api_call(operation_id::deploy), encode(request), deadline);
  co_return decode_response<deploy_answer>(answer, operation_id::deploy, "", decode_deploy_answer);
}

client::call_of<deploy_answer> client::fleet_deploy(fleet_deploy_request request, base::time_point deadline) {
  auto answer = co_await sender_.send(api_call(operation_id::fleet_deploy), encode(request), deadline);
  co_return decode_response<deploy_answer>(answer, operation_id::fleet_deploy, "", decode_deploy_answer);
}

client::call_of<deploy_v1_answer> client::deploy_v1(deploy_v1_request request, base::time_point deadline) {
  auto answer = co_await sender_.send(api_call(operation_id::deploy_v1), encode(request), deadline);
  co_return decode_response<deploy_v1_answer>(answer, operation_id::deploy_v1, "", decode_deploy_v1_answer);
}

client::call_of<bulk_stop_answer> client::bulk_stop(bulk_stop_request request, base::time_point deadline) {
  auto answer = co_await sender_.send(api_call(operation_id::bulk_stop), encode(request), deadline);
  co_return decode_response<bulk_stop_answer>(answer, operation_id::bulk_stop, "", decode_bulk_stop_answer);
}

client::call_of<container_logs> client::logs(std::string request_id, base::time_point deadline) {
  api_call what(operation_id::container_logs);
  what.path.emplace_back("request_id", request_id);
  auto answer = co_await sender_.send(std::move(what), deadline);
  co_return decode_response<container_logs>(answer, operation_id::container_logs, request_id,
                                            decode_container_logs);
}

client::call_of<deployment_metrics> client::metrics(std::string request_id, metrics_query query,
                                                    base::time_point deadline) {
  api_call what(operation_id::deployment_metrics);
  auto values = encode(query);
  if (!values) co_return api_error::from_failure(what.operation, values.error());
  what.path.emplace_back("request_id", request_id);
  what.query = std::move(*values);
  auto answer = co_await sender_.send(std::move(what), deadline);
  co_return decode_response<deployment_metrics>(answer, operation_id::deployment_metrics, request_id,
                                                decode_metrics);
}

client::page_of<listed_deployment> client::deployment_page(list_query query, int number,
                                                           base::time_point deadline) {
  api_call what(operation_id::deployment_list);
  auto filters = encode(query);
  if (!filters) co_return api_error::from_failure(what.operation, filters.error());
  if (*filters) what.query.emplace_back("query", std::move(**filters));
  add_page(what, query.page_size, number);
  auto answer = co_await sender_.send(std::move(what), deadline);
  const auto decode = [number](std::string_view text) { return decode_deployment_page(text, number); };
  co_return decode_response<page<listed_deployment>>(answer, operation_id::deployment_list, "", decode);
}

paginator<listed_deployment> client::deployments(list_query query, base::time_point deadline) {
  return paginator<listed_deployment>(operation_id::deployment_list,
                                      [this, query = std::move(query), deadline](int number) {
                                        return deployment_page(query, number, deadline);
                                      });
}

client::page_of<deploy_location> client::location_page(locations_query query, int number,
                                                       base::time_point deadline) {
  api_call what(operation_id::location_list);
  if (!query.application.empty()) what.query.emplace_back("app", query.application);
  if (!query.version.empty()) what.query.emplace_back("version", query.version);
  if (!query.type.empty()) what.query.emplace_back("type", query.type);
  if (query.with_tags) what.query.emplace_back("tags", "true");
  add_page(what, query.page_size, number);
  auto answer = co_await sender_.send(std::move(what), deadline);
  const auto decode = [number](std::string_view text) { return decode_location_page(text, number); };
  co_return decode_response<page<deploy_location>>(answer, operation_id::location_list, "", decode);
}

paginator<deploy_location> client::locations(locations_query query, base::time_point deadline) {
  return paginator<deploy_location>(operation_id::location_list,
                                    [this, query = std::move(query), deadline](int number) {
                                      return location_page(query, number, deadline);
                                    });
}

client::page_of<beacon> client::beacon_page(std::optional<int> page_size, int number,
                                            base::time_point deadline) {
  api_call what(operation_id::beacon_list);
  add_page(what, page_size, number);
  auto answer = co_await sender_.send(std::move(what), deadline);
  const auto decode = [number](std::string_view text) { return decode_beacon_page(text, number); };
  co_return decode_response<page<beacon>>(answer, operation_id::beacon_list, "", decode);
}

paginator<beacon> client::beacons(std::optional<int> page_size, base::time_point deadline) {
  return paginator<beacon>(operation_id::beacon_list, [this, page_size, deadline](int number) {
    return beacon_page(page_size, number, deadline);
  });
}

client::page_of<fleet_host> client::host_page(std::string fleet, std::optional<int> page_size, int number,
                                              base::time_point deadline) {
  api_call what(operation_id::fleet_hosts);
  what.path.emplace_back("fleet_name", std::move(fleet));
  add_page(what, page_size, number);
  auto answer = co_await sender_.send(std::move(what), deadline);
  const auto decode = [number](std::string_view text) { return decode_host_page(text, number); };
  co_return decode_response<page<fleet_host>>(answer, operation_id::fleet_hosts, "", decode);
}

paginator<fleet_host> client::hosts(std::string fleet, std::optional<int> page_size,
                                    base::time_point deadline) {
  return paginator<fleet_host>(operation_id::fleet_hosts,
                               [this, fleet = std::move(fleet), page_size, deadline](int number) {
                                 return host_page(fleet, page_size, number, deadline);
                               });
}

client::page_of<deployment_tag> client::tag_page(std::string request_id, std::optional<int> page_size,
                                                 int number, base::time_point deadline) {
  api_call what(operation_id::tag_list);
  what.path.emplace_back("request_id", request_id);
  add_page(what, page_size, number);
  auto answer = co_await sender_.send(std::move(what), deadline);
  const auto decode = [number](std::string_view text) { return decode_tag_page(text, number); };
  co_return decode_response<page<deployment_tag>>(answer, operation_id::tag_list, request_id, decode);
}

paginator<deployment_tag> client::tags(std::string request_id, std::optional<int> page_size,
                                       base::time_point deadline) {
  return paginator<deployment_tag>(operation_id::tag_list,
                                   [this, id = std::move(request_id), page_size, deadline](int number) {
                                     return tag_page(id, page_size, number, deadline);
                                   });
}

client::call_of<deployment_tag> client::context_tag_add(std::string name, base::time_point deadline) {
  auto answer =
      co_await sender_.send(api_call(operation_id::context_tag_add), encode_tag_name(name), deadline);
  co_return decode_response<deployment_tag>(answer, operation_id::context_tag_add, "", decode_tag);
}

asio::awaitable<api_result<void>> client::context_tag_remove(std::string name, base::time_point deadline) {
  auto what = tag_call(operation_id::context_tag_remove, "", name);
  const auto answer = co_await sender_.send(std::move(what), deadline);
  if (!answer) co_return answer.error();
  co_return api_result<void>();
}

client::call_of<deployment_tag> client::tag(std::string request_id, std::string name,
                                            base::time_point deadline) {
  auto what = tag_call(operation_id::tag_get, request_id, name);
  auto answer = co_await sender_.send(std::move(what), deadline);
  co_return decode_response<deployment_tag>(answer, operation_id::tag_get, request_id, decode_tag);
}

client::call_of<deployment_tag> client::tag_create(std::string request_id, std::string name,
                                                   base::time_point deadline) {
  api_call what(operation_id::tag_create);
  what.path.emplace_back("request_id", request_id);
  auto answer = co_await sender_.send(std::move(what), encode_tag_name(name), deadline);
  co_return decode_response<deployment_tag>(answer, operation_id::tag_create, request_id, decode_tag);
}

client::call_of<deployment_tag> client::tag_update(std::string request_id, std::string name,
                                                   std::string new_name, base::time_point deadline) {
  auto what = tag_call(operation_id::tag_update, request_id, name);
  auto answer = co_await sender_.send(std::move(what), encode_tag_name(new_name), deadline);
  co_return decode_response<deployment_tag>(answer, operation_id::tag_update, request_id, decode_tag);
}

asio::awaitable<api_result<void>> client::tag_delete(std::string request_id, std::string name,
                                                     base::time_point deadline) {
  auto what = tag_call(operation_id::tag_delete, request_id, name);
  const auto answer = co_await sender_.send(std::move(what), deadline);
  if (!answer) co_return answer.error();
  co_return api_result<void>();
}

}  // namespace gamekeeper::edgegap
