#include "occupancy/datagram_rate.hpp"

#include <algorithm>
#include <charconv>

namespace gamekeeper::occupancy {

using base::errc;
using base::error;
using base::result;

namespace {

std::string_view take_line(std::string_view& text) {
  const auto line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  const auto word = line.substr(0, line.find_first_of(" \t"));
  line.remove_prefix(word.size());
  return word;
}

std::optional<std::uint64_t> number_in(std::string_view word) {
  std::uint64_t value = 0;
  const auto* last = word.data() + word.size();
  const auto [end, ec] = std::from_chars(word.data(), last, value);
  if (word.empty() || ec != std::errc() || end != last) return std::nullopt;
  return value;
}

/// In snmp each protocol has two lines, the names and then the numbers: "Udp: InDatagrams NoPorts …".
std::optional<std::uint64_t> counter_of_udp(std::string_view snmp, std::string_view name) {
  std::string_view names;
  while (!snmp.empty()) {
    auto line = take_line(snmp);
    if (take_word(line) != "Udp:") continue;
    if (names.empty()) {
      names = line;
      continue;
    }
    for (auto word = take_word(names); !word.empty(); word = take_word(names)) {
      const auto number = take_word(line);
      if (word == name) return number_in(number);
    }
    return std::nullopt;
  }
  return std::nullopt;
}

/// In snmp6 each line is a name and its number.
std::optional<std::uint64_t> counter_of_udp6(std::string_view snmp6, std::string_view name) {
  while (!snmp6.empty()) {
    auto line = take_line(snmp6);
    if (take_word(line) == name) return number_in(take_word(line));
  }
  return std::nullopt;
}

}  // namespace

result<std::uint64_t> received_datagrams(std::string_view snmp, std::string_view snmp6) {
  const auto read = counter_of_udp(snmp, "InDatagrams");
  if (!read) return error(errc::malformed, "/proc/net/snmp has no number at Udp: InDatagrams");
  auto all = *read + counter_of_udp(snmp, "RcvbufErrors").value_or(0);
  if (snmp6.empty()) return all;
  const auto read6 = counter_of_udp6(snmp6, "Udp6InDatagrams");
  if (!read6) return error(errc::malformed, "/proc/net/snmp6 has no number at Udp6InDatagrams");
  all += *read6 + counter_of_udp6(snmp6, "Udp6RcvbufErrors").value_or(0);
  return all;
}

std::optional<double> datagram_rate::per_second(std::uint64_t count, base::time_point now) {
  const auto before = last_;
  last_ = look{count, now};
  if (!before || now <= before->at || count < before->count) return std::nullopt;
  const std::chrono::duration<double> passed = now - before->at;
  return static_cast<double>(count - before->count) / passed.count();
}

}  // namespace gamekeeper::occupancy
