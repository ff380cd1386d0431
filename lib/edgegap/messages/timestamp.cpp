#include "edgegap/messages/timestamp.hpp"

#include <cctype>
#include <cstdio>

namespace gamekeeper::edgegap {

std::optional<base::wall_time> parse_timestamp(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, read = 0;
  const std::string whole(text.substr(0, 40));
  if (std::sscanf(whole.c_str(), "%4d-%2d-%2d%*1[ T]%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute,
                  &second, &read) != 6 ||
      read == 0)
    return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (year < 1970 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60)
    return std::nullopt;
  std::string_view rest = std::string_view(whole).substr(static_cast<std::size_t>(read));
  int millis = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    for (int weight = 100; !rest.empty() && std::isdigit(static_cast<unsigned char>(rest.front()));
         weight /= 10) {
      millis += (rest.front() - '0') * weight;
      rest.remove_prefix(1);
    }
  }
  if (!rest.empty() && rest != "Z" && rest != "+00:00") return std::nullopt;
  return base::wall_time(std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(hour) +
                         std::chrono::minutes(minute) + std::chrono::seconds(second) +
                         base::duration(millis));
}

std::string format_timestamp(base::wall_time when) {
  auto text = base::iso8601(when);  // 2026-04-22T12:00:46.444Z
  text[10] = ' ';
  text.back() = '0';
  return text + "00";
}

}  // namespace gamekeeper::edgegap
