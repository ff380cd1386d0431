#include "gamekeeper/ctl/agent_socket.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::ctl {

BOOST_AUTO_TEST_SUITE(agent_socket)

BOOST_AUTO_TEST_CASE(a_socket_that_was_found_has_to_be_roots_the_callers_or_that_of_process_1s_user) {
  BOOST_TEST(has_trusted_owner(0, 1000, 1000));
  BOOST_TEST(has_trusted_owner(1000, 1000, 0));
  BOOST_TEST(has_trusted_owner(1000, 0, 1000));
  BOOST_TEST(!has_trusted_owner(65534, 0, 0));
  BOOST_TEST(!has_trusted_owner(65534, 1000, 1000));
}

BOOST_AUTO_TEST_CASE(a_path_that_was_named_is_taken_as_it_is) {
  BOOST_TEST(socket_path("/anybody/s").value() == "/anybody/s");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::ctl
