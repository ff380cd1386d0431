#include "base/unix_address.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>

using namespace gamekeeper::base;

BOOST_AUTO_TEST_SUITE(unix_addresses)

BOOST_AUTO_TEST_CASE(a_path_ends_with_a_zero_byte_and_an_abstract_name_begins_with_it) {
  const auto path = unix_address::parse("/run/x").value();
  BOOST_TEST(!path.is_abstract());
  BOOST_TEST(path.size() == offsetof(sockaddr_un, sun_path) + 7);
  const auto abstract = unix_address::parse("@name").value();
  BOOST_TEST(abstract.is_abstract());
  BOOST_TEST(abstract.size() == offsetof(sockaddr_un, sun_path) + 5);
  BOOST_TEST(std::string(abstract.generic()->sa_data, 5) == std::string("\0name", 5));
}

BOOST_AUTO_TEST_CASE(what_the_system_cannot_take_is_refused_with_the_limit) {
  BOOST_TEST(unix_address::parse(std::string(107, 'x')).has_value());
  const auto too_long = unix_address::parse(std::string(108, 'x'));
  BOOST_REQUIRE(!too_long.has_value());
  BOOST_TEST((too_long.error().code() == errc::invalid_input));
  BOOST_TEST(too_long.error().message().find("1 to 107 bytes") != std::string::npos);
  BOOST_TEST((unix_address::parse("").error().code() == errc::invalid_input));
  BOOST_TEST((unix_address::parse(std::string("/a\0b", 4)).error().code() == errc::invalid_input));
}

BOOST_AUTO_TEST_SUITE_END()
