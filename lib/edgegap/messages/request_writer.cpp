#include "edgegap/messages/request_writer.hpp"

#include "base/json.hpp"
#include "base/json_text.hpp"
#include "base/limits.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::edgegap {

namespace json = boost::json;

json::array text_array(const std::vector<std::string>& texts) {
  json::array all;
  for (const auto& each : texts) all.emplace_back(each);
  return all;
}

base::result<std::string> request_body(const json::object& members) {
  auto body = base::json_text(members);
  if (body.size() > base::limits::fleet_request_bytes) {
    return base::error(base::errc::too_large,
                       "the request is " + std::to_string(body.size()) +
                           " bytes long; allowed: " + std::to_string(base::limits::fleet_request_bytes));
  }
  // The serializer passes on whatever bytes a string holds, the parser does not.
  if (!base::parse_json(body))
    return base::error(base::errc::invalid_input, "a text in the request is not valid UTF-8");
  return body;
}

base::error unusable_member(std::string_view member, std::string_view why) {
  return base::error(base::errc::invalid_input, std::string(member) + " " + std::string(why));
}

base::result<void> check_not_empty(std::string_view member, std::string_view value) {
  if (value.empty()) return unusable_member(member, "is missing");
  return {};
}

base::result<void> check_not_empty(std::string_view member, const std::vector<std::string>& values) {
  if (std::find(values.begin(), values.end(), "") != values.end())
    return unusable_member(member, "holds an empty text");
  return {};
}

}  // namespace gamekeeper::edgegap
