#pragma once

#include "base/error.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::edgegap {

boost::json::array text_array(const std::vector<std::string>& texts);

/// The body of a request. invalid_input when a text in it is not UTF-8 or it is longer than
/// limits::fleet_request_bytes.
base::result<std::string> request_body(const boost::json::object& members);

/// invalid_input: "`member` …".
base::error unusable_member(std::string_view member, std::string_view why);
/// invalid_input unless there is one.
base::result<void> check_not_empty(std::string_view member, std::string_view value);
/// invalid_input for an empty element.
base::result<void> check_not_empty(std::string_view member, const std::vector<std::string>& values);

}  // namespace gamekeeper::edgegap
