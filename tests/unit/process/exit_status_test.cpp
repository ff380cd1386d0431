#include "process/exit_status.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

using gamekeeper::process::exit_status;

BOOST_AUTO_TEST_SUITE(exit_status_suite)

BOOST_AUTO_TEST_CASE(an_exit_code_is_passed_on_as_it_is) {
  const exit_status status{3, 0, false};
  BOOST_TEST(status.exit_code() == 3);
  BOOST_TEST(!status.success());
  BOOST_TEST(status.describe() == "exited with code 3");
}

BOOST_AUTO_TEST_CASE(a_signal_becomes_128_and_its_number) {
  const exit_status status{0, SIGTERM, false};
  BOOST_TEST(status.exit_code() == 143);
  BOOST_TEST(!status.success());
  BOOST_TEST(status.describe() == "killed by SIGTERM");
}

BOOST_AUTO_TEST_CASE(a_core_dump_is_mentioned) {
  const exit_status status{0, SIGSEGV, true};
  BOOST_TEST(status.describe() == "killed by SIGSEGV (core dumped)");
}

BOOST_AUTO_TEST_CASE(only_code_zero_without_a_signal_is_success) {
  BOOST_TEST(exit_status{}.success());
}

BOOST_AUTO_TEST_CASE(a_code_that_counts_as_success_becomes_0_and_others_stay) {
  const int codes[] = {143, 3};
  BOOST_TEST(gamekeeper::process::remapped(143, codes) == 0);
  BOOST_TEST(gamekeeper::process::remapped(3, codes) == 0);
  BOOST_TEST(gamekeeper::process::remapped(130, codes) == 130);
  BOOST_TEST(gamekeeper::process::remapped(143, {}) == 143);
}

BOOST_AUTO_TEST_SUITE_END()
