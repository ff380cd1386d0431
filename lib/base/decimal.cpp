#include "base/decimal.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace gamekeeper::base {

std::string decimal(double number) {
  constexpr double whole_below = 1e15;  // every whole number up to there has its own digits
  std::array<char, 32> text{};
  if (std::abs(number) < whole_below && std::trunc(number) == number) {
    std::snprintf(text.data(), text.size(), "%.0f", number);
    return text.data();
  }
  for (int digits = 15; digits <= 17; ++digits) {  // 17 are always enough
    std::snprintf(text.data(), text.size(), "%.*g", digits, number);
    if (std::strtod(text.data(), nullptr) == number) break;
  }
  return text.data();
}

std::optional<double> parse_decimal(std::string_view text) {
  if (text.empty() || text.front() == '+') return std::nullopt;
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
  const std::string copy(text);
  char* end = nullptr;
  const double number = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size()) return std::nullopt;
  return number;
}

}  // namespace gamekeeper::base
