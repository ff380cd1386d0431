#include "fleet/text_width.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::fleet {

BOOST_AUTO_TEST_SUITE(text_widths)

BOOST_AUTO_TEST_CASE(what_a_terminal_shows_is_counted) {
  BOOST_TEST(text_width("abc") == 3U);
  BOOST_TEST(text_width("Montréal") == 8U);
  BOOST_TEST(text_width("e\xCC\x81") == 1U);  // an e, and an accent by itself
  BOOST_TEST(text_width("東京") == 4U);
  BOOST_TEST(text_width("\xF0\x9F\x8E\xAE") == 2U);
  BOOST_TEST(text_width("\xFF\xFE") == 2U);
  BOOST_TEST(text_width("") == 0U);
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_at_a_character) {
  BOOST_TEST(shortened("Montréal", 8) == "Montréal");
  BOOST_TEST(shortened("Montréal", 6) == "Montr…");
  BOOST_TEST(shortened("東京都", 4) == "東…");
  BOOST_TEST(shortened("東京都", 5) == "東京…");
  BOOST_TEST(shortened("abc", 1) == "…");
  BOOST_TEST(shortened("abc", 0) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
