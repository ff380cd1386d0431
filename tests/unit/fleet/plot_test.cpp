#include "fleet/plot.hpp"

#include "edgegap/messages/timestamp.hpp"
#include "fleet/text_width.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::fleet {

namespace {

edgegap::metric_series series_of(std::initializer_list<std::optional<double>> values) {
  edgegap::metric_series all;
  for (const auto& value : values)
    all.push_back({"00:00:0" + std::to_string(all.size()), std::nullopt, value});
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plots)

BOOST_AUTO_TEST_CASE(numbers_are_short) {
  BOOST_TEST(short_number(0) == "0");
  BOOST_TEST(short_number(0.25) == "0.25");
  BOOST_TEST(short_number(999) == "999");
  BOOST_TEST(short_number(999.7) == "1k");
  BOOST_TEST(short_number(1500) == "1.5k");
  BOOST_TEST(short_number(2'340'000) == "2.34M");
  BOOST_TEST(short_number(-5e15) == "-5e+03T");
}

BOOST_AUTO_TEST_CASE(a_curve_rises_from_the_left_to_the_right) {
  const auto lines = plot("CPU", series_of({0, 1, 2, 3}), 17, 1);
  BOOST_REQUIRE(lines.size() == 3U);
  BOOST_TEST(lines[0] == "CPU  3");
  // Ten characters, each two dots wide, for four values: five dots each, joined where it jumps.
  BOOST_TEST(lines[1] == "     3┤⣀⣀⣠⠤⠤⠖⠒⠚⠉⠉", lines[1]);
  BOOST_TEST(lines[2].find("00:00:00") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_line_of_a_plot_has_its_width) {
  const auto lines = plot("memory", series_of({1e6, 5e6, 3e6, std::nullopt, 2e6}), 60, 6);
  BOOST_REQUIRE(lines.size() == 8U);
  for (std::size_t i = 1; i < 7; ++i) BOOST_TEST(text_width(lines[i]) == 60U);
  BOOST_TEST(lines[1].starts_with("    5M┤"));
  BOOST_TEST(lines[6].starts_with("     0┤"));
  BOOST_TEST(text_width(lines[7]) == 60U);
}

BOOST_AUTO_TEST_CASE(nothing_measured_is_said) {
  BOOST_TEST(plot("CPU", {}, 60).at(0) == "CPU: nothing was measured");
  BOOST_TEST(plot("CPU", series_of({std::nullopt}), 60).size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_does_not_change_is_no_curve) {
  BOOST_TEST(plot("x", series_of({0, 0}), 40).at(0) == "x  0, all the time");
  BOOST_TEST(plot("x", series_of({std::nullopt, 7, std::nullopt, 7}), 0).at(0) == "x  7, all the time");
}

BOOST_AUTO_TEST_CASE(negative_numbers_and_no_room_are_drawn_too) {
  const auto lines = plot("x", series_of({-5, 5}), 0, 2);
  BOOST_REQUIRE(lines.size() == 4U);
  BOOST_TEST(lines[1].starts_with("     5┤"));
  BOOST_TEST(lines[2].starts_with("    -5┤"));
}

BOOST_AUTO_TEST_CASE(csv_has_a_row_per_point_and_a_column_per_series) {
  edgegap::deployment_metrics metrics;
  metrics.cpu = series_of({0.5, std::nullopt});
  metrics.cpu[0].timestamp = edgegap::parse_timestamp("2021-07-14 14:17:37.711");
  metrics.cpu[1].label = "a,\"b\"";
  metrics.memory = series_of({1, 2});
  BOOST_TEST(csv(metrics) ==
             "timestamp,label,cpu,mem,network_receive,network_transmit,cpu_throttle_rate,cpu_throttle_total,"
             "receive_total,transmit_total,disk_read_total,disk_write_total\r\n"
             "2021-07-14 14:17:37.711000,00:00:00,0.5,1,,,,,,,,\r\n"
             ",\"a,\"\"b\"\"\",,2,,,,,,,,\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
