#include "gamekeeper/run/game_environment.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::run;
using strings = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(game_environment_)

BOOST_AUTO_TEST_CASE(the_organisations_token_never_reaches_the_game) {
  const strings own{"PATH=/bin", "EDGEGAP_API_TOKEN=secret", "ARBITRIUM_DELETE_TOKEN=its-own",
                    "EDGEGAP_API_TOKENS=x"};
  BOOST_TEST(game_environment(own, {}) ==
                 (strings{"PATH=/bin", "ARBITRIUM_DELETE_TOKEN=its-own", "EDGEGAP_API_TOKENS=x"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_game_is_told_where_its_own_agent_listens) {
  const strings own{"GAMEKEEPER_SOCKET=/somebody/elses.sock", "A=1"};
  environment_changes with_socket;
  with_socket.socket_path = "/run/gamekeeper.sock";
  BOOST_TEST(game_environment(own, with_socket) == (strings{"A=1", "GAMEKEEPER_SOCKET=/run/gamekeeper.sock"}),
             boost::test_tools::per_element());
  BOOST_TEST(game_environment(own, {}) == strings{"A=1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_hidden_is_gone_and_what_is_extra_goes_over_the_rest) {
  const strings own{"ARBITRIUM_DELETE_URL=u",
                    "ARBITRIUM_DELETE_TOKEN=t",
                    "ARBITRIUM_REQUEST_ID=r",
                    "A=1",
                    "AB=2",
                    "HOME=/root"};
  environment_changes changes;
  changes.hidden = {"ARBITRIUM_DELETE_*", "A"};
  changes.extra = {"AB=3", "NEW=x=y"};
  changes.home = "/srv";
  BOOST_TEST(
      game_environment(own, changes) == (strings{"ARBITRIUM_REQUEST_ID=r", "HOME=/srv", "AB=3", "NEW=x=y"}),
      boost::test_tools::per_element());
  changes.hidden = {"*"};
  BOOST_TEST(game_environment(own, changes) == (strings{"HOME=/srv", "AB=3", "NEW=x=y"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_variable_is_found_by_its_whole_name) {
  const strings own{"AB=2", "A=1", "A=3", "EMPTY="};
  BOOST_TEST(*variable(own, "A") == "1");
  BOOST_TEST(*variable(own, "EMPTY") == "");
  BOOST_TEST(!variable(own, "B"));
}

BOOST_AUTO_TEST_CASE(a_variable_is_read_without_what_a_file_left_around_it_and_the_game_gets_it_as_it_is) {
  const strings own{"EDGEGAP_API_TOKENS=x", "EDGEGAP_API_TOKEN=\"t0ken\"\r", "MODE='a'"};
  BOOST_TEST(variable(own, "EDGEGAP_API_TOKEN").value() == "t0ken");
  BOOST_TEST(!variable(own, "EDGEGAP"));
  BOOST_TEST(game_environment(own, {}) == (strings{"EDGEGAP_API_TOKENS=x", "MODE='a'"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
