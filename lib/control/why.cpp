#include "control/why.hpp"

#include "base/duration.hpp"
#include "control/json_members.hpp"

#include <array>

namespace gamekeeper::control {

namespace json = boost::json;

namespace {

using prediction = explanation::prediction;

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) out += i + 1 == all.size() ? " and " : ", ";
    out += all[i];
  }
  return out;
}

std::string clock_time(base::wall_time when, base::duration away) {
  const auto text = base::iso8601(when);  // 2026-04-22T12:00:46.444Z
  const auto time = text.substr(11, 8) + " UTC";
  return away < std::chrono::hours(24) ? time : text.substr(0, 10) + " " + time;
}

std::string told(const prediction& end, base::wall_time wall, std::string_view condition) {
  const auto in = std::chrono::ceil<std::chrono::seconds>(end.in);
  std::string out = "would stop at " + clock_time(wall + end.in, end.in) + " (in " +
                    base::format_duration(in) + ") with verdict " + end.verdict;
  return out.append(condition);
}

std::string ending(const explanation& seen) {
  const auto& end = *seen.now.end;
  return "Ending (" + seen.now.phase + "): " + end.verdict + (end.reason.empty() ? "" : ", " + end.reason) +
         ".";
}

json::value to_json(const std::optional<prediction>& end, base::wall_time wall) {
  if (!end) return nullptr;
  return {{"verdict", text(end->verdict)},
          {"reason", text(end->reason)},
          {"in_ms", end->in.count()},
          {"at", base::iso8601(wall + end->in)}};
}

}  // namespace

std::string sentence(const explanation& seen, base::wall_time wall) {
  if (seen.now.end) return ending(seen);
  std::string out = "Up because ";
  out += seen.because.empty() ? "nothing has ended it yet" : joined(seen.because);
  out += "; ";
  if (seen.as_it_is)
    out += told(*seen.as_it_is, wall, seen.if_everyone_left ? " if it stays like that" : " if nobody comes");
  else if (seen.if_everyone_left)
    out += told(*seen.if_everyone_left, wall, " if everyone left now");
  else if (seen.if_the_match_ended)
    out += told(*seen.if_the_match_ended, wall, " if the match ended now");
  else
    out += "nothing that is configured would stop it: only the game's own end, a command or the platform";
  if (seen.as_it_is && seen.if_everyone_left && seen.if_everyone_left->in < seen.as_it_is->in)
    out += ", or" +
           told(*seen.if_everyone_left, wall, " if everyone left now").substr(std::size("would stop") - 1);
  return out + ".";
}

json::value to_json(const explanation& seen, base::wall_time wall) {
  auto out = to_json(seen.now).as_object();
  json::object answer;
  answer["sentence"] = text(sentence(seen, wall));
  answer["because"] = texts(seen.because);
  answer["would_stop"] = {{"as_it_is", to_json(seen.as_it_is, wall)},
                          {"if_everyone_left", to_json(seen.if_everyone_left, wall)},
                          {"if_the_match_ended", to_json(seen.if_the_match_ended, wall)}};
  for (const auto* key :
       {"phase", "phase_for_ms", "end", "dry_run", "match", "occupancy", "timers", "holds", "platform"})
    answer[key] = std::move(out.at(key));
  return answer;
}

}  // namespace gamekeeper::control
