#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::edgegap {

/// How v1 compares a field with values ("filter_type").
enum class match_kind {
  any,   ///< one of the values at least
  all,   ///< every one of the values
  none,  ///< none of the values; "not" on the wire
};
std::string_view to_string(match_kind kind) noexcept;
std::optional<match_kind> parse_match_kind(std::string_view text) noexcept;

struct value_filter {
  value_filter(match_kind k, std::vector<std::string> v) : kind(k), values(std::move(v)) {}
  match_kind kind;
  std::vector<std::string> values;

  /// Whether a field that holds `present` passes: what the platform decides, decided here.
  bool accepts(const std::vector<std::string>& present) const;
};

}  // namespace gamekeeper::edgegap
