#include "process/signal_policy.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>

#include <string>

using namespace gamekeeper::process;

BOOST_AUTO_TEST_SUITE(signal_policies)

BOOST_AUTO_TEST_CASE(a_rule_is_written_with_names_or_numbers) {
  BOOST_TEST((parse_signal_rule("TERM=INT").value() == signal_rule{SIGTERM, SIGINT}));
  BOOST_TEST((parse_signal_rule("15=2").value() == signal_rule{SIGTERM, SIGINT}));
  BOOST_TEST((parse_signal_rule("SIGUSR1=0").value() == signal_rule{SIGUSR1, 0}));
  BOOST_TEST((parse_signal_rule("rtmin+3=HUP").value() == signal_rule{SIGRTMIN + 3, SIGHUP}));
  BOOST_TEST((parse_signal_rule("HUP=KILL").value() == signal_rule{SIGHUP, SIGKILL}));
}

BOOST_AUTO_TEST_CASE(a_rule_that_could_never_apply_is_refused) {
  for (auto bad : {"", "TERM", "TERM=", "=INT", "TERM=INT=HUP", "KILL=TERM", "STOP=TERM", "CHLD=USR1",
                   "0=TERM", "TERM=99", "32=TERM"})
    BOOST_TEST(!parse_signal_rule(bad), bad);
  BOOST_TEST(parse_signal_rule("KILL=TERM").error().message().find("cannot be caught") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_last_rule_for_a_signal_counts_and_none_is_applied_twice) {
  signal_policy policy;
  BOOST_TEST(policy.apply(SIGTERM) == SIGTERM);
  policy.rules = {{SIGTERM, SIGHUP}, {SIGTERM, SIGINT}, {SIGINT, SIGTERM}, {SIGUSR1, 0}};
  BOOST_TEST(policy.apply(SIGTERM) == SIGINT);
  BOOST_TEST(policy.apply(SIGINT) == SIGTERM);
  BOOST_TEST(policy.apply(SIGUSR1) == 0);
  BOOST_TEST(policy.apply(SIGUSR2) == SIGUSR2);
}

BOOST_AUTO_TEST_SUITE_END()
