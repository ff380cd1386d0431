#include "gamekeeper/doctor/stop_signal.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

using namespace gamekeeper;
using findings::outcome;

namespace {

findings::finding judged(const std::string& signal, std::optional<int> set = {}) {
  settings::agent_settings chosen;
  chosen.platform.stop_signal = set;
  return doctor::judge_stop_signal(chosen, doctor::seen_stop_signal{signal, "/app/Dockerfile"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stop_signals)

BOOST_AUTO_TEST_CASE(a_file_beside_the_game_says_it) {
  const tests::temporary_folder folder;
  const auto place = folder.path().string();
  BOOST_TEST(!doctor::find_stop_signal({place, "/nowhere"}));
  const auto second = folder.write("Containerfile", "FROM a\nSTOPSIGNAL SIGUSR1\n");
  BOOST_TEST(doctor::find_stop_signal({"/nowhere", place})->file == second);
  const auto first = folder.write("Dockerfile", "FROM a\nSTOPSIGNAL SIGINT\n");
  BOOST_TEST(doctor::find_stop_signal({place})->text == "SIGINT");
  folder.write("Dockerfile", "FROM a\n");  // the base image's
  BOOST_TEST(doctor::find_stop_signal({place})->file == second);
}

BOOST_AUTO_TEST_CASE(a_signal_that_begins_the_drain_is_fine) {
  for (const auto* fine : {"SIGTERM", "15", "SIGINT", "QUIT", "SIGRTMIN+3"})
    BOOST_TEST((judged(fine).how == outcome::ok), fine);
  BOOST_TEST((judged("SIGUSR1", SIGUSR1).how == outcome::ok));
  BOOST_TEST(judged("SIGUSR1", SIGUSR1).seen ==
             "SIGUSR1, by /app/Dockerfile; SIGTERM and SIGUSR1 begin the drain on the platform");
}

BOOST_AUTO_TEST_CASE(one_that_does_not_is_a_warning_with_the_setting) {
  BOOST_TEST((judged("SIGUSR1").how == outcome::warn));
  BOOST_TEST(judged("SIGUSR1").advice.ends_with("--platform-stop-signal SIGUSR1"));
  BOOST_TEST((judged("SIGINT", SIGUSR1).how == outcome::warn));  // what is set takes the usual ones' place
}

BOOST_AUTO_TEST_CASE(what_cannot_be_seen_is_said_with_the_way_to_see_it) {
  for (const auto& said : {judged("$SIGNAL"), doctor::judge_stop_signal({}, {})}) {
    BOOST_TEST((said.how == outcome::skip));
    BOOST_TEST(
        said.seen.ends_with("; SIGTERM, SIGINT, SIGQUIT and SIGRTMIN+3 begin the drain on the platform"));
    BOOST_TEST(said.advice.find("docker image inspect") != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
