#include "base/json_text.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>

using namespace gamekeeper;
namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(json_texts)

BOOST_AUTO_TEST_CASE(numbers_are_written_in_plain_digits) {
  const auto text = [](double number) { return base::json_text(json::value(number)); };
  BOOST_TEST(text(45.508888) == "45.508888");
  BOOST_TEST(text(-73.561668) == "-73.561668");
  BOOST_TEST(text(0) == "0.0");
  BOOST_TEST(text(45) == "45.0");
  BOOST_TEST(text(-0.0) == "-0.0");
  BOOST_TEST(text(1e-7) == "0.0000001");
  BOOST_TEST(text(0.30000000000000004) == "0.30000000000000004");
  BOOST_TEST(text(100) == "100.0");
  BOOST_TEST(text(-1234567.125) == "-1234567.125");
  BOOST_TEST(text(1e21) == "1000000000000000000000.0");
  BOOST_TEST(text(std::numeric_limits<double>::infinity()) == "null");
  for (const double number : {std::numeric_limits<double>::max(), std::numeric_limits<double>::denorm_min(),
                              std::numeric_limits<double>::min(), 0.1, 1.0 / 3, 123456789.123456789})
    BOOST_TEST(std::strtod(text(number).c_str(), nullptr) == number);
}

BOOST_AUTO_TEST_CASE(everything_else_is_the_same_json) {
  const auto* text = R"({"a":[1,-2,true,null,"é\"\\\n"],"b":{},"c":[],"d/\"":{"e":18446744073709551615}})";
  BOOST_TEST(base::json_text(json::parse(text)) == json::serialize(json::parse(text)));
  std::string with_fraction(text);
  with_fraction.insert(1, "\"first\":[2.5,{}],");
  BOOST_TEST(base::json_text(json::parse(with_fraction)) == with_fraction);
}

BOOST_AUTO_TEST_SUITE_END()
