#pragma once

#include "base/secret.hpp"

#include <string>
#include <vector>

namespace gamekeeper::base {

/// The secrets of one run. Whatever leaves the agent goes through here: log, events, API, state and report. A secret is
/// found as it is, within a JSON text and percent-encoded, since who repeats it may have put it into an address.
class redactor {
 public:
  /// From now on it leaves no more. One under four characters is not searched for: that would tear ordinary words
  /// apart, and no token is that short.
  void add(const secret& hidden);
  /// The text with "***" in the place of each secret.
  std::string redact(std::string text) const;

 private:
  std::vector<secret> forms_;  ///< the longest first: no form is left half
};

}  // namespace gamekeeper::base
