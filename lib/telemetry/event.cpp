#include "telemetry/event.hpp"

#include "base/limits.hpp"
#include "telemetry/readable_text.hpp"

#include <boost/json.hpp>

namespace gamekeeper::telemetry {

namespace {

std::string json_string(std::string_view text) {
  return boost::json::serialize(boost::json::string(readable(text, base::limits::event_text_bytes)));
}

struct value_writer {
  std::string& out;
  void operator()(std::nullptr_t) const { out += "null"; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { out += std::to_string(value); }
  void operator()(const std::string& value) const { out += json_string(value); }
  void operator()(const json_text& value) const { out += value.text; }
};

}  // namespace

std::string event::to_json(std::uint64_t seq, base::wall_time at) const {
  std::string out;
  out.append(R"({"seq":)").append(std::to_string(seq));
  out.append(R"(,"time":")").append(base::iso8601(at));
  out.append(R"(","type":")").append(type_).append("\"");
  for (const auto& each : members_) {
    out.append(",\"").append(each.key()).append("\":");
    std::visit(value_writer{out}, each.value());
  }
  out += '}';
  return out;
}

}  // namespace gamekeeper::telemetry
