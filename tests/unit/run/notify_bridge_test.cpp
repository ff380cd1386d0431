#include "gamekeeper/run/notify_bridge.hpp"

#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

/// A bridge whose game is a child of this process.
struct bridge_fixture {
  bridge_fixture() {
    core.watchdog.timeout = 30s;
    bridge.set_listener(messages);
    chosen.path = folder.file("notify");
    chosen.abstract_name = "@gamekeeper-test-" + std::to_string(::getpid());
  }
  /// From a game that lives for one datagram, and has not been reaped when it arrives.
  void send(const std::string& text) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    chosen.path->copy(address.sun_path, sizeof(address.sun_path) - 1);
    const pid_t game = ::fork();
    if (game == 0) {
      const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      const auto sent = ::sendto(socket, text.data(), text.size(), 0,
                                 reinterpret_cast<const sockaddr*>(&address), sizeof(address));
      ::_exit(sent == static_cast<ssize_t>(text.size()) ? 0 : 1);
    }
    siginfo_t ended{};
    BOOST_REQUIRE(::waitid(P_PID, static_cast<id_t>(game), &ended, WEXITED | WNOWAIT) == 0);
    BOOST_REQUIRE(ended.si_status == 0);
    bridge.set_game(game);
    loop.restart();
    while (loop.poll_one() != 0) {
    }
    ::waitpid(game, nullptr, 0);
  }

  tests::temporary_folder folder;
  base::descriptor_closer closer;
  tests::captured_log log;
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  telemetry::event_history events{time};
  telemetry::agent_metrics counters;
  lifecycle::state core;
  std::vector<lifecycle::event> posted;
  std::vector<int> players;
  run::journal journal{time, log.log, {events, counters}, ""};
  run::game_messages messages{
      core, journal, [this](lifecycle::event event) { posted.push_back(std::move(event)); },
      [this](std::string_view, const occupancy::reading& reading) { players.push_back(reading.players); }};
  run::notify_sockets chosen;
  run::notify_bridge bridge{{loop.get_executor(), time, log.log, closer}, ::getuid()};
};

template <class Event>
const Event& only(const std::vector<lifecycle::event>& posted) {
  BOOST_REQUIRE(posted.size() == 1u);
  return std::get<Event>(posted.front());
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(notify_bridges, bridge_fixture)

BOOST_AUTO_TEST_CASE(each_word_of_the_protocol_is_handed_on) {
  BOOST_TEST(*bridge.open(chosen) == "NOTIFY_SOCKET=" + *chosen.path);
  send("READY=1");
  only<lifecycle::game_ready>(std::exchange(posted, {}));
  send("WATCHDOG=1");
  only<lifecycle::heartbeat>(std::exchange(posted, {}));
  send("WATCHDOG_USEC=2500500");
  BOOST_TEST((only<lifecycle::watchdog_set>(std::exchange(posted, {})).time == 2501ms));
  send("WATCHDOG=trigger");
  only<lifecycle::watchdog_triggered>(std::exchange(posted, {}));
  send("STATUS=the map loads");
  BOOST_TEST(log.has(R"("status":"the map loads")"));
  core.readiness.deadline = time.now() + 1min;
  send("EXTEND_TIMEOUT_USEC=5000000");
  BOOST_TEST((only<lifecycle::extension_requested>(std::exchange(posted, {})).by == 5s));
}

BOOST_AUTO_TEST_CASE(a_socket_that_cannot_be_bound_has_no_variable_and_is_said) {
  chosen.path = folder.file("missing/notify");
  chosen.abstract_name = folder.file("missing/too");
  BOOST_TEST(!bridge.open(chosen).has_value());
  BOOST_TEST(log.count("$NOTIFY_SOCKET cannot be served") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
