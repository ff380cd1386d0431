#include "edgegap/messages/deployment_list.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "edgegap/messages/answer_reader.hpp"
#include "edgegap/messages/request_writer.hpp"

#include <boost/json.hpp>

namespace gamekeeper::edgegap {

namespace json = boost::json;

namespace {

json::object filter(list_field field, std::string_view comparison, json::value value) {
  return {{"field", to_string(field)}, {"operator", comparison}, {"value", std::move(value)}};
}

base::result<void> add(list_field field, const std::optional<one_of<std::string>>& wanted,
                       json::array& into) {
  if (!wanted) return {};
  if (wanted->values.empty()) return unusable_member(to_string(field), "is filtered by no value");
  if (wanted->values.size() == 1)
    into.push_back(filter(field, wanted->excluded ? "neq" : "eq", json::string(wanted->values.front())));
  else
    into.push_back(filter(field, wanted->excluded ? "nin" : "in", text_array(wanted->values)));
  return {};
}

base::result<std::optional<one_of<std::string>>> words(
    const std::optional<one_of<deployment_status>>& wanted) {
  if (!wanted) return std::optional<one_of<std::string>>();
  std::vector<std::string> texts;
  for (const auto status : wanted->values) {
    if (status == deployment_status::unknown)
      return unusable_member("status", "cannot be filtered by 'unknown'");
    texts.emplace_back(to_string(status));
  }
  return std::optional(one_of<std::string>(std::move(texts), wanted->excluded));
}

std::string_view operator_of(time_comparison comparison) noexcept {
  switch (comparison) {
    case time_comparison::before:
      return "lt";
    case time_comparison::until:
      return "lte";
    case time_comparison::after:
      return "gt";
    case time_comparison::from:
      break;
  }
  return "gte";
}

base::result<json::array> filters(const list_query& query) {
  json::array all;
  const auto status = words(query.status);
  if (!status) return status.error();
  const std::pair<list_field, const std::optional<one_of<std::string>>&> texts[] = {
      {list_field::status, *status},
      {list_field::application, query.application},
      {list_field::version, query.version},
      {list_field::tags, query.tags}};
  for (const auto& [field, wanted] : texts)
    if (auto added = add(field, wanted, all); !added) return added.error();
  if (const auto& bound = query.created_at)
    all.push_back(filter(list_field::created_at, operator_of(bound->comparison),
                         json::string(format_timestamp(bound->when))));
  return all;
}

listed_deployment read_item(const answer_reader& from) {
  listed_deployment one;
  one.request_id = from.required_text("request_id");
  one.fqdn = from.text("fqdn");
  one.public_ip = from.text("public_ip");
  one.ready = from->boolean("ready");
  one.start_time = from.time("start_time");
  if (const auto ports = from->object("ports")) one.ports = decode_ports(*ports);
  one.tags = from->texts("tags").value_or(std::vector<std::string>());
  return one;
}

}  // namespace

std::string_view to_string(list_field field) noexcept {
  switch (field) {
    case list_field::status:
      return "status";
    case list_field::application:
      return "application";
    case list_field::version:
      return "version";
    case list_field::tags:
      return "tags";
    case list_field::created_at:
      break;
  }
  return "created_at";
}

base::result<std::optional<std::string>> encode(const list_query& query) {
  if (!query.text.empty()) {
    const auto parsed = base::parse_json(query.text);
    if (!parsed) return base::error(base::errc::invalid_input, parsed.error().message());
    if (!parsed->is_object())
      return base::error(base::errc::invalid_input, R"(expected a JSON object such as {"filters":[…]})");
    return std::optional(query.text);
  }
  auto all = filters(query);
  if (!all) return all.error();
  if (all->empty() && query.order.empty()) return std::optional<std::string>();
  json::object members{{"filters", std::move(*all)}};
  if (!query.order.empty()) {
    json::array order;
    for (const auto& each : query.order)
      order.push_back({{"field", to_string(each.field)}, {"order", each.descending ? "desc" : "asc"}});
    members["order_by"] = std::move(order);
  }
  auto text = request_body(members);
  if (!text) return text.error();
  return std::optional(std::move(*text));
}

base::result<decoded_response<page<listed_deployment>>> decode_deployment_page(std::string_view text,
                                                                               int number) {
  return decode_answer<page<listed_deployment>>(
      text, "a list of deployments", [number](const answer_reader& from) {
        page<listed_deployment> got;
        for (const auto& each : from.objects("data", base::limits::page_items))
          got.items.push_back(read_item(each));
        got.position = decode_position(from, number);
        got.messages = decode_messages(from, "message");
        return got;
      });
}

}  // namespace gamekeeper::edgegap
