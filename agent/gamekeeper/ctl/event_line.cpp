#include "gamekeeper/ctl/event_line.hpp"

#include "base/json.hpp"
#include "base/json_text.hpp"
#include "base/terminal_text.hpp"
#include "gamekeeper/ctl/page.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace gamekeeper::ctl {

namespace {

using reader = base::json_reader;

constexpr std::size_t type_width = 18;

/// What is said about a type beyond its members: a sentence with members in braces. Those that are not named
/// here show all their members.
struct wording {
  std::string_view type;
  std::string_view text;
};
constexpr std::array<wording, 16> wordings{{
    {"phase", "{phase} (was {previous})"},
    {"decided", "{verdict}: {reason}"},
    {"would_end", "dry_run, would end now: {verdict}: {reason}"},
    {"ended", "{verdict}: {reason}, exit code {exit_code}, up {uptime_ms}"},
    {"game_started", "pid {pid}"},
    {"game_ended", "{description}"},
    {"occupancy", "{presence} ({players})"},
    {"hold_placed", "{id} for {for_ms}  {reason}"},
    {"hold_renewed", "{id} for {for_ms}  {reason}"},
    {"match_ended", "{id} after {lasted_ms}  {reason}"},
    {"platform_status", "{status} (was {previous})"},
    {"self_stop_attempt", "attempt {attempt}"},
    {"self_stop_answer", "attempt {attempt}: {answer} ({status})  {message}"},
    {"signal", "{signal}"},
    {"asked", "{what}  {reason}"},
    {"gap", "{lost} events before number {next} are lost"},
}};

std::string shown(const boost::json::value& value, std::string_view key) {
  if (value.is_null()) return key == "lost" ? "unknown" : "-";
  if (const auto* count = value.if_int64(); count && key.ends_with("_ms")) return rounded(*count);
  if (const auto* text = value.if_string()) return std::string(*text);
  return base::json_text(value);
}

std::string filled(std::string_view text, const reader& event) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out.append(text.substr(0, open));
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    const auto key = text.substr(open + 1, close - open - 1);
    const auto* value = event.member(key);
    out += shown(value ? *value : boost::json::value(), key);
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string all_members(const reader& event) {
  std::string out;
  for (const auto& key : event.keys()) {
    if (key == "seq" || key == "time" || key == "type") continue;
    const auto* value = event.member(key);
    const auto text = value ? shown(*value, key) : "";
    if (text.empty()) continue;
    const auto name = key.ends_with("_ms") ? key.substr(0, key.size() - 3) : key;
    out.append(out.empty() ? "" : "  ").append(name).append("=").append(text);
  }
  return out;
}

}  // namespace

std::string event_line(std::string_view json, bool colour) {
  const auto parsed = base::parse_json(json);
  std::vector<std::string> ignored;
  if (!parsed || !parsed->is_object()) return base::terminal_text(json);
  const reader event(*parsed, ignored);
  const auto type = base::terminal_text(event.text("type").value_or("?"));
  const auto found =
      std::find_if(wordings.begin(), wordings.end(), [&](const wording& each) { return each.type == type; });
  auto text = base::terminal_text(found == wordings.end() ? all_members(event) : filled(found->text, event));
  while (text.ends_with(' ')) text.pop_back();
  const auto time = base::terminal_text(event.text("time").value_or(""));
  std::string out = time.size() > 19 ? time.substr(11, 8) : "--------";
  out.append("  ").append(colour ? "\x1b[1m" : "").append(type).append(colour ? "\x1b[0m" : "");
  out.append(type.size() < type_width ? type_width - type.size() : 1, ' ');
  return out + text;
}

}  // namespace gamekeeper::ctl
