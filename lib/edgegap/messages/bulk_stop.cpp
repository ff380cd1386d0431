#include "edgegap/messages/bulk_stop.hpp"

#include "base/limits.hpp"
#include "edgegap/messages/answer_reader.hpp"
#include "edgegap/messages/request_writer.hpp"

#include <boost/json.hpp>

namespace gamekeeper::edgegap {

namespace json = boost::json;

bool bulk_stop_request::accepts(const listed_deployment& one) const {
  if (!request_ids && !tags) return false;
  if (request_ids && !request_ids->accepts({one.request_id})) return false;
  return !tags || tags->accepts(one.tags);
}

base::result<std::string> encode(const bulk_stop_request& request) {
  json::array filters;
  const std::pair<std::string_view, const std::optional<value_filter>&> all[] = {
      {"request_id", request.request_ids}, {"deployment_tags", request.tags}};
  for (const auto& [field, wanted] : all) {
    if (!wanted) continue;
    if (wanted->values.empty()) return unusable_member(field, "is filtered by no value");
    if (auto named = check_not_empty(field, wanted->values); !named) return named.error();
    filters.push_back(
        {{"field", field}, {"values", text_array(wanted->values)}, {"filter_type", to_string(wanted->kind)}});
  }
  if (filters.empty())
    return unusable_member("filters", "are missing: without one, everything would be stopped");
  return request_body({{"filters", std::move(filters)}});
}

base::result<decoded_response<bulk_stop_answer>> decode_bulk_stop_answer(std::string_view text) {
  return decode_answer<bulk_stop_answer>(text, "a bulk-stop answer", [](const answer_reader& from) {
    bulk_stop_answer answer;
    for (const auto& each : from.objects("processable", base::limits::page_items))
      answer.processable.push_back(each.required_text("request_id"));
    return answer;
  });
}

}  // namespace gamekeeper::edgegap
