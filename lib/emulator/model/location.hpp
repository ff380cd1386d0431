#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace gamekeeper::emulator {

/// A city with hosts: LocationData of the v1 specification. Coordinates in degrees, WGS 84.
struct location {
  std::string city = "Montreal";
  std::string country = "Canada";
  std::string continent = "North America";
  std::string administrative_division = "Quebec";
  std::string timezone = "Eastern Time";
  double latitude = 45.508888;
  double longitude = -73.561668;
};

/// Where a user is.
struct coordinates {
  double latitude = 0;
  double longitude = 0;
};

/// Along the surface of a sphere of the Earth's mean radius.
double distance_km(const coordinates& from, const coordinates& to) noexcept;

/// The location whose sum of distances to the users is smallest, among those that `allowed` lets pass. Null
/// when there is no user or no location left.
const location* nearest_location(std::span<const location> all, std::span<const coordinates> users,
                                 const std::function<bool(const location&)>& allowed);

}  // namespace gamekeeper::emulator
