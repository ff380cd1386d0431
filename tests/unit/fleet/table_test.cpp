#include "fleet/table.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace gamekeeper::fleet {

namespace {

std::string printed(const table& rows, std::size_t columns, bool colour = false) {
  std::ostringstream out;
  screen to;
  to.out = &out;
  to.columns = columns;
  to.colour = colour;
  rows.print(to);
  return out.str();
}

table cities() {
  table rows({"CITY", "N", "TAGS"});
  rows.add({"Montréal", "1", "a, b"});
  rows.add({"東京", "22", ""});
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tables)

BOOST_AUTO_TEST_CASE(columns_are_aligned_by_what_is_seen) {
  BOOST_TEST(printed(cities(), 0) ==
             "CITY      N   TAGS\n"
             "Montréal  1   a, b\n"
             "東京      22\n");
}

BOOST_AUTO_TEST_CASE(the_widest_column_is_cut_first) {
  table rows({"ID", "ADDRESS"});
  rows.add({"0123456789ab", "0123456789ab.pr.edgegap.net"});
  BOOST_TEST(printed(rows, 30) ==
             "ID            ADDRESS\n"
             "0123456789ab  0123456789ab.pr…\n");
  BOOST_TEST(printed(rows, 22) ==
             "ID            ADDRESS\n"
             "0123456789ab  0123456…\n");
  BOOST_TEST(printed(rows, 21) == "ID       0123456789ab\nADDRESS  0123456789ab.pr.edgegap.net\n");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_at_all_becomes_blocks) {
  BOOST_TEST(printed(cities(), 12) ==
             "CITY  Montréal\n"
             "N     1\n"
             "TAGS  a, b\n"
             "\n"
             "CITY  東京\n"
             "N     22\n");
}

BOOST_AUTO_TEST_CASE(colour_changes_nothing_of_the_alignment) {
  table rows({"A", "B"});
  rows.add({cell("yes", tint::good), "x"});
  BOOST_TEST(printed(rows, 0, true) == "\x1b[1mA    B\x1b[0m\n\x1b[32myes\x1b[0m  x\n");
  BOOST_TEST(printed(rows, 0, false) == "A    B\nyes  x\n");
}

BOOST_AUTO_TEST_CASE(a_name_cannot_drive_the_terminal) {
  table rows({"A"});
  rows.add({"\x1b]0;owned\x07"});
  BOOST_TEST(printed(rows, 0) == "A\n?]0;owned?\n");
}

BOOST_AUTO_TEST_CASE(facts_leave_out_what_is_empty) {
  std::ostringstream out;
  screen to;
  to.out = &out;
  fact_list facts;
  facts.add("status", "READY");
  facts.add("error", "");
  facts.add("é", "x");
  facts.print(to);
  BOOST_TEST(out.str() == "status  READY\né       x\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
