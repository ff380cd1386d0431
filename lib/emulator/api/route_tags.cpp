#include "base/json.hpp"
#include "base/limits.hpp"
#include "emulator/api/json_answer.hpp"
#include "emulator/api/paging.hpp"
#include "emulator/api/routes.hpp"
#include "emulator/api/views.hpp"
#include "emulator/platform/tagging.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator::routes {

namespace json = boost::json;

namespace {

/// The body {"name": …} of a tag's operations.
std::string read_tag_name(std::string_view body, std::vector<problem>& problems) {
  const auto parsed = base::parse_json(body);
  if (!parsed) {
    problems.push_back({"", parsed.error().message()});
    return "";
  }
  const fields given(*parsed, problems);
  const auto name = given.any_text("name", presence::required, base::limits::emulator_value_bytes);
  if (name)
    if (const auto wrong = unfit_tag_name(*name); !wrong.empty()) given.add_problem("name", wrong);
  return name.value_or("");
}

net::http_response no_such_tag(const api_call& call) {
  return message_answer(
      404, "deployment '" + call.subject->request_id + "' has no tag '" + call.parameters.back() + "'");
}

net::http_response refused(const base::error& why) {
  switch (why.code()) {
    case base::errc::not_found:
      return message_answer(404, why.message());
    case base::errc::denied:
      return message_answer(409, why.message());
    default:
      return message_answer(400, why.message());
  }
}

}  // namespace

// The reference's `count` and the specification's `tags` and `total_count`: both are served.
net::http_response tag_list(api_call& call) {
  std::vector<problem> problems;
  const auto page = read_page(query_parameters(call.request.query(), problems));
  if (!problems.empty()) return refusal(problems);
  const auto& all = call.subject->tags;
  json::array tags;
  for (auto i = page.first(); i < all.size() && tags.size() < page.size; ++i)
    tags.emplace_back(tag_view(all[i]));
  json::object answer{{"count", tags.size()}, {"tags", std::move(tags)}};
  add_pagination(answer, page, all.size());
  return json_answer(200, answer);
}

net::http_response tag_get(api_call& call) {
  for (const auto& tag : call.subject->tags)
    if (tag.name == call.parameters.back()) return json_answer(200, tag_view(tag));
  return no_such_tag(call);
}

net::http_response tag_create(api_call& call) {
  std::vector<problem> problems;
  auto name = read_tag_name(call.request.body, problems);
  if (!problems.empty()) return refusal(problems);
  const auto made = add_tag(call.context.target, *call.subject, std::move(name));
  return made ? json_answer(200, tag_view(*made)) : refused(made.error());
}

net::http_response tag_update(api_call& call) {
  std::vector<problem> problems;
  auto name = read_tag_name(call.request.body, problems);
  if (!problems.empty()) return refusal(problems);
  const auto renamed =
      rename_tag(call.context.target, *call.subject, call.parameters.back(), std::move(name));
  return renamed ? json_answer(200, tag_view(*renamed)) : refused(renamed.error());
}

net::http_response tag_delete(api_call& call) {
  if (!remove_tag(call.context.target, *call.subject, call.parameters.back())) return no_such_tag(call);
  return net::http_response(204);
}

}  // namespace gamekeeper::emulator::routes
