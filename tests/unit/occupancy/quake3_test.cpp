#include "occupancy/quake3.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::occupancy {

namespace {

using namespace std::string_literals;
using base::errc;
using step = datagram_query::step;

const std::string head = "\xff\xff\xff\xffstatusResponse\n";
const std::string settings =
    "\\challenge\\4711\\sv_hostname\\noname\\g_gametype\\0\\mapname\\q3dm17\\version\\ioq3 1.36\n";

player_count answered(const std::string& packet) {
  quake3_query query("4711");
  const auto next = query.take(packet);
  BOOST_REQUIRE_MESSAGE(next, (next ? "" : next.error().message()));
  BOOST_REQUIRE((*next == step::done));
  return query.answer();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quake3)

BOOST_AUTO_TEST_CASE(the_question_names_its_challenge) {
  BOOST_TEST(quake3_query("4711").request() == "\xff\xff\xff\xffgetstatus 4711");
}

BOOST_AUTO_TEST_CASE(nobody_is_there) {
  BOOST_TEST((answered(head + settings) == player_count{0, 0}));
}

BOOST_AUTO_TEST_CASE(a_ping_of_zero_is_a_bot_and_those_who_connect_are_people) {
  BOOST_TEST((answered(head + settings + "10 48 \"^1Sarge\"\n0 999 \"UnnamedPlayer\"\n-3 0 \"Major\"\n") ==
              player_count{3, 1}));
}

// DarkPlaces writes a team or colours between the ping and the name.
BOOST_AUTO_TEST_CASE(what_stands_behind_the_ping_does_not_matter) {
  BOOST_TEST((answered(head + settings + "0 20 3 \"a \\\" b\"\n1 30 \"\"\n") == player_count{2, 0}));
}

BOOST_AUTO_TEST_CASE(an_answer_without_a_challenge_counts_and_one_with_another_does_not) {
  BOOST_TEST((answered(head + "\\mapname\\q3dm17\n1 30 \"x\"\n") == player_count{1, 0}));
  quake3_query query("4711");
  BOOST_TEST((query.take(head + "\\challenge\\4712\n1 30 \"x\"\n").value() == step::wait));
  BOOST_TEST((query.take(head + settings).value() == step::done));
}

BOOST_AUTO_TEST_CASE(a_line_that_is_cut_short_is_no_answer) {
  const auto whole = head + settings + "10 48 \"Sarge\"\n0 12 \"Major\"\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = whole.substr(0, size);
    quake3_query query("4711");
    const auto next = query.take(cut);
    // At the end of a line nobody can tell; the limit of the protocol.
    const bool at_line = size >= head.size() + settings.size() && cut.ends_with('\n');
    BOOST_TEST(next.has_value() == at_line, size);
    if (!next) BOOST_TEST((next.error().code() == errc::malformed));
  }
}

BOOST_AUTO_TEST_CASE(something_else_is_named_in_the_error) {
  for (const auto& other : {"\xff\xff\xff\xffprint\nBad rcon"s, "statusResponse\n"s, ""s,
                            head + "no settings\n", head + settings + "one two \"x\"\n",
                            head + settings + "99999999999 2 \"x\"\n", head + settings + "1\n"}) {
    quake3_query query("4711");
    BOOST_TEST(!query.take(other), other);
  }
  quake3_query query("4711");
  BOOST_TEST(query.take("\xff\xff\xff\xffprint\nx").error().message() ==
             "no answer to getstatus but '....print.x'");
}

BOOST_AUTO_TEST_CASE(values_are_found_by_their_key_and_not_by_another_value) {
  BOOST_TEST(info_value("\\a\\1\\b\\2", "b") == "2");
  BOOST_TEST(info_value("\\a\\b\\b\\2", "b") == "2");
  BOOST_TEST(info_value("\\a\\1\\b", "b") == "");
  BOOST_TEST(info_value("a\\1", "a") == "");
  BOOST_TEST(info_value("\\a\\\\b\\2", "a") == "");
  BOOST_TEST(info_value("\\a\\\\b\\2", "b") == "2");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
