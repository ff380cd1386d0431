#include "process/notification.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::process;
using std::chrono::microseconds;

BOOST_AUTO_TEST_SUITE(notifications)

BOOST_AUTO_TEST_CASE(every_word_is_understood) {
  const auto said = parse_notification(
      "READY=1\nSTOPPING=1\nSTATUS=Loading "
      "50%\nWATCHDOG=1\nWATCHDOG_USEC=20000000\nEXTEND_TIMEOUT_USEC=5000000\n"
      "EXIT_STATUS=3\nMAINPID=42\nX_PLAYERS=7");
  BOOST_TEST(said.ready);
  BOOST_TEST(said.stopping);
  BOOST_TEST(said.watchdog);
  BOOST_TEST(!said.watchdog_trigger);
  BOOST_TEST(*said.status == "Loading 50%");
  BOOST_TEST((said.watchdog_every == microseconds(20'000'000)));
  BOOST_TEST((said.extend == microseconds(5'000'000)));
  BOOST_TEST(*said.exit_status == 3);
  BOOST_TEST(*said.main_pid == 42);
  BOOST_TEST(*said.players == 7);
  BOOST_TEST(parse_notification("WATCHDOG=trigger\n").watchdog_trigger);
}

BOOST_AUTO_TEST_CASE(a_number_may_be_written_in_several_ways) {
  for (auto text : {"X_PLAYERS=3", "X_PLAYERS=3.0", "X_PLAYERS=\"3\"", "X_PLAYERS= 3",
                    "X_PLAYERS=3\r\nREADY=0", "\xef\xbb\xbfX_PLAYERS=3"})
    BOOST_TEST(parse_notification(text).players.value_or(-1) == 3, text);
  BOOST_TEST((parse_notification("WATCHDOG_USEC=2e7").watchdog_every == microseconds(20'000'000)));
}

BOOST_AUTO_TEST_CASE(what_is_unknown_or_has_not_its_form_says_nothing) {
  for (auto text : {"",
                    "\n\n",
                    "READY",
                    "READY=0",
                    "READY=yes",
                    "ready=1",
                    " READY=1",
                    "RELOADING=1",
                    "FDSTORE=1",
                    "BARRIER=1",
                    "MAINPID=-1",
                    "MAINPID=x",
                    "X_PLAYERS=-1",
                    "X_PLAYERS=1000001",
                    "X_PLAYERS=",
                    "X_PLAYERS=3.5",
                    "EXIT_STATUS=256",
                    "WATCHDOG_USEC=99999999999999999999",
                    "EXTEND_TIMEOUT_USEC=1s",
                    "=1",
                    "WATCHDOG=0"})
    BOOST_TEST((parse_notification(text) == notification{}), text);
}

BOOST_AUTO_TEST_CASE(a_wrong_value_takes_nothing_back_and_a_status_is_one_line) {
  BOOST_TEST(*parse_notification("X_PLAYERS=3\nX_PLAYERS=x").players == 3);
  BOOST_TEST(*parse_notification("STATUS=a\x1b[31m\tb=c").status == "a [31m b=c");
}

BOOST_AUTO_TEST_SUITE_END()
