#include "telemetry/readable_text.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::telemetry {

namespace {

bool is_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80;
}

bool goes_on(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

std::string readable(std::string_view text, std::size_t max) {
  if (text.size() > max) {
    while (max > 0 && goes_on(text[max])) --max;
    text = text.substr(0, max);
  }
  std::string safe(text);
  if (std::all_of(safe.begin(), safe.end(), is_ascii)) return safe;
  if (base::parse_json(boost::json::serialize(boost::json::string(safe)))) return safe;
  for (char& c : safe)
    if (!is_ascii(c)) c = '?';
  return safe;
}

}  // namespace gamekeeper::telemetry
