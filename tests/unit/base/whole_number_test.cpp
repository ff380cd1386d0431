#include "base/whole_number.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>

using gamekeeper::base::parse_json;
using gamekeeper::base::parse_whole_number;
using gamekeeper::base::whole_number_of;

namespace {
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t no_number = -99;
}  // namespace

BOOST_AUTO_TEST_SUITE(whole_number)

BOOST_AUTO_TEST_CASE(programs_write_one_number_in_several_ways) {
  for (const char* text : {"3", "3.0", "3e0", "30e-1", "\"3\"", "\"3.0\"", " 3", "3\r\n", "\t3 ", "\" 3 \"",
                           "\xef\xbb\xbf"
                           "3",
                           "\xef\xbb\xbf\"3\""})
    BOOST_TEST(parse_whole_number(text).value_or(no_number) == 3, text);
  BOOST_TEST(parse_whole_number("-3.0").value_or(no_number) == -3);
  BOOST_TEST(parse_whole_number("-0.0").value_or(no_number) == 0);
}

BOOST_AUTO_TEST_CASE(what_has_a_fraction_or_is_no_number_is_none) {
  for (const char* text :
       {"", " ", "\"\"", "\"", "3.5", "+3", "3 4", "3,0", "\"\"3\"\"", "'3'", "three", "0x3", "nan", "inf",
        "1e999", "-1e999", "9007199254740993.0", "9223372036854775808"})
    BOOST_TEST(!parse_whole_number(text), text);
}

BOOST_AUTO_TEST_CASE(a_number_of_64_bits_is_exact) {
  BOOST_TEST(parse_whole_number(std::to_string(largest)).value_or(no_number) == largest);
  BOOST_TEST(whole_number_of(*parse_json(std::to_string(largest))).value_or(no_number) == largest);
  BOOST_TEST(!whole_number_of(*parse_json("9223372036854775808")));
}

BOOST_AUTO_TEST_CASE(a_value_of_json_is_read_by_the_same_rule) {
  for (const char* text : {"3", "3.0", "3e0", "\"3\"", "\"3.0\"", "\xef\xbb\xbf 3"})
    BOOST_TEST(whole_number_of(*parse_json(text)).value_or(no_number) == 3, text);
  for (const char* text : {"3.5", "\"many\"", "true", "null", "[3]", "{\"n\":3}", "1e300"})
    BOOST_TEST(!whole_number_of(*parse_json(text)), text);
}

BOOST_AUTO_TEST_SUITE_END()
