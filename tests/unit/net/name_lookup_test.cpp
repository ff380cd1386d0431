#include "net/name_lookup.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <resolv.h>

using namespace gamekeeper::net;

BOOST_AUTO_TEST_SUITE(name_lookup)

BOOST_AUTO_TEST_CASE(localhost_is_known_in_either_way) {
  for (const auto look_up : {look_up_name, look_up_name_briefly}) {
    const auto answer = look_up("localhost", 80);
    BOOST_TEST(!answer.failure);
    BOOST_TEST_REQUIRE(!answer.found.empty());
    BOOST_TEST(answer.found.front().address().is_loopback());
    BOOST_TEST(answer.found.front().port() == 80);
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_said_in_either_way) {
  for (const auto look_up : {look_up_name, look_up_name_briefly}) {
    const auto answer = look_up("no name at all", 80);
    BOOST_TEST(answer.failure == boost::asio::error::host_not_found);
    BOOST_TEST(answer.found.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_brief_lookup_leaves_the_image_s_own_patience_behind) {
  res_init();
  const auto retrans = _res.retrans;
  const auto retry = _res.retry;
  look_up_name_briefly("localhost", 80);
  BOOST_TEST(_res.retrans == retrans);
  BOOST_TEST(_res.retry == retry);
  BOOST_TEST((_res.options & RES_IGNTC) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
