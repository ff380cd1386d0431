#include "occupancy/datagram_rate.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::occupancy {

namespace {

using namespace std::chrono_literals;
using base::errc;

const std::string snmp =
    "Ip: Forwarding DefaultTTL InReceives\nIp: 2 64 1234\n"
    "Tcp: RtoAlgorithm InSegs\nTcp: 1 99\n"
    "Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti "
    "MemErrors\n"
    "Udp: 1500 7 4 600 3 0 1 0 0\n"
    "UdpLite: InDatagrams NoPorts\nUdpLite: 8 9\n";
const std::string snmp6 =
    "Ip6InReceives                   \t36\nUdp6InDatagrams                 \t40\nUdp6NoPorts                 "
    "    \t0\n"
    "Udp6RcvbufErrors                \t2\nUdpLite6InDatagrams             \t77\n";

constexpr base::time_point start{1h};

}  // namespace

BOOST_AUTO_TEST_SUITE(datagram_rates)

BOOST_AUTO_TEST_CASE(what_was_read_and_what_found_no_room_is_counted_for_both_families) {
  BOOST_TEST(received_datagrams(snmp, snmp6).value() == 1545U);
  BOOST_TEST(received_datagrams(snmp, "").value() == 1503U);
}

BOOST_AUTO_TEST_CASE(old_kernels_have_fewer_columns) {
  BOOST_TEST(received_datagrams("Udp: InDatagrams NoPorts\nUdp: 5 1\n", "Udp6InDatagrams 2\n").value() == 7U);
}

BOOST_AUTO_TEST_CASE(a_file_without_the_counter_gives_none) {
  for (const std::string bad :
       {"", "Udp: InDatagrams\n", "Udp: InDatagrams\nUdp: many\n", "Udp: InDatagrams\nUdp:\n",
        "Udp: NoPorts\nUdp: 5\n", "Udp: InDatagrams\nUdp: 99999999999999999999999\n"})
    BOOST_TEST((received_datagrams(bad, snmp6).error().code() == errc::malformed), bad);
  BOOST_TEST((received_datagrams(snmp, "Udp6NoPorts 0\n").error().code() == errc::malformed));
}

BOOST_AUTO_TEST_CASE(a_rate_takes_two_looks) {
  datagram_rate rate;
  BOOST_TEST(!rate.per_second(1000, start));
  BOOST_TEST(rate.per_second(1100, start + 5s).value() == 20.0);
  BOOST_TEST(rate.per_second(1100, start + 10s).value() == 0.0);
  BOOST_TEST(rate.per_second(1101, start + 12s).value() == 0.5);
}

BOOST_AUTO_TEST_CASE(a_count_that_went_back_or_a_clock_that_stood_still_gives_none) {
  datagram_rate rate;
  rate.per_second(1000, start);
  BOOST_TEST(!rate.per_second(1100, start));
  BOOST_TEST(!rate.per_second(50, start + 5s));
  BOOST_TEST(rate.per_second(60, start + 10s).value() == 2.0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
