#pragma once

#include "base/clock.hpp"
#include "gamekeeper/check/port_request.hpp"
#include "gamekeeper/findings/finding.hpp"
#include "occupancy/detector_spec.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::check {

/// What one detector of the agent knew of a game that nobody plays.
struct detector_answer {
  std::string name;  ///< as it is written in occupancy.detectors
  std::string presence = "unknown";
  int players = 0;
  std::optional<base::duration> after;  ///< from the start until it knew something; nothing: it never did
  bool doubts = false;  ///< it was answered, but by what can mean several things: last_error says which
  std::string last_error;
};

/// The detectors in the answer of GET /v1/status; none when it is no such answer.
std::vector<detector_answer> detector_answers_in(std::string_view status);

/// Takes a later answer: what was known stays known, as a reading does, and the rest is replaced.
void merge_answers(std::vector<detector_answer>& all, std::vector<detector_answer> latest,
                   base::duration after);

/// Whether each detector that asks the game has had an answer that says something.
bool all_answered(std::span<const occupancy::detector_spec> configured, std::span<const detector_answer> all);

/// The app version's ports, as a detector looks them up.
std::vector<occupancy::named_port> mapping_of(std::span<const port_request> ports);

/// What detectors are measured by.
struct detector_expectations {
  std::span<const occupancy::detector_spec> configured;
  std::span<const occupancy::named_port> mapping;
  base::duration waited{};  ///< until all had answered, or nobody waited any longer
};

/// A line for each detector that looks at the game itself. What only the platform or the players make speak
/// (sockets_usage, reported, log) is told when it said something or cannot.
void judge_detectors(const detector_expectations& wanted, std::span<const detector_answer> all,
                     const findings::listener& tell);

}  // namespace gamekeeper::check
