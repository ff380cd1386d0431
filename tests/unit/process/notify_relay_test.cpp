#include "process/notify_relay.hpp"

#include "base/unix_address.hpp"
#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>

using namespace gamekeeper;

namespace {

/// Whoever waits above the agent.
struct listener {
  tests::temporary_folder files;
  std::string name;
  base::unique_fd socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};

  explicit listener(const std::string& abstract = "")
      : name(abstract.empty() ? files.path("notify") : abstract) {
    const auto address = base::unix_address::parse(name);
    BOOST_REQUIRE(address.has_value());
    BOOST_REQUIRE(::bind(socket.get(), address->generic(), address->size()) == 0);
  }
  std::string next() const {
    std::array<char, 256> text{};
    const auto bytes = ::recv(socket.get(), text.data(), text.size(), 0);
    return bytes < 0 ? "(nothing)" : std::string(text.data(), static_cast<std::size_t>(bytes));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(notify_relays)

BOOST_AUTO_TEST_CASE(what_the_game_says_comes_out_above) {
  const listener above;
  process::notify_relay relay(above.name);
  BOOST_TEST(relay.pass("READY=1\nSTATUS=map loaded\nX_PLAYERS=3\n").has_value());
  BOOST_TEST(above.next() == "READY=1\nSTATUS=map loaded\nX_PLAYERS=3");
  BOOST_TEST(relay.pass("WATCHDOG=1").has_value());
  BOOST_TEST(above.next() == "WATCHDOG=1");
}

BOOST_AUTO_TEST_CASE(an_abstract_name_works_too) {
  const listener above("@gamekeeper-relay-" + std::to_string(::getpid()));
  BOOST_TEST(process::notify_relay(above.name).pass("READY=1").has_value());
  BOOST_TEST(above.next() == "READY=1");
}

BOOST_AUTO_TEST_CASE(what_names_processes_and_descriptors_stays_here) {
  const listener above;
  process::notify_relay relay(above.name);
  BOOST_TEST(relay.pass("MAINPID=7\nMAINPIDFD=1\nMAINPIDFDID=5\nREADY=1\nFDNAME=x\nFDPOLL=0\nSTOPPING=1")
                 .has_value());
  BOOST_TEST(above.next() == "READY=1\nSTOPPING=1");
  for (const auto* alone : {"FDSTORE=1", "FDSTOREREMOVE=1\nFDNAME=x", "BARRIER=1", "\n\n", ""})
    BOOST_TEST(relay.pass(alone).has_value());
  BOOST_TEST(above.next() == "(nothing)");
}

BOOST_AUTO_TEST_CASE(whoever_does_not_read_keeps_nobody_waiting) {
  const listener above;
  process::notify_relay relay(above.name);
  base::result<void> sent;
  // unix(7): a queue of datagrams is short; net.unix.max_dgram_qlen.
  for (int i = 0; i < 100'000 && sent; ++i) sent = relay.pass("WATCHDOG=1");
  BOOST_TEST(!sent.has_value());
  while (above.next() != "(nothing)") continue;
  BOOST_TEST(relay.pass("READY=1").has_value());
}

BOOST_AUTO_TEST_CASE(nobody_there_is_the_error_that_names_the_place) {
  process::notify_relay relay("/no/such/notify");
  const auto sent = relay.pass("READY=1");
  BOOST_REQUIRE(!sent.has_value());
  BOOST_TEST(sent.error().message().find("/no/such/notify") != std::string::npos);
  BOOST_TEST((process::notify_relay("").pass("READY=1").error().code() == base::errc::invalid_input));
}

BOOST_AUTO_TEST_CASE(whoever_comes_later_or_back_is_reached) {
  const listener above;
  const auto away = above.name + ".away";
  process::notify_relay relay(above.name);
  BOOST_REQUIRE(::rename(above.name.c_str(), away.c_str()) == 0);
  BOOST_TEST(!relay.pass("READY=1").has_value());
  BOOST_REQUIRE(::rename(away.c_str(), above.name.c_str()) == 0);
  BOOST_TEST(relay.pass("READY=1").has_value());
  BOOST_TEST(above.next() == "READY=1");
}

BOOST_AUTO_TEST_SUITE_END()
