#include "settings/stop_signal.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

using namespace gamekeeper::settings;

BOOST_AUTO_TEST_SUITE(stop_signals_of_settings)

BOOST_AUTO_TEST_CASE(left_to_the_agent_there_are_some_on_the_platform_alone) {
  const agent_settings chosen;
  BOOST_TEST(stop_signals(chosen, true) == (std::vector<int>{SIGINT, SIGQUIT, SIGRTMIN + 3}),
             boost::test_tools::per_element());
  BOOST_TEST(stop_signals(chosen, false).empty());
}

BOOST_AUTO_TEST_CASE(one_that_is_named_is_the_only_one_anywhere) {
  agent_settings chosen;
  chosen.platform.stop_signal = SIGUSR1;
  for (const bool on_platform : {true, false})
    BOOST_TEST(stop_signals(chosen, on_platform) == std::vector<int>{SIGUSR1},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
