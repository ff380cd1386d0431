#include "base/port_name.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace gamekeeper::base;

BOOST_AUTO_TEST_SUITE(port_names)

BOOST_AUTO_TEST_CASE(a_port_is_found_as_it_is_and_as_the_variables_write_it) {
  const std::vector<std::string> names{"query", "Game Port", "GAME_PORT"};
  BOOST_TEST(find_port_name("Game Port", names).value() == 1U);
  BOOST_TEST(find_port_name("GAME_PORT", names).value() == 2U);
  BOOST_TEST(find_port_name("game-port", names).value() == 1U);
  BOOST_TEST(find_port_name("QUERY", names).value() == 0U);
  BOOST_TEST(!find_port_name("game", names));
  BOOST_TEST(!find_port_name("game", {}));
}

BOOST_AUTO_TEST_CASE(an_advice_is_a_name_that_can_be_written) {
  const std::vector<std::string> names{"Game Port", "a:b"};
  BOOST_TEST(no_such_port("x", names, ":") ==
             "the platform's mapping has no port named 'x'; there are 'Game Port', 'A_B'");
  BOOST_TEST(no_such_port("x", {}, ":") == "the platform's mapping has no port named 'x', it is empty");
}

BOOST_AUTO_TEST_SUITE_END()
