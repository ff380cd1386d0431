#pragma once

#include "lifecycle/types.hpp"

#include <initializer_list>
#include <optional>

namespace gamekeeper::lifecycle {

/// The first of these moments; none when there is none.
inline std::optional<time_point> earliest(std::initializer_list<std::optional<time_point>> moments) {
  std::optional<time_point> first;
  for (const auto& moment : moments)
    if (moment && (!first || *moment < *first)) first = moment;
  return first;
}

}  // namespace gamekeeper::lifecycle
