#include "emulator/model/platform_time.hpp"

#include <charconv>
#include <cstdio>
#include <ctime>

namespace gamekeeper::emulator {

namespace {

std::tm utc(base::wall_time when) {
  // Not by system_clock::to_time_t: its nanoseconds end in the year 2262, and a request may name a later one.
  const std::time_t t = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&t, &parts);
  return parts;
}

/// Reads a text from the left; false once anything is not as expected.
class reader {
 public:
  explicit reader(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    if (rest_.size() < digits) return fail();
    const auto [end, ec] = std::from_chars(rest_.data(), rest_.data() + digits, value);
    if (ec != std::errc() || end != rest_.data() + digits || rest_.front() == '-') return fail();
    rest_.remove_prefix(digits);
    return value;
  }
  void one_of(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) {
      fail();
      return;
    }
    rest_.remove_prefix(1);
  }
  /// ".444265", cut to milliseconds; 0 when there is none.
  int milliseconds() {
    if (!rest_.starts_with('.')) return 0;
    rest_.remove_prefix(1);
    int value = 0, digits = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1), ++digits)
      if (digits < 3) value = value * 10 + (rest_.front() - '0');
    if (digits == 0 || digits > 9) return fail();
    for (; digits < 3; ++digits) value *= 10;
    return value;
  }
  void optional_zone() {
    if (rest_ == "Z" || rest_ == "+00:00") rest_ = {};
  }
  bool done() const { return good_ && rest_.empty(); }

 private:
  int fail() {
    good_ = false;
    return 0;
  }
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::string v1_time(base::wall_time when) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when);
  const auto micros = static_cast<long>(std::chrono::microseconds(when - seconds).count());
  const auto parts = utc(when);
  char text[80];
  // Not by strftime: it writes a year before 1000 with fewer digits than it is read with.
  std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d.%06ld", parts.tm_year + 1900,
                parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, micros);
  return text;
}

std::optional<base::wall_time> parse_time(std::string_view text) noexcept {
  namespace chrono = std::chrono;
  reader in(text);
  const chrono::year year{in.number(4)};
  in.one_of("-");
  const chrono::month month{static_cast<unsigned>(in.number(2))};
  in.one_of("-");
  const chrono::day day{static_cast<unsigned>(in.number(2))};
  in.one_of(" T");
  const int hours = in.number(2);
  in.one_of(":");
  const int minutes = in.number(2);
  in.one_of(":");
  const int seconds = in.number(2);
  const int milliseconds = in.milliseconds();
  in.optional_zone();
  const chrono::year_month_day date(year, month, day);
  if (!in.done() || !date.ok() || hours > 23 || minutes > 59 || seconds > 60) return std::nullopt;
  return base::wall_time(chrono::sys_days(date).time_since_epoch()) + chrono::hours(hours) +
         chrono::minutes(minutes) + chrono::seconds(seconds) + chrono::milliseconds(milliseconds);
}

std::string time_of_day(base::wall_time when) {
  const auto parts = utc(when);
  char text[16];
  std::strftime(text, sizeof text, "%H:%M:%S", &parts);
  return text;
}

}  // namespace gamekeeper::emulator
