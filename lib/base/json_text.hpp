#pragma once

#include <boost/json/fwd.hpp>

#include <string>

namespace gamekeeper::base {

/// JSON as people and other programs write it: numbers in plain digits. Boost.JSON writes 45.508888 as 4.5508888E1,
/// which is the same number and not what people and simple readers expect. What is no finite number becomes null.
std::string json_text(const boost::json::value& value);

}  // namespace gamekeeper::base
