#include "base/decimal.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <random>

using gamekeeper::base::decimal;
using gamekeeper::base::parse_decimal;

BOOST_AUTO_TEST_SUITE(decimal_)

BOOST_AUTO_TEST_CASE(it_is_written_as_a_person_would) {
  BOOST_TEST(decimal(0) == "0");
  BOOST_TEST(decimal(0.1) == "0.1");
  BOOST_TEST(decimal(-3) == "-3");
  BOOST_TEST(decimal(100'000) == "100000");
  BOOST_TEST(decimal(1.0 / 3) == "0.3333333333333333");
  BOOST_TEST(decimal(1.5e-7) == "1.5e-07");
  BOOST_TEST(decimal(std::numeric_limits<double>::infinity()) == "inf");
  BOOST_TEST(decimal(std::nan("")) == "nan");
}

BOOST_AUTO_TEST_CASE(it_reads_back_as_the_same_number) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const double number = std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100);
    BOOST_TEST(parse_decimal(decimal(number)).value() == number);
  }
}

BOOST_AUTO_TEST_CASE(only_a_number_is_read_as_one) {
  BOOST_TEST(parse_decimal("12").value() == 12);
  BOOST_TEST(parse_decimal("-0.5").value() == -0.5);
  BOOST_TEST(parse_decimal("1e3").value() == 1000);
  BOOST_TEST(std::isinf(parse_decimal("1e999").value()));
  for (auto none : {"", "+1", " 1", "1 ", "inf", "nan", "0x10", "1,5", "1.2.3", "e5", "-", ".", "1e"})
    BOOST_TEST(!parse_decimal(none).has_value(), none);
}

BOOST_AUTO_TEST_SUITE_END()
