#include "edgegap/messages/value_filter.hpp"

#include <algorithm>

namespace gamekeeper::edgegap {

std::string_view to_string(match_kind kind) noexcept {
  switch (kind) {
    case match_kind::any:
      return "any";
    case match_kind::all:
      return "all";
    case match_kind::none:
      return "not";
  }
  return "unknown";
}

std::optional<match_kind> parse_match_kind(std::string_view text) noexcept {
  for (const auto kind : {match_kind::any, match_kind::all, match_kind::none})
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

bool value_filter::accepts(const std::vector<std::string>& present) const {
  const auto is_present = [&present](const std::string& value) {
    return std::find(present.begin(), present.end(), value) != present.end();
  };
  switch (kind) {
    case match_kind::any:
      return std::any_of(values.begin(), values.end(), is_present);
    case match_kind::all:
      return std::all_of(values.begin(), values.end(), is_present);
    case match_kind::none:
      break;
  }
  return std::none_of(values.begin(), values.end(), is_present);
}

}  // namespace gamekeeper::edgegap
