#include "process/notification.hpp"

#include "base/byte_order_mark.hpp"
#include "base/limits.hpp"
#include "base/whole_number.hpp"
#include "process/proc_file.hpp"

#include <limits>

namespace gamekeeper::process {

namespace {

template <class T>
std::optional<T> number(std::string_view text, T largest) {
  const auto value = base::parse_whole_number(text);
  if (!value || *value < 0 || *value > largest) return std::nullopt;
  return static_cast<T>(*value);
}

std::optional<std::chrono::microseconds> microseconds(std::string_view text) {
  // Long before the end of the type: sums of such times must not run over.
  constexpr std::int64_t a_year = 365LL * 24 * 3600 * 1'000'000;
  const auto value = number<std::int64_t>(text, a_year);
  if (!value) return std::nullopt;
  return std::chrono::microseconds(*value);
}

std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return line;
}

template <class T>
void take(std::optional<T>& into, std::optional<T> value) {
  if (value) into = value;
}

void read_line(std::string_view name, std::string_view value, notification& into) {
  if (name == "READY") into.ready |= value == "1";
  if (name == "STOPPING") into.stopping |= value == "1";
  if (name == "WATCHDOG") into.watchdog |= value == "1";
  if (name == "WATCHDOG") into.watchdog_trigger |= value == "trigger";
  if (name == "STATUS") into.status = one_line(value);
  if (name == "WATCHDOG_USEC") take(into.watchdog_every, microseconds(value));
  if (name == "EXTEND_TIMEOUT_USEC") take(into.extend, microseconds(value));
  if (name == "EXIT_STATUS") take(into.exit_status, number<int>(value, 255));
  if (name == "MAINPID") take(into.main_pid, number<pid_t>(value, std::numeric_limits<pid_t>::max()));
  if (name == "X_PLAYERS") take(into.players, number<int>(value, base::limits::players_max));
}

}  // namespace

notification parse_notification(std::string_view datagram) {
  notification said;
  datagram = base::without_byte_order_mark(datagram);
  while (!datagram.empty()) {
    auto line = take_until(datagram, '\n');
    const auto equals = line.find('=');
    if (equals != std::string_view::npos) read_line(line.substr(0, equals), line.substr(equals + 1), said);
  }
  return said;
}

}  // namespace gamekeeper::process
