#include "base/duration.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper::base;
namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(duration_)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back_the_same) {
  for (const char* text : {"500ms", "10s", "1m30s", "2h", "1h1m1s1ms", "24h", "0s"}) {
    const auto read = parse_duration(text);
    BOOST_TEST_REQUIRE(read.has_value(), text);
    BOOST_TEST(format_duration(*read) == text);
  }
}

BOOST_AUTO_TEST_CASE(units_add_up) {
  BOOST_TEST(parse_duration("90s")->count() == 90'000);
  BOOST_TEST(format_duration(*parse_duration("90s")) == "1m30s");
  BOOST_TEST(parse_duration("1m30s500ms")->count() == 90'500);
}

struct refused {
  const char* text;
  const char* why;
};
std::ostream& operator<<(std::ostream& out, const refused& r) {
  return out << r.text;
}
const refused bad[] = {{"", "is no duration"},
                       {"30", "has no unit"},
                       {"0", "has no unit"},
                       {"10s5", "has no unit"},
                       {"ten seconds", "is no duration"},
                       {"-5s", "is no duration"},
                       {"5 s", "has an unknown unit"},
                       {"5d", "has an unknown unit"},
                       {"1.5s", "has an unknown unit"},
                       {"30s1m", "has its units out of order"},
                       {"1s1s", "has its units out of order"},
                       {"9000h", "is longer than 366 days"},
                       {"99999999999999999999s", "is too long"}};

BOOST_DATA_TEST_CASE(what_is_no_duration_is_refused_with_the_reason_and_an_example, data::make(bad), each) {
  const auto read = parse_duration(each.text);
  BOOST_TEST_REQUIRE(read.has_error());
  BOOST_TEST((read.error().code() == errc::invalid_input));
  BOOST_TEST(read.error().message().find(each.why) != std::string::npos, read.error().message());
  BOOST_TEST(read.error().message().find("1m30s") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_negative_duration_carries_its_sign) {
  BOOST_TEST(format_duration(duration(-1'500)) == "-1s500ms");
}

BOOST_AUTO_TEST_SUITE_END()
