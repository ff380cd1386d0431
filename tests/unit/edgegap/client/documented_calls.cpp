#include "unit/edgegap/client/platform_calls.hpp"

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

template <class T>
failed why(const api_result<T>& answer) {
  return answer ? failed() : failed(answer.error());
}

template <class T>
failed made(platform_calls& world, boost::asio::awaitable<api_result<T>> call) {
  return why(world.run(std::move(call)));
}

// A stop's outcome is no api_result: what it says of a failure is made into one again.
failed stopped(platform_calls& world, operation_id id, boost::asio::awaitable<stop_outcome> call) {
  const auto outcome = world.run(std::move(call));
  if (outcome.kind == stop_kind::accepted) return std::nullopt;
  if (outcome.status == 0)
    return api_error::from_failure(id, base::error(base::errc::unreachable, outcome.message));
  net::http_response again(outcome.status, "application/json", "{\"message\":\"" + outcome.message + "\"}");
  return api_error::from_answer(id, again, world.time.wall());
}

deploy_request sample_deploy() {
  deploy_request request;
  request.application = "my-game-server";
  request.version = "25.05.30-16.45.19-04";
  request.users = {user_address("75.28.35.192"), user_position(45.5, -73.5)};
  request.require_cached_locations = false;
  request.resources = deploy_resources{1536, 3072};
  request.environment = {environment_variable("MY_ENVIRONMENT_VARIABLE", "my-value")};
  request.tags = {"my-custom-tag"};
  request.webhook_on_ready = "https://my-webhook.com";
  request.webhook_on_error = "https://my-webhook.com/e";
  request.webhook_on_terminated = "https://my-webhook.com/t";
  return request;
}

constexpr std::string_view deploy_members =
    R"("application":"my-game-server","version":"25.05.30-16.45.19-04","users":[{"user_type":"ip_address","user_data":{"ip_address":"75.28.35.192"}},{"user_type":"geo_coordinates","user_data":{"latitude":45.5,"longitude":-73.5}}],"require_cached_locations":false,"resources":{"cpu_units":1536,"memory_mib":3072},"environment_variables":[{"key":"MY_ENVIRONMENT_VARIABLE","value":"my-value","is_hidden":false}],"tags":["my-custom-tag"],"webhook_on_ready":{"url":"https://my-webhook.com"},"webhook_on_error":{"url":"https://my-webhook.com/e"},"webhook_on_terminated":{"url":"https://my-webhook.com/t"})";

fleet_deploy_request sample_fleet_deploy() {
  fleet_deploy_request request;
  static_cast<deploy_request&>(request) = sample_deploy();
  request.private_host_ids = {"alpha-north-america-95fab093"};
  return request;
}

deploy_v1_request sample_deploy_v1() {
  deploy_v1_request request;
  request.app_name = "my-game-server";
  request.version_name = "2024.01.30-16.23.00-UTC";
  request.users = std::vector<placed_address>{placed_address("162.254.141.66", 41.5, -73.5)};
  request.filters = {location_filter(location_field::city, value_filter(match_kind::none, {"Montreal"}))};
  request.env_vars = {environment_variable("MM_MATCH_PROFILE", "advanced-example", true)};
  request.tags = {"production"};
  request.webhook_url = "https://www.webhook.com/";
  request.log_storage = container_log_storage{true, "my-endpoint"};
  request.command = "run";
  request.arguments = "--all";
  request.skip_telemetry = true;
  request.is_public_app = false;
  request.telemetry_profile_uuid_list = {"85cf70e6-f871-42c6-96f0-65ff5bd469b5"};
  request.ap_sort_strategy = "basic";
  return request;
}

constexpr std::string_view deploy_v1_body =
    R"({"app_name":"my-game-server","geo_ip_list":[{"ip":"162.254.141.66","latitude":41.5,"longitude":-73.5}],"version_name":"2024.01.30-16.23.00-UTC","filters":[{"field":"city","values":["Montreal"],"filter_type":"not"}],"env_vars":[{"key":"MM_MATCH_PROFILE","value":"advanced-example","is_hidden":true}],"tags":["production"],"webhook_url":"https://www.webhook.com/","container_log_storage":{"enabled":true,"endpoint_storage":"my-endpoint"},"command":"run","arguments":"--all","skip_telemetry":true,"is_public_app":false,"telemetry_profile_uuid_list":["85cf70e6-f871-42c6-96f0-65ff5bd469b5"],"ap_sort_strategy":"basic"})";

list_query sample_list() {
  list_query query;
  query.status.emplace(deployment_status::ready);
  query.page_size = 20;
  return query;
}

metrics_query sample_metrics() {
  metrics_query query;
  query.start_time = parse_timestamp("2021-07-10 00:00:00.00");
  query.end_time = parse_timestamp("2021-07-19 00:00:00.00");
  query.step = 5min;
  query.raw = true;
  return query;
}

bulk_stop_request sample_bulk_stop() {
  bulk_stop_request request;
  request.request_ids.emplace(match_kind::any, std::vector<std::string>{"c0653765de3b"});
  request.tags.emplace(match_kind::all, std::vector<std::string>{"a", "b"});
  return request;
}

locations_query sample_locations() {
  locations_query query;
  query.application = "my app";
  query.version = "v/1";
  query.type = "standard";
  query.with_tags = true;
  return query;
}

const std::string id = "c0653765de3b";
const std::string api = "https://api.edgegap.com";
const std::string said = R"({"message":"Instance 93924761ccde will be deleted"})";
const std::string status_answer = R"({"request_id":"c0653765de3b","current_status":"Status.READY"})";
const std::string tag_answer = R"({"name":"development","create_time":"2026-04-22 20:30:52.283949"})";
const std::string one_page =
    R"("total_count":0,"pagination":{"number":1,"next_page_number":null,"previous_page_number":null,"paginator":{"num_pages":1},"has_next":false,"has_previous":false})";

using world = platform_calls;

// A walk of a list that has one page.
template <class Item>
failed walked(world& w, paginator<Item> walk) {
  return why(w.run(walk.next()));
}

void add_one_deployments(std::vector<documented_call>& all) {
  all.push_back({operation_id::deployment_status,
                 [](world& w) { return made(w, w.platform.status(id, w.in(5s))); }, api + "/v1/status/" + id,
                 "", status_answer, id});
  all.push_back({operation_id::deployment_stop,
                 [](world& w) {
                   return stopped(w, operation_id::deployment_stop,
                                  w.platform.stop(id, w.in(5s), log_storage::in("my storage")));
                 },
                 api + "/v1/stop/" + id + "?container_log_storage=my%20storage", "", said, ""});
  all.push_back({operation_id::self_stop,
                 [](world& w) {
                   return stopped(w, operation_id::self_stop,
                                  w.platform.self_stop(w.in(5s), log_storage::on()));
                 },
                 api + "/v1/self/stop/9f511e17/660?container_log_storage=true", "", said, ""});
  all.push_back({operation_id::context_get, [](world& w) { return made(w, w.platform.context(w.in(5s))); },
                 api + "/v1/context/9170f5211e17/17", "", R"({"request_id":"a","status":"Status.READY"})",
                 ""});
  all.push_back({operation_id::context_tag_add,
                 [](world& w) { return made(w, w.platform.context_tag_add("development", w.in(5s))); },
                 api + "/v1/context/9170f5211e17/17/tags", R"({"name":"development"})", tag_answer, ""});
  all.push_back({operation_id::context_tag_remove,
                 [](world& w) { return made(w, w.platform.context_tag_remove("a/b", w.in(5s))); },
                 api + "/v1/context/9170f5211e17/17/tags/a%2Fb", "", "", ""});
}

void add_deploys(std::vector<documented_call>& all) {
  const std::string placed = R"({"request_id":"a69f8e3e0555"})";
  all.push_back({operation_id::deploy,
                 [](world& w) { return made(w, w.platform.deploy(sample_deploy(), w.in(5s))); },
                 api + "/v2/deployments", "{" + std::string(deploy_members) + "}", placed, ""});
  all.push_back(
      {operation_id::fleet_deploy,
       [](world& w) { return made(w, w.platform.fleet_deploy(sample_fleet_deploy(), w.in(5s))); },
       api + "/v2/private-fleets/deployments",
       "{" + std::string(deploy_members) + R"(,"private_host_ids":["alpha-north-america-95fab093"]})", placed,
       ""});
  all.push_back({operation_id::deploy_v1,
                 [](world& w) { return made(w, w.platform.deploy_v1(sample_deploy_v1(), w.in(5s))); },
                 api + "/v1/deploy", std::string(deploy_v1_body), placed, ""});
}

void add_organisations(std::vector<documented_call>& all) {
  all.push_back({operation_id::deployment_list,
                 [](world& w) { return walked(w, w.platform.deployments(sample_list(), w.in(5s))); },
                 api + "/v1/"
                       "deployments?query=%7B%22filters%22%3A%5B%7B%22field%22%3A%22status%22%2C%22operator%"
                       "22%3A%22eq%22%2C%22"
                       "value%22%3A%22ready%22%7D%5D%7D&limit=20",
                 "", R"({"data":[],"message":[""],)" + one_page + "}", ""});
  all.push_back(
      {operation_id::bulk_stop,
       [](world& w) { return made(w, w.platform.bulk_stop(sample_bulk_stop(), w.in(5s))); },
       api + "/v1/deployments/bulk-stop",
       R"({"filters":[{"field":"request_id","values":["c0653765de3b"],"filter_type":"any"},{"field":"deployment_tags","values":["a","b"],"filter_type":"all"}]})",
       R"({"processable":[{"request_id":"c0653765de3b"}]})", ""});
  all.push_back({operation_id::location_list,
                 [](world& w) { return walked(w, w.platform.locations(sample_locations(), w.in(5s))); },
                 api + "/v1/locations?app=my%20app&version=v%2F1&type=standard&tags=true", "",
                 R"({"locations":[],"messages":[""],)" + one_page + "}", ""});
  all.push_back({operation_id::beacon_list,
                 [](world& w) { return walked(w, w.platform.beacons(5, w.in(5s))); },
                 api + "/v1/locations/beacons?limit=5", "", R"({"locations":[],"count":0})", ""});
}

void add_rest(std::vector<documented_call>& all) {
  all.push_back(
      {operation_id::container_logs, [](world& w) { return made(w, w.platform.logs(id, w.in(5s))); },
       api + "/v1/deployment/" + id + "/container-logs", "", R"({"logs":"hello","encoding":"utf-8"})", id});
  all.push_back(
      {operation_id::deployment_metrics,
       [](world& w) { return made(w, w.platform.metrics(id, sample_metrics(), w.in(5s))); },
       api + "/v1/metrics/deployment/" + id +
           "?start_time=2021-07-10%2000%3A00%3A00.000000&end_time=2021-07-19%2000%3A00%3A00.000000"
           "&steps=5m&raw=true",
       "", R"({"cpu":{"labels":["00:00:00"],"datasets":[0],"timestamps":["2021-07-14 14:17:37.711"]}})", id});
  all.push_back({operation_id::fleet_hosts,
                 [](world& w) { return walked(w, w.platform.hosts("test-fleet", std::nullopt, w.in(5s))); },
                 api + "/v2/private-fleets/test-fleet/hosts", "", R"({"data":[],)" + one_page + "}", ""});
  all.push_back({operation_id::tag_list,
                 [](world& w) { return walked(w, w.platform.tags(id, std::nullopt, w.in(5s))); },
                 api + "/v1/deployments/" + id + "/tags", "", R"({"tags":[],)" + one_page + "}", id});
  all.push_back({operation_id::tag_get, [](world& w) { return made(w, w.platform.tag(id, "é", w.in(5s))); },
                 api + "/v1/deployments/" + id + "/tags/%C3%A9", "", tag_answer, id});
  all.push_back({operation_id::tag_create,
                 [](world& w) { return made(w, w.platform.tag_create(id, "a/b", w.in(5s))); },
                 api + "/v1/deployments/" + id + "/tags", R"({"name":"a/b"})", tag_answer, id});
  all.push_back({operation_id::tag_update,
                 [](world& w) { return made(w, w.platform.tag_update(id, "100%", "é", w.in(5s))); },
                 api + "/v1/deployments/" + id + "/tags/100%25", R"({"name":"é"})", tag_answer, id});
  all.push_back({operation_id::tag_delete,
                 [](world& w) { return made(w, w.platform.tag_delete(id, "a b", w.in(5s))); },
                 api + "/v1/deployments/" + id + "/tags/a%20b", "", "", id});
}

}  // namespace

std::vector<documented_call> documented_calls() {
  std::vector<documented_call> all;
  add_one_deployments(all);
  add_deploys(all);
  add_organisations(all);
  add_rest(all);
  return all;
}

}  // namespace gamekeeper::edgegap
