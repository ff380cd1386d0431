#include "occupancy/socket_table.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::occupancy {

namespace {

namespace limits = base::limits;
using base::errc;

const std::string heading =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode        "
    "     "
    "                        \n";
const std::string behind =
    " 00000000:00000000 00:00000000 00000000     0        0 21437 1 0000000000000000 20 4 30 10 -1\n";

std::string line(const std::string& local, const std::string& remote, const std::string& state) {
  return "   0: " + local + " " + remote + " " + state + behind;
}

// 0x1E61 is 7777, 0x1E62 is 7778.
const std::string table =
    heading + line("00000000:1E61", "00000000:0000", "0A") + line("0100007F:1E61", "0100007F:D431", "01") +
    line("0200A8C0:1E61", "4D3C2B1A:C001", "01") + line("0200A8C0:1E62", "4D3C2B1A:C002", "01") +
    line("0200A8C0:1E61", "4D3C2B1A:C003", "06") + line("0200A8C0:D123", "4D3C2B1A:1E61", "01") +
    line("0200A8C0:0016", "4D3C2B1A:C005", "01");

base::result<int> count(std::string_view text, std::vector<std::uint16_t> ports,
                        std::vector<std::uint16_t> own = {}) {
  socket_table all(ports, own);
  if (const auto taken = all.take(text); !taken) return taken.error();
  return all.count();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(socket_tables)

BOOST_AUTO_TEST_CASE(established_connections_to_the_games_ports_count_and_nothing_else) {
  BOOST_TEST(count(table, {7777}).value() == 2);
  BOOST_TEST(count(table, {7777, 7778}).value() == 3);
  BOOST_TEST(count(table, {9999}).value() == 0);
  BOOST_TEST(count(heading, {7777}).value() == 0);
}

BOOST_AUTO_TEST_CASE(the_agents_own_connections_are_nobody) {
  BOOST_TEST(count(table, {7777}, {0xD431}).value() == 1);
}

BOOST_AUTO_TEST_CASE(addresses_of_ipv6_are_read_too) {
  const std::string v6 =
      heading + line("0000000000000000FFFF00000100007F:1E61", "0000000000000000FFFF00000100007F:D431", "01");
  BOOST_TEST(count(v6, {7777}).value() == 1);
}

BOOST_AUTO_TEST_CASE(it_does_not_matter_where_the_pieces_are_cut) {
  for (std::size_t at = 0; at <= table.size(); ++at) {
    socket_table all(std::vector<std::uint16_t>{7777}, {});
    BOOST_REQUIRE(all.take(table.substr(0, at)));
    BOOST_REQUIRE(all.take(table.substr(at)));
    BOOST_TEST(all.count().value() == 2);
  }
}

BOOST_AUTO_TEST_CASE(a_table_cut_short_gives_no_count) {
  for (std::size_t size = 0; size < table.size(); ++size) {
    const auto got = count(table.substr(0, size), {7777});
    const bool at_line = size > 0 && table[size - 1] == '\n';
    BOOST_TEST(got.has_value() == at_line, size);
  }
}

BOOST_AUTO_TEST_CASE(a_line_of_another_form_gives_no_count) {
  for (const std::string bad :
       {"x\n", "   0: 0100007F:1E61\n", "   0: 0100007F:1E611 0100007F:D431 01 \n",
        "   0: 01:1E61 0100007F:D431 01 \n", "   0: 0100007F:1E61 0100007F:D431 1 \n", "\n"}) {
    const auto got = count(heading + bad, {7777});
    BOOST_REQUIRE_MESSAGE(!got, bad);
    BOOST_TEST((got.error().code() == errc::malformed));
  }
  BOOST_TEST((count("no heading\n", {7777}).error().code() == errc::malformed));
  BOOST_TEST((count(heading + std::string(600, 'x'), {7777}).error().code() == errc::malformed));
}

BOOST_AUTO_TEST_CASE(a_table_past_the_limit_gives_no_count) {
  socket_table all(std::vector<std::uint16_t>{7777}, {});
  BOOST_REQUIRE(all.take(heading));
  const auto one = line("0200A8C0:1E61", "4D3C2B1A:C001", "01");
  std::string thousand;
  for (int i = 0; i < 1024; ++i) thousand += one;
  for (std::size_t lines = 0; lines + 1024 < limits::socket_table_lines; lines += 1024)
    BOOST_REQUIRE(all.take(thousand));
  BOOST_TEST((all.take(thousand).error().code() == errc::too_large));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
