#include "occupancy/a2s.hpp"

#include "base/limits.hpp"
#include "packets.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace gamekeeper::occupancy {

namespace {

namespace limits = base::limits;
using namespace packets;
using base::errc;
using step = datagram_query::step;

/// Takes the packets in turn and gives the count; a failure ends the test.
player_count answered(const std::vector<std::string>& all) {
  a2s_query query;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto next = query.take(all[i]);
    BOOST_REQUIRE_MESSAGE(next, (next ? "" : next.error().message()));
    BOOST_REQUIRE((*next == (i + 1 == all.size() ? step::done : step::wait)));
  }
  return query.answer();
}

const std::string long_info = info(9, 2, std::string(3000, 'x'));

}  // namespace

BOOST_AUTO_TEST_SUITE(a2s)

BOOST_AUTO_TEST_CASE(the_question_is_the_one_that_servers_know) {
  BOOST_TEST(a2s_query().request() == a2s_request);
  BOOST_TEST(a2s_query().waiting_for() == "an answer to A2S_INFO");
}

BOOST_AUTO_TEST_CASE(players_and_bots_are_read_from_todays_answer) {
  BOOST_TEST((answered({info(12, 5)}) == player_count{12, 5}));
  BOOST_TEST((answered({info(0, 0)}) == player_count{0, 0}));
  BOOST_TEST((answered({info(255, 255)}) == player_count{255, 255}));
}

BOOST_AUTO_TEST_CASE(goldsrcs_answer_is_read_with_and_without_a_mod) {
  BOOST_TEST((answered({old_info(7, 3, false)}) == player_count{7, 3}));
  BOOST_TEST((answered({old_info(7, 3, true)}) == player_count{7, 3}));
}

BOOST_AUTO_TEST_CASE(a_challenge_is_sent_back_and_the_answer_to_it_counts) {
  a2s_query query;
  BOOST_TEST((query.take(challenge).value() == step::ask));
  BOOST_TEST(query.request() == a2s_request + "\x4b\xa1\xd5\x22");
  BOOST_TEST((query.take(info(3, 0)).value() == step::done));
  BOOST_TEST((query.answer() == player_count{3, 0}));
}

BOOST_AUTO_TEST_CASE(a_server_that_answers_every_challenge_with_another_is_given_up) {
  a2s_query query;
  for (int i = 0; i < limits::a2s_challenges; ++i) {
    const auto next = plain + "A" + std::string(4, static_cast<char>('a' + i));
    BOOST_TEST((query.take(next).value() == step::ask));
    BOOST_TEST(query.request() == a2s_request + std::string(4, static_cast<char>('a' + i)));
  }
  const auto given_up = query.take(plain + "Azzzz");
  BOOST_REQUIRE(!given_up);
  BOOST_TEST(given_up.error().message() == "answers every challenge with another one");
}

// Behind the anti-cheat byte nothing is looked at: the name of the version and the extra data.
BOOST_AUTO_TEST_CASE(an_answer_cut_short_anywhere_before_the_count_is_safe_is_no_answer) {
  for (const auto& whole : {info(2, 1), old_info(2, 1, false), old_info(2, 1, true)}) {
    const bool today = whole[4] == 'I';
    const auto needed = today ? whole.find("1.0.0.22") : whole.size();
    for (std::size_t size = 0; size < needed; ++size) {
      a2s_query query;
      const auto next = query.take(whole.substr(0, size));
      BOOST_REQUIRE_MESSAGE(!next, size);
      BOOST_TEST((next.error().code() == errc::malformed));
    }
    BOOST_TEST((answered({whole.substr(0, needed)}) == player_count{2, 1}));
  }
}

BOOST_AUTO_TEST_CASE(something_else_is_named_in_the_error) {
  for (const auto& other :
       {plain + "D\2\0name"s, "HTTP/1.1 400 Bad Request"s, ""s, plain, challenge.substr(0, 7)}) {
    a2s_query query;
    const auto next = query.take(other);
    BOOST_REQUIRE(!next);
    BOOST_TEST((next.error().code() == errc::malformed));
  }
  a2s_query query;
  BOOST_TEST(query.take("HTTP/1.1 400").error().message() ==
             "no packet of a Source or GoldSrc server: 'HTTP/1.1 400'");
}

BOOST_AUTO_TEST_CASE(an_answer_in_several_packets_is_put_together_in_any_order) {
  for (auto parts :
       {source_parts(long_info, 1248), source_parts(long_info, 1248, false), goldsrc_parts(long_info, 1400),
        source_parts(long_info, 300), goldsrc_parts(long_info, 300)}) {
    std::sort(parts.begin(), parts.end());
    int orders = 0;
    do BOOST_TEST((answered(parts) == player_count{9, 2}));
    while (++orders < 50 && std::next_permutation(parts.begin(), parts.end()));
  }
}

BOOST_AUTO_TEST_CASE(a_packet_that_comes_twice_counts_once) {
  auto parts = source_parts(long_info, 1248);
  parts.insert(parts.begin(), parts.front());
  BOOST_TEST((answered(parts) == player_count{9, 2}));
}

BOOST_AUTO_TEST_CASE(a_packet_of_another_answer_starts_again) {
  const auto before = source_parts(long_info, 1248, true, "\5\0\0\0"s);
  auto parts = source_parts(long_info, 1248);
  parts.insert(parts.begin(), before.front());
  BOOST_TEST((answered(parts) == player_count{9, 2}));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_said) {
  a2s_query query;
  query.take(source_parts(long_info, 1248)[1]).value();
  BOOST_TEST(query.waiting_for() == "the rest of an answer to A2S_INFO in several packets (1 came)");
}

BOOST_AUTO_TEST_CASE(an_answer_without_end_is_given_up) {
  a2s_query query;
  for (std::size_t i = 0; i < limits::a2s_split_packets; ++i)
    BOOST_TEST((query.take(part + "\1\0\0\0\xff"s + static_cast<char>(i) + "\0\0x"s).value() == step::wait));
  const auto more = query.take(part + "\1\0\0\0\xff\x7f\0\0x"s);
  BOOST_REQUIRE(!more);
  BOOST_TEST((more.error().code() == errc::too_large));
  a2s_query large;
  BOOST_TEST((large.take(part + "\1\0\0\0\2\1\0\0"s + std::string(20'000, 'x')).value() == step::wait));
  BOOST_TEST(
      (large.take(part + "\1\0\0\0\2\0\0\0"s + std::string(20'000, 'x')).error().code() == errc::too_large));
}

BOOST_AUTO_TEST_CASE(parts_that_contradict_each_other_never_make_an_answer) {
  a2s_query query;
  auto parts = source_parts(long_info, 1248);
  auto other = parts[1];
  other.back() = 'y';
  BOOST_TEST((query.take(parts[0]).value() == step::wait));
  BOOST_TEST((query.take(parts[1]).value() == step::wait));
  BOOST_TEST((query.take(other).value() == step::wait));
  BOOST_TEST((query.take(parts[2]).value() == step::wait));
}

BOOST_AUTO_TEST_CASE(a_part_cut_short_is_no_part) {
  for (std::size_t size = 4; size < 10; ++size) {
    a2s_query query;
    BOOST_TEST((query.take((part + "\1\0\0\0\1\0"s).substr(0, size)).error().code() == errc::malformed));
  }
}

BOOST_AUTO_TEST_CASE(a_compressed_answer_is_refused_by_name) {
  a2s_query query;
  const auto refused = query.take(part + "\1\0\0\x80\2\0\xe0\4\0\1\0\0\1\2\3\4BZh91AY"s);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message() == "the answer is compressed with bzip2, which is not supported");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
