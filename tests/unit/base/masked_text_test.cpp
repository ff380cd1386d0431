#include "base/masked_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::base;

BOOST_AUTO_TEST_SUITE(masked_text)

BOOST_AUTO_TEST_CASE(an_assignment_keeps_its_name) {
  BOOST_TEST(mask_assignment("DB=a=b") == "DB=***");
  BOOST_TEST(mask_assignment("DB=") == "DB=");
}

BOOST_AUTO_TEST_CASE(an_address_keeps_its_host) {
  BOOST_TEST(mask_address("ended=https://me:pw@host:1/a?b=c") == "ended=https://***@host:1/***");
  BOOST_TEST(mask_address("0s http=http://127.0.0.1:9?key=1") == "0s http=http://127.0.0.1:9/***");
  BOOST_TEST(mask_address("*=https://host/") == "*=https://host/");
  BOOST_TEST(mask_address("0s line=quit") == "0s line=quit");
}

BOOST_AUTO_TEST_CASE(what_is_no_path_may_be_the_secret_itself) {
  BOOST_TEST(mask_unless_path("/run/secrets/token") == "/run/secrets/token");
  BOOST_TEST(mask_unless_path("abc") == "***");
  BOOST_TEST(mask_unless_path("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
