#pragma once

#include "occupancy/reading.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::occupancy {

/// What all detectors say together.
struct fused {
  presence what = presence::unknown;
  int players =
      0;  ///< the largest count of those that see players, not the sum: they look at the same people
  friend bool operator==(const fused&, const fused&) = default;
};

/// One detector as `status` and `why` show it.
struct detector_view {
  std::string name;
  presence what = presence::unknown;  ///< unknown when the reading has expired
  int players = 0;
  std::optional<base::duration> age;  ///< of the last reading; nothing when there never was one
  bool expired = false;
  std::string last_error;  ///< why it does not know, or why the last attempt failed
};

/// The last reading of every detector, and the answer that follows: players when any sees players, none when
/// at least one says none and nobody sees players, else unknown.
class fusion {
 public:
  /// Replaces the detector's reading; its doubt takes the place of the last error.
  void record(std::string_view detector, reading seen);
  /// The attempt to read failed. The last reading stands until it expires: one lost answer does not empty a
  /// server, and does not fill it either.
  void record_failure(std::string_view detector, std::string error);
  /// The detector is gone, with all it ever said.
  void forget(std::string_view detector);

  fused at(base::time_point now) const;
  /// The first moment after `now` at which at() answers something else although nothing new was recorded: a
  /// reading that matters expires. Nothing when it stays as it is.
  std::optional<base::time_point> next_change(base::time_point now) const;
  /// By name.
  std::vector<detector_view> detectors(base::time_point now) const;

 private:
  struct entry {
    std::optional<reading> last;
    std::string error;
  };
  std::map<std::string, entry, std::less<>> entries_;
};

}  // namespace gamekeeper::occupancy
