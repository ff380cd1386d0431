#include "gamekeeper/check/detector_answers.hpp"

#include "base/json.hpp"
#include "gamekeeper/check/judge.hpp"
#include "occupancy/reading.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::check {

using findings::finding;
using findings::outcome;
using kind = occupancy::detector_spec::kind;

namespace {

const detector_answer* find_answer(std::span<const detector_answer> all, std::string_view name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [name](const auto& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::string advice_for_silence(kind detector) {
  switch (detector) {
    case kind::a2s:
      return "Have the game answer Valve's server query (A2S_INFO) on that UDP port: often it has a query "
             "port of "
             "its own. It is asked over loopback";
    case kind::quake3:
      return "Have the game answer Quake 3's getstatus on that UDP port";
    case kind::minecraft:
      return "Have the server answer the server list ping on that TCP port (enable-status=true in "
             "server.properties)";
    case kind::log:
      return "The detector log needs occupancy.log_join, occupancy.log_leave and the game's output";
    case kind::tcp:
    case kind::udp_rate:
      return "The agent reads /proc/net for it; correct occupancy.detectors, or take another detector";
    case kind::usage:
    case kind::report:
      break;
  }
  return "Take another detector in occupancy.detectors";
}

std::string advice_for_ghosts(kind detector) {
  switch (detector) {
    case kind::a2s:
      return "Are they bots? /included or /apart behind the detector says how the game counts them";
    case kind::tcp:
      return "Something else keeps connections to that port: have the detector watch the players' port alone";
    case kind::udp_rate:
      return "Raise the floor above what arrives with nobody on";
    case kind::log:
      return "A line that is written with nobody there matches occupancy.log_join: anchor the pattern (^)";
    default:
      return "An empty server that has players never ends: have bots left out of the count";
  }
}

finding judge_detector(const occupancy::detector_spec& detector, const detector_answer& answer,
                       base::duration waited) {
  const auto after = short_time(answer.after.value_or(waited));
  if (answer.presence == "none")
    return {outcome::ok, "players", detector.text + " says that nobody is on, after " + after};
  if (answer.presence == "players")
    return {outcome::warn, "players",
            detector.text + " says " + std::to_string(answer.players) +
                (answer.players == 1 ? " player" : " players") + ", after " + after +
                ", and nobody has joined",
            advice_for_ghosts(detector.what)};
  return {outcome::fail, "players",
          detector.text + " still knew nothing after " + short_time(waited) +
              (answer.last_error.empty() ? "" : "; what came back: " + answer.last_error),
          answer.doubts ? "The game answers: say in occupancy.detectors how its answer is meant"
                        : advice_for_silence(detector.what)};
}

}  // namespace

std::vector<detector_answer> detector_answers_in(std::string_view status) {
  std::vector<detector_answer> all;
  const auto parsed = base::parse_json(status);
  if (!parsed) return all;
  std::vector<std::string> ignored;
  const base::json_reader whole(*parsed, ignored);
  const auto occupancy = whole.object("occupancy");
  if (!occupancy) return all;
  for (const auto& each : occupancy->objects("detectors")) {
    detector_answer answer;
    answer.name = each.text("name").value_or("");
    answer.presence = each.text("presence").value_or("unknown");
    answer.players = static_cast<int>(each.integer("players").value_or(0));
    answer.last_error = each.text("last_error").value_or("");
    // A failure leaves no reading; a doubt is one.
    answer.doubts = answer.presence == "unknown" && each.member("age_ms") && !answer.last_error.empty();
    all.push_back(std::move(answer));
  }
  return all;
}

void merge_answers(std::vector<detector_answer>& all, std::vector<detector_answer> latest,
                   base::duration after) {
  for (auto& answer : latest) {
    const auto earlier =
        std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == answer.name; });
    if (answer.presence != "unknown") answer.after = after;
    if (earlier == all.end()) {
      all.push_back(std::move(answer));
    } else if (answer.after || !earlier->after) {
      if (earlier->after) answer.after = earlier->after;
      *earlier = std::move(answer);
    }
  }
}

bool all_answered(std::span<const occupancy::detector_spec> configured,
                  std::span<const detector_answer> all) {
  return std::all_of(configured.begin(), configured.end(), [all](const auto& detector) {
    const auto* answer = find_answer(all, detector.text);
    return !detector.polled() || (answer && answer->after);
  });
}

std::vector<occupancy::named_port> mapping_of(std::span<const port_request> ports) {
  std::vector<occupancy::named_port> all;
  for (const auto& each : ports) all.push_back({each.name, each.number});
  return all;
}

void judge_detectors(const detector_expectations& wanted, std::span<const detector_answer> all,
                     const findings::listener& tell) {
  for (const auto& detector : wanted.configured) {
    const auto* found = find_answer(all, detector.text);
    const auto answer = found ? *found : detector_answer{};
    if (detector.what == kind::usage) continue;  // the platform counts, and there is none here
    if (const auto ports = occupancy::resolve_ports(detector, wanted.mapping); !ports)
      tell({outcome::fail, "players", detector.text + ": " + ports.error().message(),
            "Correct the name in occupancy.detectors, or give the check the app version's ports: --port "
            "NAME=NUMBER/PROTOCOL"});
    else if (detector.polled() || answer.presence != "unknown" || !answer.last_error.empty())
      tell(judge_detector(detector, answer, wanted.waited));
    else if (detector.what == kind::log)
      tell({outcome::skip, "players",
            "log: nobody came, so no line of its output had to match occupancy.log_join"});
  }
}

}  // namespace gamekeeper::check
