#include "base/terminal_text.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper::base;

BOOST_AUTO_TEST_SUITE(terminal_texts)

BOOST_AUTO_TEST_CASE(nothing_that_drives_a_terminal_is_left_of_a_field) {
  BOOST_TEST(terminal_text("a\x1b[2Jb\r\n\tc\x7f") == "a?[2Jb???c?");
  BOOST_TEST(terminal_text(std::string_view("\0x", 2)) == "?x");
  BOOST_TEST(terminal_text("x\xC2\x9By") == "x?y");  // CSI as one character
  BOOST_TEST(terminal_text("x\x9By") == "x?y");      // and as one byte
  for (const auto* each : {"\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x80\xA8", "\xD8\x9C", "\xF3\xA0\x80\xA1"})
    BOOST_TEST(terminal_text(std::string("a") + each + "b") == "a?b");
}

BOOST_AUTO_TEST_CASE(what_is_no_utf8_is_replaced_byte_by_byte) {
  BOOST_TEST(terminal_text("\xFFz") == "?z");
  BOOST_TEST(terminal_text("\xC0\x9Bz") == "??z");       // overlong
  BOOST_TEST(terminal_text("\xED\xA0\x80z") == "???z");  // a surrogate
  BOOST_TEST(terminal_text("\xF4\x90\x80\x80") == "????");
  BOOST_TEST(terminal_text("z\xE6\x9D") == "z??");  // cut off
}

BOOST_AUTO_TEST_CASE(what_people_write_stays) {
  const std::string text = "é 東 \xF0\x9F\x8E\xAE ~\xC2\xA0\\\"";
  BOOST_TEST(terminal_text(text) == text);
  BOOST_TEST(terminal_json(text) == text);
}

BOOST_AUTO_TEST_CASE(lines_keep_their_ends) {
  BOOST_TEST(terminal_lines("a\x1b\nb\r\n") == "a?\nb?\n");
  BOOST_TEST(terminal_lines("\ta\tb") == "\ta\tb");
}

BOOST_AUTO_TEST_CASE(json_means_what_it_meant) {
  const std::string json = "{\n\t\"a\":\"\xC2\x9B\x7f\xE2\x80\xAE\xF3\xA0\x80\xA1\"}";
  const auto clean = terminal_json(json);
  BOOST_TEST(clean == "{\n\t\"a\":\"\\u009b\\u007f\\u202e\\udb40\\udc21\"}");
  BOOST_TEST(parse_json(clean).value() == parse_json(json).value());
}

BOOST_AUTO_TEST_SUITE_END()
