#include "edgegap/messages/retry_after.hpp"

#include "base/decimal.hpp"
#include "base/limits.hpp"
#include "net/http_date.hpp"

#include <algorithm>
#include <cmath>

namespace gamekeeper::edgegap {

namespace {

constexpr auto longest = base::limits::retry_after_max;

std::optional<base::duration> seconds_in(std::string_view text) {
  const auto seconds = base::parse_decimal(text);
  if (!seconds || *seconds < 0) return std::nullopt;
  const auto most = static_cast<double>(longest.count());
  return base::duration(static_cast<base::duration::rep>(std::ceil(std::min(*seconds * 1000.0, most))));
}

}  // namespace

std::optional<base::duration> parse_retry_after(std::string_view text, base::wall_time now) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(" \t") - first + 1);
  if (const auto seconds = seconds_in(text)) return seconds;
  const auto date = net::parse_http_date(text);
  if (!date) return std::nullopt;
  return std::clamp(*date - now, base::duration(0), longest);
}

}  // namespace gamekeeper::edgegap
