#include "emulator/api/json_answer.hpp"
#include "emulator/api/paging.hpp"
#include "emulator/api/routes.hpp"
#include "emulator/api/views.hpp"
#include "emulator/reading/bulk_filter.hpp"
#include "emulator/reading/list_query.hpp"
#include "emulator/reading/location_reader.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::emulator::routes {

namespace json = boost::json;

namespace {

/// The entries of one page, each as `view` shows it.
template <class Entries, class View>
json::array page_of(const Entries& all, const page_request& page, View view) {
  json::array shown;
  for (auto i = page.first(); i < all.size() && shown.size() < page.size; ++i)
    shown.emplace_back(view(all[i]));
  return shown;
}

/// A beacon's name has twelve digits that stay the same: FNV-1a of its city.
std::string beacon_name(const location& place) {
  std::uint64_t hash = 14695981039346656037u;
  for (const unsigned char c : place.city + place.country) hash = (hash ^ c) * 1099511628211u;
  char text[32];
  std::snprintf(text, sizeof text, "b-%012llx", static_cast<unsigned long long>(hash & 0xffffffffffffu));
  return std::string(text) + ".pr.edgegap.net";
}

}  // namespace

// "List of active deployments" (specification): those that have ended are not in it.
net::http_response deployment_list(api_call& call) {
  std::vector<problem> problems;
  const query_parameters parameters(call.request.query(), problems);
  const auto page = read_page(parameters);
  const auto text = parameters.text("query");
  const auto query = text && !text->empty() ? parse_list_query(*text, problems) : list_query();
  if (!problems.empty()) return refusal(problems);
  std::vector<const deployment*> found;
  call.context.target.deployments().for_each([&](deployment& d) {
    if (!d.ended_at && matches(*query, d)) found.push_back(&d);
  });
  sort(*query, found);
  json::object answer{{"data", page_of(found, page, [](const deployment* d) { return listed_view(*d); })},
                      {"message", {past_the_end_text(page, found.size())}}};
  add_pagination(answer, page, found.size());
  return json_answer(200, answer);
}

// 202 and not the 200 of the older Swagger: the current specification says so, and stopping takes its time.
net::http_response bulk_stop(api_call& call) {
  std::vector<problem> problems;
  const auto filters = parse_bulk_stop(call.request.body, problems);
  if (!filters) return refusal(problems);
  std::vector<deployment*> chosen;
  call.context.target.deployments().for_each([&](deployment& d) {
    if (d.status != deployment_status::terminated && matches(*filters, d)) chosen.push_back(&d);
  });
  json::array processable;
  for (auto* d : chosen) {
    call.context.target.stop(*d);
    processable.push_back(json::object{{"request_id", d->request_id}});
  }
  return json_answer(202, {{"processable", std::move(processable)}});
}

// `type` and `tags` are in the API reference alone. One machine has resources for every version everywhere,
// so an application filters nothing out; one that does not exist is said to.
net::http_response location_list(api_call& call) {
  std::vector<problem> problems;
  const query_parameters parameters(call.request.query(), problems);
  const auto page = read_page(parameters);
  const auto app = parameters.text("app"), version = parameters.text("version"),
             type = parameters.text("type");
  const bool with_tags = parameters.text("tags").value_or("") == "true";
  const auto& offered = call.context.target.offered();
  if (app && !offered.newest(*app))
    parameters.add_problem("app", "no application '" + *app + "'; there is: " + offered.application_names());
  else if (app && version && !offered.find(*app, *version))
    parameters.add_problem("version", "no version '" + *version + "' of '" + *app +
                                          "'; there is: " + offered.version_names(*app));
  else if (version && !app)
    parameters.add_problem("version", "needs app, whose version it is");
  if (!problems.empty()) return refusal(problems);
  const auto all = type && *type != "standard" ? std::vector<location>() : offered.locations;
  const auto view = [with_tags](const location& place) {
    auto shown = location_view(place);
    shown["type"] = "standard";
    if (with_tags) shown["tags"] = json::array();
    return shown;
  };
  json::object answer{{"locations", page_of(all, page, view)},
                      {"messages", {past_the_end_text(page, all.size())}}};
  add_pagination(answer, page, all.size());
  return json_answer(200, answer);
}

// Every location has a beacon, and all of them are this machine. Ports are optional in the specification and
// left out: nothing here answers a ping.
net::http_response beacon_list(api_call& call) {
  std::vector<problem> problems;
  const auto page = read_page(query_parameters(call.request.query(), problems));
  if (!problems.empty()) return refusal(problems);
  const auto& offered = call.context.target.offered();
  auto shown = page_of(offered.locations, page, [&offered](const location& place) {
    return json::object{
        {"host", offered.public_ip}, {"fqdn", beacon_name(place)}, {"location", location_view(place)}};
  });
  const auto count = shown.size();
  return json_answer(200, {{"locations", std::move(shown)}, {"count", count}});
}

// An unknown fleet is 400 as an unknown application is: v2 documents no 404.
net::http_response fleet_hosts(api_call& call) {
  std::vector<problem> problems;
  const auto page = read_page(query_parameters(call.request.query(), problems));
  const auto& fleets = call.context.target.offered().fleets;
  const auto fleet = std::find_if(fleets.begin(), fleets.end(), [&](const private_fleet& each) {
    return each.name == call.parameters.front();
  });
  if (fleet == fleets.end())
    problems.push_back({"fleet-name", "no private fleet '" + call.parameters.front() + "'"});
  if (!problems.empty()) return detailed_refusal(problems);
  const auto view = [&call](const fleet_host& host) {
    const auto load = call.context.target.load_of(host.host_id);
    return host_view(host, load.cpu_units, load.memory_mb, call.context.since);
  };
  json::object answer{{"data", page_of(fleet->hosts, page, view)}};
  add_pagination(answer, page, fleet->hosts.size());
  return json_answer(200, answer);
}

}  // namespace gamekeeper::emulator::routes
