#include "emulator/runtime/deployment_processes.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

using namespace gamekeeper;

BOOST_AUTO_TEST_SUITE(emulator_deployment_processes)

BOOST_AUTO_TEST_CASE(the_id_has_to_be_a_whole_variable) {
  using emulator::request_id_in;
  using namespace std::string_literals;
  BOOST_TEST(request_id_in("A=1\0ARBITRIUM_REQUEST_ID=ab\0B=2\0"s) == "ab");
  BOOST_TEST(request_id_in("ARBITRIUM_REQUEST_ID=ab"s) == "ab");
  BOOST_TEST(request_id_in("ARBITRIUM_REQUEST_ID=abc\0"s) != "ab");
  BOOST_TEST(request_id_in("X=ARBITRIUM_REQUEST_ID=ab\0"s) != "ab");
  BOOST_TEST(request_id_in("XARBITRIUM_REQUEST_ID=ab\0"s) != "ab");
  BOOST_TEST(request_id_in("") != "ab");
}

BOOST_AUTO_TEST_CASE(the_environment_of_a_living_process_can_be_read_and_that_of_none_is_empty) {
  BOOST_TEST(emulator::read_proc_environment(::getpid()).find("PATH=") != std::string::npos);
  BOOST_TEST(emulator::read_proc_environment(-1).empty());
}

BOOST_AUTO_TEST_SUITE_END()
