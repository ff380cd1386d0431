#include "control/deployment_view.hpp"

#include "control/json_members.hpp"

namespace gamekeeper::control {

namespace json = boost::json;

json::value to_json(const deployment_view& seen) {
  json::array ports;
  for (const auto& each : seen.ports)
    ports.push_back({{"name", text(each.name)},
                     {"protocol", text(each.protocol)},
                     {"internal", each.internal},
                     {"external", each.external ? json::value(each.external) : json::value(nullptr)}});
  json::object variables;
  for (const auto& each : seen.variables) variables[telemetry::readable(each.name)] = text(each.value);
  json::value said = nullptr;
  if (seen.said)
    said = {{"age_ms", seen.said->age.count()},
            {"source", text(seen.said->source)},
            {"status", text_or_null(seen.said->status)},
            {"sockets", number(seen.said->sockets)},
            {"sockets_usage", number(seen.said->sockets_usage)}};
  return {{"on_platform", seen.on_platform},
          {"request_id", text_or_null(seen.request_id)},
          {"fqdn", text_or_null(seen.fqdn)},
          {"public_ip", text_or_null(seen.public_ip)},
          {"location", text_or_null(seen.location)},
          {"ports", std::move(ports)},
          {"tags", texts(seen.tags)},
          {"variables", std::move(variables)},
          {"platform", {{"said", std::move(said)}, {"last_error", text_or_null(seen.last_error)}}}};
}

json::value to_json(const std::vector<setting_view>& all) {
  json::array rows;
  for (const auto& each : all)
    rows.push_back({{"key", text(each.key)}, {"value", text(each.value)}, {"origin", text(each.origin)}});
  return {{"settings", std::move(rows)}};
}

}  // namespace gamekeeper::control
