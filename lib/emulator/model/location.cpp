#include "emulator/model/location.hpp"

#include <cmath>
#include <numbers>

namespace gamekeeper::emulator {

double distance_km(const coordinates& from, const coordinates& to) noexcept {
  constexpr double earth_radius_km = 6371.0;
  constexpr double radians = std::numbers::pi / 180;
  // The haversine formula: exact enough for short distances too, where the cosine's is not.
  const auto half_sine = [](double degrees) { return std::sin(degrees * radians / 2); };
  const double north = half_sine(to.latitude - from.latitude);
  const double east = half_sine(to.longitude - from.longitude);
  const double chord =
      north * north + std::cos(from.latitude * radians) * std::cos(to.latitude * radians) * east * east;
  return 2 * earth_radius_km * std::asin(std::min(1.0, std::sqrt(chord)));
}

const location* nearest_location(std::span<const location> all, std::span<const coordinates> users,
                                 const std::function<bool(const location&)>& allowed) {
  const location* best = nullptr;
  double best_sum = 0;
  if (users.empty()) return nullptr;
  for (const auto& candidate : all) {
    if (!allowed(candidate)) continue;
    double sum = 0;
    for (const auto& user : users) sum += distance_km(user, {candidate.latitude, candidate.longitude});
    if (best && sum >= best_sum) continue;
    best = &candidate;
    best_sum = sum;
  }
  return best;
}

}  // namespace gamekeeper::emulator
