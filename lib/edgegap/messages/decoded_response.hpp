#pragma once

#include <string>
#include <vector>

namespace gamekeeper::edgegap {

/// A success, understood.
template <class T>
struct decoded_response {
  T value;
  std::vector<std::string> warnings;  ///< members that were not understood, by JSON pointer
  std::string text;                   ///< the body as it came; empty where it was not fetched by a client
};

}  // namespace gamekeeper::edgegap
