#include "gamekeeper/check/watched_output.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::check;

namespace {

struct fixture {
  std::vector<guarded> secrets = secrets_of({"A_TOKEN=0123456789", "HOME=/home/somebody", "SHORT_KEY=1234567",
                                             "TLS_KEY=/etc/tls/key.pem", "API_TOKEN"});
  watched_output output{secrets};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(output_of_a_game, fixture)

BOOST_AUTO_TEST_CASE(only_long_values_of_secret_names_are_guarded) {
  BOOST_TEST_REQUIRE(secrets.size() == 1u);
  BOOST_TEST(secrets.front().variable == "A_TOKEN");
}

BOOST_AUTO_TEST_CASE(a_secret_is_found_wherever_the_pieces_are_cut_and_is_not_repeated) {
  for (const char c : std::string("using 0123456789 now\r\n")) output.take({&c, 1});
  output.take("0123456789\n");
  BOOST_TEST_REQUIRE(output.leaks().size() == 1u);
  BOOST_TEST(output.leaks().front() == "A_TOKEN: using *** now");
  for (const auto& line : output.last_lines()) BOOST_TEST(line.find("0123456789") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_last_line_without_an_end_counts) {
  output.take("no end 0123456789");
  BOOST_TEST(output.leaks().empty());
  output.finish();
  BOOST_TEST(output.leaks().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_line_that_never_ends_is_looked_at_in_pieces) {
  output.take(std::string(200'000, 'x'));
  BOOST_TEST_REQUIRE(!output.last_lines().empty());
  BOOST_TEST(output.last_lines().front().size() <= 4096u);
}

BOOST_AUTO_TEST_CASE(the_agents_lines_are_its_words_and_not_the_games) {
  output.take(
      R"({"time":"t","source":"gamekeeper","level":"info","message":"game started","pid":31,"command":"x"})"
      "\n"
      R"({"time":"t","source":"gamekeeper","level":"info","message":"the game is ready","by":"api"})"
      "\n"
      R"({"time":"t","source":"gamekeeper","level":"info","message":"game ended","how":"exited with code 3"})"
      "\n"
      R"({"time":"t","source":"gamekeeper","level":"error","message":"the socket","what":"is in use"})"
      "\n"
      R"({"source":"gamekeeper",)"
      "\n");
  BOOST_TEST(*output.agent().pid == 31);
  BOOST_TEST(output.agent().ready);
  BOOST_TEST(output.agent().ended == "exited with code 3");
  BOOST_TEST(output.agent().wrong.front() == "the socket: is in use");
  BOOST_TEST(output.last_lines().size() == 1u);  // what is no JSON is the game's
}

BOOST_AUTO_TEST_CASE(an_agents_line_behind_an_unfinished_one_of_the_game_is_heard) {
  output.take(
      R"(loading 90%... {"time":"t","source":"gamekeeper","level":"info","message":"game ended","how":"x"})"
      "\n"
      R"(chat: {"time":"t","source":"player"})"
      "\n");
  BOOST_TEST(output.agent().ended == "x");
  BOOST_TEST_REQUIRE(output.last_lines().size() == 2u);
  BOOST_TEST(output.last_lines().front() == "loading 90%... ");
  BOOST_TEST(output.last_lines().back() == R"(chat: {"time":"t","source":"player"})");
}

BOOST_AUTO_TEST_SUITE_END()
