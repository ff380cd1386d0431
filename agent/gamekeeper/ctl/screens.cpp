#include "gamekeeper/ctl/screens.hpp"

#include "base/json.hpp"
#include "base/json_text.hpp"
#include "base/terminal_text.hpp"
#include "gamekeeper/ctl/page.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::ctl {

namespace json = boost::json;
using reader = base::json_reader;

namespace {

using problems = std::vector<std::string>;  // what the agent itself wrote is not doubted

std::string words(const json::value* array, std::string_view between = " ") {
  std::string all;
  const auto* list = array ? array->if_array() : nullptr;
  if (!list) return all;
  for (const auto& each : *list)
    if (each.is_string()) all.append(all.empty() ? "" : between).append(each.as_string());
  return all;
}

template <class Show>
void for_each(const reader& in, std::string_view key, Show show) {
  problems ignored;
  const auto* list = in.member(key);
  if (!list || !list->is_array()) return;
  for (const auto& each : list->as_array()) show(reader(each, ignored));
}

std::string players_of(std::string_view presence, std::int64_t count) {
  if (presence == "players") return std::to_string(count) + (count == 1 ? " player" : " players");
  return presence == "none" ? "nobody" : "unknown";
}

std::string in_brackets(const std::optional<std::string>& text) {
  return text && !text->empty() ? " (" + *text + ")" : "";
}

std::string game_line(const reader& game) {
  const auto text = words(game.member("command"));
  const auto restarts = game.integer("restarts").value_or(0);
  std::string again;
  if (restarts > 0)
    again = "  started again " + std::to_string(restarts) + (restarts == 1 ? " time" : " times");
  if (const auto pid = game.integer("pid")) return "pid " + std::to_string(*pid) + "  " + text + again;
  if (const auto code = game.integer("exit_code"))
    return "ended with exit code " + std::to_string(*code) + "  " + text + again;
  return "not started  " + text;
}

std::string match_line(const reader& match) {
  auto text = match.text("state").value_or("none") + in_brackets(match.text("id"));
  if (const auto lasts = match.integer("running_for_ms")) text += " for " + rounded(*lasts);
  const auto* metadata = match.member("metadata");
  return metadata ? text + " " + base::json_text(*metadata) : text;
}

void occupancy_lines(page& out, const reader& occupancy) {
  out.line(
      "players",
      players_of(occupancy.text("presence").value_or("unknown"), occupancy.integer("players").value_or(0)),
      true);
  for_each(occupancy, "detectors", [&](const reader& detector) {
    auto text =
        detector.text("name").value_or("?") + ": " +
        players_of(detector.text("presence").value_or("unknown"), detector.integer("players").value_or(0));
    if (const auto age = detector.integer("age_ms")) text += ", " + rounded(*age) + " ago";
    out.line("", text + in_brackets(detector.text("last_error")));
  });
}

void hold_lines(page& out, const reader& top) {
  std::string_view label = "holds";
  for_each(top, "holds", [&](const reader& hold) {
    out.line(std::exchange(label, ""), hold.text("id").value_or("?") + " for " +
                                           rounded(hold.integer("expires_in_ms").value_or(0)) +
                                           in_brackets(hold.text("reason")));
  });
}

// In the status only what runs; in `why` what would start the others, too.
void timer_lines(page& out, const reader& top, bool all) {
  std::string_view label = "timers";
  for_each(top, "timers", [&](const reader& timer) {
    const auto state = timer.text("state").value_or("off");
    const auto name = timer.text("name").value_or("?");
    const auto leads_to = timer.text("leads_to").value_or("?");
    if (const auto left = timer.integer("fires_in_ms")) {
      auto text =
          name + ": " + leads_to + " in " + rounded(*left) + (state == "held" ? ", put off until then" : "");
      if (const auto stops = timer.text("stops_when"); all && stops && !stops->empty())
        text += "; stops: " + *stops;
      out.line(std::exchange(label, ""), text, true);
    } else if (all && state != "off") {
      out.line(std::exchange(label, ""),
               name + ": idle; starts: " + timer.text("starts_when").value_or("?") + "; then " + leads_to);
    } else if (all) {
      out.line(std::exchange(label, ""), name + ": off");
    }
  });
}

std::string platform_line(const reader& platform) {
  if (!platform.boolean("present").value_or(false)) return "none: no ARBITRIUM_* variables were injected";
  auto text = platform.text("request_id").value_or("no request id");
  if (const auto status = platform.text("status")) text += ", " + *status;
  if (const auto age = platform.integer("age_ms")) text += ", seen " + rounded(*age) + " ago";
  text += " (" + platform.text("source").value_or("none") + ")";
  if (const auto error = platform.text("last_error")) text += "; last error: " + *error;
  return text;
}

std::string self_stop_line(const reader& stop) {
  const auto attempts = stop.integer("attempts").value_or(0);
  if (attempts == 0) return "";
  auto text = std::to_string(attempts) + (attempts == 1 ? " attempt" : " attempts");
  if (stop.boolean("in_flight").value_or(false)) text += ", waiting for the answer";
  if (const auto next = stop.integer("next_attempt_in_ms")) text += ", next in " + rounded(*next);
  return text;
}

void phase_lines(page& out, const reader& top) {
  auto phase = top.text("phase").value_or("?") + " for " + rounded(top.integer("phase_for_ms").value_or(0));
  if (top.boolean("dry_run").value_or(false)) phase += "  dry_run: nothing is ended";
  out.line("phase", phase, true);
  if (const auto end = top.object("end"))
    out.line("verdict", end->text("verdict").value_or("?") + ": " + end->text("reason").value_or(""), true);
}

std::string prediction_line(const reader& end, std::string_view condition) {
  auto text = end.text("verdict").value_or("?") + " in " + rounded(end.integer("in_ms").value_or(0));
  if (const auto at = end.text("at"); at && at->size() > 19) text += ", at " + at->substr(11, 8) + " UTC";
  return text.append(condition);
}

void prediction_lines(page& out, const reader& top) {
  const auto ends = top.object("would_stop");
  if (!ends) return;
  constexpr std::pair<std::string_view, std::string_view> all[] = {
      {"as_it_is", " as it is"},
      {"if_everyone_left", " if everyone left now"},
      {"if_the_match_ended", " if the match ended now"}};
  std::string_view label = "would end";
  for (const auto& [key, condition] : all)
    if (const auto end = ends->object(key))
      out.line(std::exchange(label, ""), prediction_line(*end, condition));
}

}  // namespace

std::string status_screen(const json::value& status, const look& how) {
  problems ignored;
  const reader top(status, ignored);
  page out(how);
  phase_lines(out, top);
  if (const auto game = top.object("game")) out.line("game", game_line(*game));
  if (const auto match = top.object("match")) out.line("match", match_line(*match));
  if (const auto occupancy = top.object("occupancy")) occupancy_lines(out, *occupancy);
  hold_lines(out, top);
  timer_lines(out, top, false);
  if (const auto stop = top.object("self_stop")) out.line("self-stop", self_stop_line(*stop));
  if (const auto platform = top.object("platform")) out.line("platform", platform_line(*platform));
  if (const auto agent = top.object("agent"))
    out.line("agent", agent->text("version").value_or("?") + ", pid " +
                          std::to_string(agent->integer("pid").value_or(0)) + ", up " +
                          rounded(agent->integer("uptime_ms").value_or(0)));
  return out.take();
}

std::string why_screen(const json::value& why, const look& how) {
  problems ignored;
  const reader top(why, ignored);
  page out(how);
  out.paragraph(top.text("sentence").value_or("?"), true);
  phase_lines(out, top);
  if (const auto match = top.object("match")) out.line("match", match_line(*match));
  if (const auto occupancy = top.object("occupancy")) occupancy_lines(out, *occupancy);
  hold_lines(out, top);
  timer_lines(out, top, true);
  prediction_lines(out, top);
  if (const auto platform = top.object("platform")) out.line("platform", platform_line(*platform));
  return out.take();
}

std::string deployment_screen(const json::value& deployment, const look& how) {
  problems ignored;
  const reader top(deployment, ignored);
  page out(how);
  if (!top.boolean("on_platform").value_or(false))
    out.paragraph("Off the platform: no ARBITRIUM_* variables were injected.");
  out.line("request", top.text("request_id").value_or(""), true);
  out.line("address", top.text("fqdn").value_or("") + in_brackets(top.text("public_ip")));
  out.line("location", top.text("location").value_or(""));
  std::string_view label = "ports";
  for_each(top, "ports", [&](const reader& port) {
    const auto external = port.integer("external");
    out.line(std::exchange(label, ""), port.text("name").value_or("?") + ": " +
                                           std::to_string(port.integer("internal").value_or(0)) + " -> " +
                                           (external ? std::to_string(*external) : "?") + " " +
                                           port.text("protocol").value_or(""));
  });
  out.line("tags", words(top.member("tags"), ", "));
  if (const auto platform = top.object("platform")) {
    if (const auto said = platform->object("said"))
      out.line("platform", said->text("status").value_or("?") + ", seen " +
                               rounded(said->integer("age_ms").value_or(0)) + " ago (" +
                               said->text("source").value_or("?") + ")");
    out.line("error", platform->text("last_error").value_or(""));
  }
  if (const auto variables = top.object("variables"))
    for (const auto& name : variables->keys()) out.paragraph(name + "=" + variables->text(name).value_or(""));
  return out.take();
}

std::string settings_screen(const json::value& settings, const look&) {
  problems ignored;
  const reader top(settings, ignored);
  std::size_t key_width = 0, value_width = 0;
  for_each(top, "settings", [&](const reader& row) {
    key_width = std::max(key_width, base::terminal_text(row.text("key").value_or("")).size());
    value_width = std::max(value_width, base::terminal_text(row.text("value").value_or("")).size());
  });
  std::string out;
  for_each(top, "settings", [&](const reader& row) {
    auto key = base::terminal_text(row.text("key").value_or(""));
    auto value = base::terminal_text(row.text("value").value_or(""));
    key.resize(std::max(key.size(), key_width), ' ');
    value.resize(std::max(value.size(), value_width), ' ');
    out.append(key)
        .append("  ")
        .append(value)
        .append("  ")
        .append(base::terminal_text(row.text("origin").value_or("")))
        .append("\n");
  });
  return out;
}

std::string tags_screen(const json::value& tags, const look&) {
  problems ignored;
  const auto all = base::terminal_lines(words(reader(tags, ignored).member("tags"), "\n"));
  return all.empty() ? "" : all + "\n";
}

json::value later(const json::value& status, base::duration passed) {
  if (const auto* list = status.if_array()) {
    json::array out;
    for (const auto& each : *list) out.push_back(later(each, passed));
    return out;
  }
  const auto* object = status.if_object();
  if (!object) return status;
  json::object out;
  for (const auto& each : *object) {
    const std::string_view key = each.key();
    const auto* count = each.value().if_int64();
    if (count && key.ends_with("in_ms"))
      out[key] = std::max<std::int64_t>(0, *count - passed.count());
    else if (count && (key.ends_with("age_ms") || key.ends_with("for_ms") || key == "uptime_ms"))
      out[key] = *count + passed.count();
    else
      out[key] = later(each.value(), passed);
  }
  return out;
}

}  // namespace gamekeeper::ctl
