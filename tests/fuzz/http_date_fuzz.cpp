#include "net/http_date.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace net = gamekeeper::net;
namespace base = gamekeeper::base;

// A date of somebody's header: nothing, or a moment that is the same when it is written in today's form and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto when = net::parse_http_date({reinterpret_cast<const char*>(data), size});
  if (!when) return 0;
  if (base::iso8601(*when).empty()) std::abort();
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(when->time_since_epoch()).count();
  std::tm parts{};
  if (!gmtime_r(&seconds, &parts)) std::abort();
  if (parts.tm_year + 1900 < 0 || parts.tm_year + 1900 > 9999) return 0;  // a leap second at the end of 9999
  std::array<char, 64> written{};
  const auto length = std::strftime(written.data(), written.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (net::parse_http_date({written.data(), length}) != when) std::abort();
  return 0;
}
