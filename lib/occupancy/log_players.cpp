#include "occupancy/log_players.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gamekeeper::occupancy {

namespace limits = base::limits;

log_players::log_players(regex join, regex leave)
    : join_(std::move(join)), leave_(std::move(leave)), named_(join_.has_group() && leave_.has_group()) {}

int log_players::players() const {
  return named_ ? static_cast<int>(names_.size()) : counted_;
}

std::optional<reading> log_players::line(std::string_view text, base::time_point now) {
  const bool was_joined = joined_;
  const auto before = players();
  // "left" first: a line that matches both ("X left, Y joined" is two lines in every log) takes nobody away
  // and brings nobody.
  if (auto left = leave_.find(text)) {
    if (named_) names_.erase(left->group);
    counted_ = std::max(0, counted_ - 1);
  } else if (auto came = join_.find(text)) {
    joined_ = true;
    if (named_ && names_.size() < limits::log_players_named) names_.insert(std::move(came->group));
    counted_ = std::min(counted_ + 1, limits::players_max);
  }
  if (!joined_ || (was_joined && players() == before)) return std::nullopt;
  return counted(players(), now);
}

std::optional<reading> log_players::restarted(base::time_point now) {
  names_.clear();
  counted_ = 0;
  if (!joined_) return std::nullopt;
  return counted(0, now);
}

}  // namespace gamekeeper::occupancy
