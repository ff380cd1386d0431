#include "base/secret_names.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::base;

BOOST_AUTO_TEST_SUITE(secret_names)

BOOST_AUTO_TEST_CASE(words_that_name_a_secret) {
  for (auto name : {"ARBITRIUM_DELETE_TOKEN", "AWS_SECRET_ACCESS_KEY", "db_password", "STEAM_API_KEY",
                    "MM_TICKET_x1", "MM_MATCH_ID", "SESSION_COOKIE", "TOKEN"})
    BOOST_TEST(names_a_secret(name), name);
  for (auto name :
       {"PATH", "PWD", "OLDPWD", "MONKEY", "AUTHOR", "KEYBOARD_LAYOUT", "ARBITRIUM_REQUEST_ID", "", "_"})
    BOOST_TEST(!names_a_secret(name), name);
}

BOOST_AUTO_TEST_CASE(a_value_is_shown_whole_but_for_what_is_secret) {
  BOOST_TEST(shown_value("A_TOKEN", "12345678") == "*** (8 bytes)");
  BOOST_TEST(shown_value("A_TOKEN", "") == "");
  BOOST_TEST(shown_value("ARBITRIUM_DELETE_URL", "https://host/x") == "*** (14 bytes)");
  BOOST_TEST(shown_value("ARBITRIUM_MAP", "https://me:pw@host/x@y") == "https://***@host/x@y");
  BOOST_TEST(shown_value("ARBITRIUM_MAP", std::string(500, 'x')) == std::string(500, 'x'));
}

BOOST_AUTO_TEST_CASE(variables_are_shown_without_what_is_secret) {
  BOOST_TEST(shown_variable("A_TOKEN=12345678") == "A_TOKEN=*** (8 bytes)");
  BOOST_TEST(shown_variable("A_TOKEN=") == "A_TOKEN=");
  BOOST_TEST(shown_variable("A_TOKEN") == "A_TOKEN=");
  BOOST_TEST(shown_variable("URL=https://me:pw@host/x@y") == "URL=https://***@host/x@y");
  BOOST_TEST(shown_variable("URL=https://host/x@y") == "URL=https://host/x@y");
  BOOST_TEST(shown_variable("ARBITRIUM_DELETE_URL=https://host/x") == "ARBITRIUM_DELETE_URL=*** (14 bytes)");
  BOOST_TEST(shown_variable("ARBITRIUM_CONTEXT_URL=https://host/x") ==
             "ARBITRIUM_CONTEXT_URL=*** (14 bytes)");
  BOOST_TEST(shown_variable("IP=1.2\x1b[31m\xc2\x9b") == "IP=1.2?[31m?");
  BOOST_TEST(shown_variable("LONG=123456", 3) == "LONG=123...");
}

BOOST_AUTO_TEST_SUITE_END()
