#include "emulator/json_text.hpp"

#include "emulated_platform.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace gamekeeper;
namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(emulator_json_text)

BOOST_AUTO_TEST_CASE(numbers_are_written_in_plain_digits) {
  const auto text = [](double number) { return emulator::json_text(json::value(number)); };
  BOOST_TEST(text(45.508888) == "45.508888");
  BOOST_TEST(text(-73.561668) == "-73.561668");
  BOOST_TEST(text(0) == "0.0");
  BOOST_TEST(text(45) == "45.0");
  BOOST_TEST(text(1e-7) == "0.0000001");
  BOOST_TEST(text(std::numeric_limits<double>::infinity()) == "null");
  for (const double number :
       {std::numeric_limits<double>::max(), std::numeric_limits<double>::denorm_min(), 0.1})
    BOOST_TEST(std::strtod(text(number).c_str(), nullptr) == number);
}

BOOST_AUTO_TEST_CASE(everything_else_is_the_same_json) {
  const auto* text = R"({"a":[1,-2,true,null,"é\"\\\n"],"b":{},"c":[],"d/\"":{"e":18446744073709551615}})";
  BOOST_TEST(emulator::json_text(json::parse(text)) == json::serialize(json::parse(text)));
}

BOOST_FIXTURE_TEST_CASE(answers_and_variables_have_no_exponent, tests::emulated_platform) {
  auto& d = deploy();
  const auto status = as_organisation("GET", "/v1/status/" + d.request_id).body;
  BOOST_TEST(status.find("\"latitude\":45.508888") != std::string::npos, status);
  for (const auto& line : emulator::environment_for(d, offered, {"https://127.0.0.1:4433", "/tmp", "", ""}))
    if (line.starts_with("ARBITRIUM_DEPLOYMENT_LOCATION="))
      BOOST_TEST(line.find("\"latitude\":45.508888") != std::string::npos, line);
}

BOOST_AUTO_TEST_SUITE_END()
