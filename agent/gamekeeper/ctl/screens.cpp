#include "gamekeeper/ctl/screens.hpp"

#include "base/duration.hpp"
#include "base/json.hpp"

#include <boost/json.hpp>

namespace gamekeeper::ctl {

namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";

// Milliseconds are noise on a screen once there are seconds.
std::string rounded(std::int64_t milliseconds) {
  const base::duration exact(milliseconds);
  if (exact < std::chrono::seconds(1)) return base::format_duration(exact);
  return base::format_duration(std::chrono::round<std::chrono::seconds>(exact));
}

/// Lines of "label   text"; a line without a text is left out.
class screen {
 public:
  explicit screen(bool colour) : colour_(colour) {}

  void line(std::string_view label, std::string_view text, bool strong = false) {
    if (text.empty()) return;
    constexpr std::size_t width = 11;
    text_.append(label).append(label.size() < width ? width - label.size() : 1, ' ');
    const bool marked = strong && colour_;
    text_.append(marked ? bold : "").append(text).append(marked ? plain : "").append("\n");
  }
  std::string take() { return std::move(text_); }

 private:
  bool colour_;
  std::string text_;
};

std::string words(const boost::json::value& array) {
  std::string all;
  if (const auto* list = array.if_array())
    for (const auto& each : *list)
      if (each.is_string()) all.append(all.empty() ? "" : " ").append(each.as_string());
  return all;
}

std::string players_of(std::string_view presence, std::int64_t count) {
  if (presence == "players") return std::to_string(count) + (count == 1 ? " player" : " players");
  return presence == "none" ? "nobody" : "unknown";
}

std::string game_line(const base::json_reader& game) {
  const auto* command = game.member("command");
  auto text = command ? words(*command) : std::string();
  if (const auto pid = game.integer("pid")) return "pid " + std::to_string(*pid) + "  " + text;
  if (const auto code = game.integer("exit_code"))
    return "ended with exit code " + std::to_string(*code) + "  " + text;
  return "not started  " + text;
}

void occupancy_lines(screen& out, const base::json_reader& occupancy) {
  auto line =
      players_of(occupancy.text("presence").value_or("unknown"), occupancy.integer("players").value_or(0));
  if (const auto left = occupancy.integer("stop_in_ms")) line += ", stops in " + rounded(*left);
  out.line("players", line, true);
  const auto* detectors = occupancy.member("detectors");
  if (!detectors || !detectors->is_array()) return;
  std::vector<std::string> problems;
  for (const auto& each : detectors->as_array()) {
    const base::json_reader detector(each, problems);
    auto text =
        detector.text("name").value_or("?") + ": " +
        players_of(detector.text("presence").value_or("unknown"), detector.integer("players").value_or(0));
    if (const auto age = detector.integer("age_ms")) text += ", " + rounded(*age) + " ago";
    if (const auto error = detector.text("last_error")) text += " (" + *error + ")";
    out.line("", text);
  }
}

std::string platform_line(const base::json_reader& platform) {
  if (!platform.boolean("present").value_or(false)) return "none: no ARBITRIUM_* variables were injected";
  auto text = platform.text("request_id").value_or("no request id");
  if (const auto status = platform.text("status")) text += ", " + *status;
  if (const auto age = platform.integer("age_ms")) text += " " + rounded(*age) + " ago";
  text += " (" + platform.text("source").value_or("none") + ")";
  if (const auto error = platform.text("last_error")) text += "; last error: " + *error;
  return text;
}

std::string self_stop_line(const base::json_reader& stop) {
  const auto attempts = stop.integer("attempts").value_or(0);
  if (attempts == 0) return "";
  auto text = std::to_string(attempts) + (attempts == 1 ? " attempt" : " attempts");
  if (stop.boolean("in_flight").value_or(false)) text += ", waiting for the answer";
  if (const auto next = stop.integer("next_attempt_in_ms")) text += ", next in " + rounded(*next);
  return text;
}

}  // namespace

std::string status_screen(const boost::json::value& status, bool colour) {
  std::vector<std::string> problems;
  const base::json_reader top(status, problems);
  screen out(colour);
  out.line("phase",
           top.text("phase").value_or("?") + " for " + rounded(top.integer("phase_for_ms").value_or(0)),
           true);
  if (const auto end = top.object("end"))
    out.line("verdict", end->text("verdict").value_or("?") + ": " + end->text("reason").value_or(""), true);
  if (const auto game = top.object("game")) out.line("game", game_line(*game));
  if (const auto match = top.object("match")) {
    const auto id = match->text("id");
    out.line("match", match->text("state").value_or("none") + (id ? " (" + *id + ")" : ""));
  }
  if (const auto occupancy = top.object("occupancy")) occupancy_lines(out, *occupancy);
  if (const auto drain = top.object("drain"))
    if (const auto left = drain->integer("kill_in_ms"))
      out.line("drain", "killed in " + rounded(*left), true);
  if (const auto stop = top.object("self_stop")) out.line("self-stop", self_stop_line(*stop));
  if (const auto platform = top.object("platform")) out.line("platform", platform_line(*platform));
  if (const auto agent = top.object("agent"))
    out.line("agent", agent->text("version").value_or("?") + ", pid " +
                          std::to_string(agent->integer("pid").value_or(0)) + ", up " +
                          rounded(agent->integer("uptime_ms").value_or(0)));
  return out.take();
}

}  // namespace gamekeeper::ctl
