#pragma once

#include "occupancy/fusion.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::occupancy {

/// Something to say loudly about a detector.
struct unknown_notice {
  std::string detector;
  bool recovered = false;      ///< it knows again; otherwise it has not known for as long as the limit
  base::duration unknown_for;  ///< since the look that first found it unknown
  std::string last_error;      ///< why; of one that knows again the last attempt's, mostly empty
};

/// Notices detectors that say nothing for long: once when the limit is passed, once when they are back. A
/// detector that is silently broken is the way to a server that never stops.
class unknown_watch {
 public:
  explicit unknown_watch(base::duration limit) : limit_(limit) {}

  /// Looks at all detectors as they are now. Unknown counts from the look that found it so.
  std::vector<unknown_notice> look(const std::vector<detector_view>& all, base::time_point now);
  /// When look() will have something to say although nothing changes. Nothing: not before something does.
  std::optional<base::time_point> next() const;

 private:
  struct entry {
    std::optional<base::time_point> unknown_since;
    bool said = false;
  };
  base::duration limit_;
  std::map<std::string, entry, std::less<>> entries_;
};

}  // namespace gamekeeper::occupancy
