#pragma once

#include "unit/edgegap/watch/fleet.hpp"

#include <filesystem>
#include <sstream>
#include <string>

namespace gamekeeper::edgegap {

/// An SVG with two line charts for each fleet: requests a second against the limit, and below it how old what the
/// agents know is. The time of day runs from left to right, the same for all.
class fleet_picture {
 public:
  void add(const std::string& title, const fleet& all);
  /// Makes the folder.
  void write(const std::filesystem::path& file) const;

 private:
  struct curve {
    const char* colour;
    const char* name;
    double (*what)(const fleet::slot&);
  };
  struct chart {
    int top, height;
    double most;
    std::string unit;
    std::vector<double> marks;  ///< lines across
    std::vector<curve> curves;
  };
  void text(double x, double y, const std::string& what, int size, const char* anchor = "start",
            const char* colour = "#24292f");
  void draw(const chart& what, const fleet& all);
  void frame(const chart& what, const fleet& all);

  std::ostringstream body_;
  int panels_ = 0;
};

}  // namespace gamekeeper::edgegap
