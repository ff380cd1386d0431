#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gamekeeper::occupancy {

/// How many datagrams have reached the sockets of this network namespace since it was made: InDatagrams (the
/// kernel counts one when it is read) and RcvbufErrors (there was no room, since nobody reads), of UDP over
/// IPv4 and of UDP over IPv6. `snmp` and `snmp6` are the texts of /proc/net/snmp and snmp6 (proc(5)); `snmp6`
/// is empty where IPv6 is switched off. Those to a port where nobody listens (NoPorts) are not among them.
base::result<std::uint64_t> received_datagrams(std::string_view snmp, std::string_view snmp6);

/// Turns the growing count into a rate, over the time between two looks at it.
class datagram_rate {
 public:
  /// Datagrams per second since the last call. Nothing at the first call, when no time has passed, or when
  /// the count went back (another namespace): then it starts anew.
  std::optional<double> per_second(std::uint64_t count, base::time_point now);

 private:
  struct look {
    std::uint64_t count;
    base::time_point at;
  };
  std::optional<look> last_;
};

}  // namespace gamekeeper::occupancy
