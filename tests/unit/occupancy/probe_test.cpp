#include "occupancy/probe.hpp"

#include "base/limits.hpp"
#include "packets.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_peers.hpp"
#include "support/temporary_folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace gamekeeper::occupancy {

namespace {

using namespace std::chrono_literals;
using namespace packets;
namespace limits = base::limits;
using base::errc;

struct probing {
  boost::asio::io_context loop;
  tests::fake_clock time{loop};
  tests::fake_peers peers{time};
  base::random_source random{3};
  tests::temporary_folder proc;
  probe_world world{peers, time, random, proc.path().string()};

  probing() { std::filesystem::create_directory(proc.path() / "net"); }

  /// One look with two seconds to go; what it gives must be there by then.
  base::result<reading> look(probe& how) {
    std::optional<base::result<reading>> outcome;
    boost::asio::co_spawn(loop, how.ask(time.now() + 2s),
                          [&outcome](std::exception_ptr failed, base::result<reading> got) {
                            if (failed) std::rethrow_exception(failed);
                            outcome = std::move(got);
                          });
    time.advance(2s);
    BOOST_REQUIRE(outcome.has_value());
    BOOST_TEST(time.waiting() == 0U);
    return std::move(*outcome);
  }

  std::unique_ptr<probe> made(std::string_view spec) {
    const auto parsed = parse_detector(spec).value();
    return make_probe(parsed, resolve_ports(parsed, {}).value(), world);
  }

  base::result<reading> look(std::string_view spec) {
    const auto how = made(spec);
    return look(*how);
  }
};

std::string established(int lines) {
  std::string table = "  sl  local_address rem_address   st tx_queue rx_queue\n";
  for (int i = 0; i < lines; ++i) table += "   0: 0100007F:1E61 0100007F:D431 01 00000000:00000000\n";
  return table;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(probes, probing)

BOOST_AUTO_TEST_CASE(a2s_asks_answers_the_challenge_and_counts_people) {
  peers.answers = [](const std::string& sent) -> std::vector<std::string> {
    if (sent == a2s_request) return {challenge};
    if (sent == a2s_request + challenge.substr(5)) return {info(5, 2)};
    return {};
  };
  const auto seen = look("a2s:27015").value();
  BOOST_TEST((seen.what == presence::players && seen.players == 3));
  BOOST_TEST((seen.at == time.now() - 2s));
  BOOST_TEST(peers.asked.at(0).port() == 27015);
  BOOST_TEST((look("a2s:27015/all").value().players == 5));
}

BOOST_AUTO_TEST_CASE(only_bots_are_nobody_and_a_detector_remembers_what_bots_are) {
  int players = 0;
  peers.answers = [&players](const std::string&) { return std::vector{info(players, 8 - players)}; };
  const auto how = made("a2s:27015");
  BOOST_TEST((look(*how).value().what == presence::none));
  players = 4;
  BOOST_TEST(look(*how).value().players == 4);
  BOOST_TEST((look("a2s:27015/included").value().what == presence::none));
  BOOST_TEST((look("a2s:27015").value().what == presence::unknown));
}

// Each of these must be unknown, with a reason; none of them is none.
BOOST_AUTO_TEST_CASE(a_hostile_or_broken_a2s_server_gives_a_failure) {
  const auto failure = [this](std::function<std::vector<std::string>(const std::string&)> answers) {
    peers.answers = std::move(answers);
    peers.sent.clear();
    const auto seen = look("a2s:27015");
    BOOST_REQUIRE(!seen);
    return seen.error();
  };
  BOOST_TEST((failure([](auto&) { return std::vector<std::string>(); }).code() == errc::timed_out));
  BOOST_TEST(failure([](auto&) { return std::vector{info(1, 0).substr(0, 20)}; }).message() ==
             "the answer to A2S_INFO is cut short");
  int n = 0;
  BOOST_TEST(failure([&n](auto&) {
               return std::vector{plain + "A" + std::to_string(1000 + n++)};
             }).message() == "answers every challenge with another one");
  BOOST_TEST(peers.sent.size() == static_cast<std::size_t>(limits::a2s_challenges) + 1);
  const auto first_part = source_parts(info(1, 0, std::string(3000, 'x')), 1248).front();
  BOOST_TEST(failure([&](auto&) { return std::vector{first_part}; }).message() ==
             "waiting for the rest of an answer to A2S_INFO in several packets (1 came): no answer in time");
  // Splits of ever new answers: each starts again, and their number is bounded.
  peers.received = 0;
  const auto endless = failure([&](auto&) {
    std::vector<std::string> all;
    for (int i = 0; i < 1000; ++i)
      all.push_back(part + std::to_string(1000 + i) + "\2\0\xe0\4"s + plain + "Ix");
    return all;
  });
  BOOST_TEST((endless.code() == errc::too_large));
  BOOST_TEST(peers.received == limits::query_packets);
}

BOOST_AUTO_TEST_CASE(nobody_at_the_port_is_a_failure_and_not_an_empty_game) {
  peers.receive_fails = base::error(errc::unreachable, "nobody listens at 127.0.0.1:27015 (UDP)");
  BOOST_TEST((look("a2s:27015").error().code() == errc::unreachable));
  BOOST_TEST((look("quake3:27960").error().code() == errc::unreachable));
  peers.udp_fails = base::error(errc::io, "no socket");
  BOOST_TEST((look("a2s:27015").error().code() == errc::io));
  peers.tcp_fails = base::error(errc::unreachable, "refused");
  BOOST_TEST((look("minecraft:25565").error().code() == errc::unreachable));
}

BOOST_AUTO_TEST_CASE(quake3_sends_a_challenge_of_its_own_each_time) {
  peers.answers = [](const std::string& sent) {
    return std::vector{plain + "statusResponse\n\\challenge\\" + sent.substr(14) +
                       "\n0 0 \"bot\"\n3 20 \"me\"\n"};
  };
  BOOST_TEST((look("quake3:27960").value().players == 1));
  BOOST_TEST((look("quake3:27960/all").value().players == 2));
  BOOST_TEST(peers.sent.at(0) != peers.sent.at(1));
}

BOOST_AUTO_TEST_CASE(a_quake3_answer_to_somebody_elses_question_is_not_taken) {
  peers.answers = [](const std::string&) {
    return std::vector<std::string>(100, plain + "statusResponse\n\\challenge\\x\n");
  };
  BOOST_TEST((look("quake3:27960").error().code() == errc::too_large));
}

BOOST_AUTO_TEST_CASE(minecraft_is_asked_over_a_stream) {
  const auto packet = minecraft_packet(R"({"players":{"online":2,"max":20}})");
  peers.stream_gives = {packet.substr(0, 5), packet.substr(5)};
  BOOST_TEST((look("minecraft:25565").value().players == 2));
  BOOST_TEST(peers.connected.at(0).port() == 25565);
}

BOOST_AUTO_TEST_CASE(a_minecraft_server_that_hangs_up_or_talks_nonsense_is_a_failure) {
  BOOST_TEST((look("minecraft:25565").error().code() == errc::closed));
  peers.stream_gives = {"\x20\0\x10{\"pla"s};
  BOOST_TEST((look("minecraft:25565").error().code() == errc::closed));
  peers.stream_end = base::error(errc::unreachable, "reset");
  BOOST_TEST((look("minecraft:25565").error().code() == errc::unreachable));
  peers.stream_gives = {"HTTP/1.1 400 Bad Request\r\n\r\n" + std::string(80, ' ')};
  BOOST_TEST((look("minecraft:25565").error().code() == errc::malformed));
}

BOOST_AUTO_TEST_CASE(tcp_adds_both_families_and_does_without_ipv6) {
  proc.write("net/tcp", established(2));
  BOOST_TEST((look("tcp:7777").value().players == 2));
  proc.write("net/tcp6", established(3));
  BOOST_TEST((look("tcp:7777").value().players == 5));
  BOOST_TEST((look("tcp:7778").value().what == presence::none));
  peers.own_ports = {0xD431};
  BOOST_TEST((look("tcp:7777").value().what == presence::none));
}

BOOST_AUTO_TEST_CASE(a_table_that_cannot_be_read_is_a_failure_and_not_an_empty_game) {
  BOOST_TEST((look("tcp:7777").error().code() == errc::not_found));
  proc.write("net/tcp", established(0));
  proc.write("net/tcp6", "nonsense\n");
  BOOST_TEST((look("tcp:7777").error().code() == errc::malformed));
  proc.write("net/tcp6", "");
  BOOST_TEST((look("tcp:7777").error().code() == errc::malformed));
}

BOOST_AUTO_TEST_CASE(a_rate_of_datagrams_is_compared_with_the_floor) {
  const auto count = [this](int datagrams) {
    proc.write("net/snmp", "Udp: InDatagrams\nUdp: " + std::to_string(datagrams) + "\n");
  };
  const auto how = made("udp_rate:5");
  BOOST_TEST((look(*how).error().code() == errc::not_found));
  count(100);
  BOOST_TEST((look(*how).value().what == presence::unknown));
  count(110);
  BOOST_TEST((look(*how).value().what == presence::none));  // 10 in 2 s: at the floor
  count(121);
  const auto seen = look(*how).value();
  BOOST_TEST((seen.what == presence::players && seen.players == 1));
  count(0);
  BOOST_TEST((look(*how).value().what == presence::unknown));
  count(9);
  BOOST_TEST((look(*how).value().what == presence::none));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
