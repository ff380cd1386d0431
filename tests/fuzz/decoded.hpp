#pragma once

#include "base/error.hpp"
#include "base/limits.hpp"

#include <cstdlib>

/// What holds of every answer of the platform that a decoder has taken or refused.
namespace gamekeeper::tests {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// Whether it was taken. A refusal calls it malformed, and warnings have a bound.
template <class Answer>
bool usable(const Answer& answer) {
  if (!answer) {
    require(answer.error().code() == base::errc::malformed);
    return false;
  }
  require(answer->warnings.size() <= base::limits::decode_warnings + 1);
  return true;
}

}  // namespace gamekeeper::tests
