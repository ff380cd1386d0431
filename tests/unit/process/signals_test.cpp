#include "process/signals.hpp"

#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::process;
using gamekeeper::base::errc;

BOOST_AUTO_TEST_SUITE(signals_suite)

BOOST_AUTO_TEST_CASE(signals_have_the_names_of_the_manual_page) {
  BOOST_TEST(signal_name(SIGTERM) == "SIGTERM");
  BOOST_TEST(signal_name(SIGHUP) == "SIGHUP");
  BOOST_TEST(signal_name(SIGSYS) == "SIGSYS");
  BOOST_TEST(signal_name(SIGRTMIN) == "SIGRTMIN");
  BOOST_TEST(signal_name(SIGRTMIN + 3) == "SIGRTMIN+3");
}

BOOST_AUTO_TEST_CASE(a_number_without_a_name_is_said_as_a_number) {
  BOOST_TEST(signal_name(99) == "signal 99");
  BOOST_TEST(signal_name(0) == "signal 0");
  BOOST_TEST(signal_name(-1) == "signal -1");
  BOOST_TEST(signal_name(32) == "signal 32");
}

BOOST_AUTO_TEST_CASE(a_signal_is_read_in_all_the_ways_that_people_write_it) {
  for (const char* text : {"TERM", "SIGTERM", "sigterm", "Term", "15"}) {
    const auto number = parse_signal(text);
    BOOST_REQUIRE(number.has_value());
    BOOST_TEST(*number == SIGTERM);
  }
  BOOST_TEST(parse_signal("usr1").value() == SIGUSR1);
  BOOST_TEST(parse_signal("IOT").value() == SIGABRT);
  BOOST_TEST(parse_signal("SIGCLD").value() == SIGCHLD);
  BOOST_TEST(parse_signal("IO").value() == SIGIO);
}

BOOST_AUTO_TEST_CASE(real_time_signals_are_counted_from_either_end) {
  BOOST_TEST(parse_signal("RTMIN").value() == SIGRTMIN);
  BOOST_TEST(parse_signal("SIGRTMIN+3").value() == SIGRTMIN + 3);
  BOOST_TEST(parse_signal("rtmax").value() == SIGRTMAX);
  BOOST_TEST(parse_signal("RTMAX-1").value() == SIGRTMAX - 1);
  BOOST_TEST(parse_signal("RTMAX-30").value() == SIGRTMIN);
}

BOOST_AUTO_TEST_CASE(every_name_that_is_said_can_be_read_back) {
  for (int number = 1; number <= SIGRTMAX; ++number) {
    const auto name = signal_name(number);
    if (!name.starts_with("SIG")) continue;
    BOOST_TEST(parse_signal(name).value() == number);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_signal_is_refused_with_the_form_that_is_asked_for) {
  for (const char* text :
       {"",        "SIG",    "TERMINATE",      "0",      "-1",         "-15",      "32",
        "33",      "65",     "99999999999999", "15 ",    " TERM",      "RTMIN+31", "RTMIN-1",
        "RTMAX+1", "RTMIN+", "RTMIN+-1",       "RTMIN3", "SIGSIGTERM", "1TERM"}) {
    const auto number = parse_signal(text);
    BOOST_TEST_CONTEXT("'" << text << "'") {
      BOOST_REQUIRE(number.has_error());
      BOOST_TEST((number.error().code() == errc::invalid_input));
      BOOST_TEST(number.error().message().find("'" + std::string(text) + "'") != std::string::npos);
      BOOST_TEST(number.error().message().find("RTMIN+3") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_signal_that_can_be_caught_is_forwarded) {
  const auto forwarded = forwarded_signals();
  for (int number = 1; number <= SIGRTMAX; ++number) {
    const bool ours_to_take = number != 32 && number != 33;  // glibc's own
    BOOST_TEST(sigismember(&forwarded, number) == (ours_to_take ? 1 : 0), signal_name(number));
  }
}

BOOST_AUTO_TEST_CASE(what_was_blocked_is_given_back) {
  const gamekeeper::tests::caller_signals restored;
  sigset_t callers;
  sigemptyset(&callers);
  sigaddset(&callers, SIGUSR1);
  ::pthread_sigmask(SIG_SETMASK, &callers, nullptr);
  ::signal(SIGCHLD, SIG_IGN);
  const signal_block block;
  sigset_t mask;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  BOOST_TEST(sigismember(&mask, SIGTERM) == 1);
  block.undo();
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  BOOST_TEST(sigismember(&mask, SIGTERM) == 0);
  BOOST_TEST(sigismember(&mask, SIGUSR1) == 1);
  BOOST_TEST((::signal(SIGCHLD, SIG_DFL) == SIG_IGN));
}

BOOST_AUTO_TEST_SUITE_END()
