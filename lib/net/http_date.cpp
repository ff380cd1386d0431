#include "net/http_date.hpp"

#include <ctime>
#include <string>

namespace gamekeeper::net {

std::optional<base::wall_time> parse_http_date(std::string_view text) {
  const std::string whole(text);
  // The agent never leaves the C locale, which is what strptime's names of days and months go by.
  for (const char* form :
       {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"}) {
    std::tm parts{};
    const char* end = ::strptime(whole.c_str(), form, &parts);
    if (end && end == whole.c_str() + whole.size())
      return base::wall_time(std::chrono::seconds(::timegm(&parts)));
  }
  return std::nullopt;
}

}  // namespace gamekeeper::net
