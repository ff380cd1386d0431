// Everything that comes in pages.
#include "edgegap/client/client.hpp"

namespace gamekeeper::edgegap {

namespace {

// Page 1 is what the platform gives unasked; so an operation whose pages are not documented is asked for none
// until there is a second.
void add_page(api_call& what, std::optional<int> page_size, int number) {
  if (number != 1) what.query.emplace_back("page", std::to_string(number));
  if (page_size) what.query.emplace_back("limit", std::to_string(*page_size));
}

}  // namespace

client::page_of<listed_deployment> client::deployment_page(list_query query, int number,
                                                           base::time_point deadline) {
  api_call what(operation_id::deployment_list);
  auto filters = encode(query);
  if (!filters) co_return api_error::from_failure(what.operation, filters.error());
  if (*filters) what.query.emplace_back("query", std::move(**filters));
  add_page(what, query.page_size, number);
  auto answer = co_await call(std::move(what), deadline);
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
  auto answer = co_await call(std::move(what), deadline);
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
  auto answer = co_await call(std::move(what), deadline);
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
  auto answer = co_await call(std::move(what), deadline);
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
  auto answer = co_await call(std::move(what), deadline);
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

}  // namespace gamekeeper::edgegap
