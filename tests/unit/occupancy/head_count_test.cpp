#include "occupancy/head_count.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::occupancy {

namespace {

/// What a count that follows the answers says after the last of them.
reading after(bot_rule rule, std::initializer_list<player_count> answers) {
  head_count people(rule);
  reading last;
  for (const auto& each : answers) last = people.take(each, base::time_point{});
  return last;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(head_counts)

BOOST_AUTO_TEST_CASE(bots_are_left_out) {
  BOOST_TEST(after(bot_rule::leave_out, {{12, 5}}).players == 7);
  BOOST_TEST((after(bot_rule::leave_out, {{0, 0}}).what == presence::none));
  BOOST_TEST((after(bot_rule::included, {{5, 5}}).what == presence::none));
  BOOST_TEST(after(bot_rule::count, {{5, 5}}).players == 5);
}

BOOST_AUTO_TEST_CASE(that_bots_stand_apart_is_remembered) {
  BOOST_TEST(after(bot_rule::leave_out, {{1, 7}}).players == 1);
  BOOST_TEST((after(bot_rule::leave_out, {{0, 8}}).what == presence::none));
  BOOST_TEST(after(bot_rule::leave_out, {{0, 8}, {4, 4}}).players == 4);
  BOOST_TEST(after(bot_rule::leave_out, {{1, 7}, {7, 1}}).players == 7);
  BOOST_TEST(after(bot_rule::apart, {{4, 4}}).players == 4);
}

BOOST_AUTO_TEST_CASE(as_many_bots_as_players_is_a_doubt_and_no_empty_server) {
  const auto seen = after(bot_rule::leave_out, {{4, 4}});
  BOOST_TEST((seen.what == presence::unknown));
  BOOST_TEST(seen.doubt.find("/included") != std::string::npos);
  BOOST_TEST((after(bot_rule::leave_out, {{5, 2}, {2, 2}}).what == presence::unknown));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
