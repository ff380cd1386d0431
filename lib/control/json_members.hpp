#pragma once

#include "base/clock.hpp"
#include "telemetry/readable_text.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>

/// How answers write what may be absent: null, never a zero.
namespace gamekeeper::control {

inline boost::json::value milliseconds(const std::optional<base::duration>& value) {
  return value ? boost::json::value(value->count()) : boost::json::value(nullptr);
}

template <class Number>
boost::json::value number(const std::optional<Number>& value) {
  return value ? boost::json::value(static_cast<std::int64_t>(*value)) : boost::json::value(nullptr);
}

inline boost::json::value text(const std::string& value) {
  return boost::json::value(telemetry::readable(value));
}

inline boost::json::value text_or_null(const std::string& value) {
  return value.empty() ? boost::json::value(nullptr) : text(value);
}

inline boost::json::array texts(const std::vector<std::string>& all) {
  boost::json::array out;
  for (const auto& each : all) out.push_back(text(each));
  return out;
}

}  // namespace gamekeeper::control
