#include "emulator/api/json_answer.hpp"

#include "base/json_text.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator {

namespace json = boost::json;

net::http_response json_answer(int status, const json::object& body) {
  return net::http_response(status, "application/json", base::json_text(body));
}

net::http_response message_answer(int status, std::string_view message) {
  return json_answer(status, {{"message", message}});
}

net::http_response refusal(const std::vector<problem>& problems) {
  return message_answer(400, to_text(problems));
}

net::http_response detailed_refusal(const std::vector<problem>& problems) {
  json::object details;
  for (const auto& each : problems) details[each.pointer.empty() ? "/" : each.pointer] = each.what;
  return json_answer(400, {{"message", to_text(problems)}, {"details", std::move(details)}});
}

}  // namespace gamekeeper::emulator
