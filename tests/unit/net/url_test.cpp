#include "net/url.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace gamekeeper::net;
using gamekeeper::base::errc;

namespace {

std::string refusal(std::string_view text) {
  const auto parsed = parse_url(text);
  BOOST_TEST_REQUIRE(!parsed);
  BOOST_TEST((parsed.error().code() == errc::invalid_input));
  return parsed.error().message();
}

bool says(const std::string& message, std::string_view part) {
  return message.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(url_)

BOOST_AUTO_TEST_CASE(a_whole_address_is_taken_apart) {
  const auto parsed = parse_url("HTTPS://API.Example.com:8443/v1/x?a=b&c");
  BOOST_TEST_REQUIRE(parsed.has_value());
  BOOST_TEST(parsed->scheme == "https");
  BOOST_TEST(parsed->host == "api.example.com");
  BOOST_TEST(parsed->port == 8443);
  BOOST_TEST(parsed->target == "/v1/x?a=b&c");
  BOOST_TEST(parsed->authority() == "api.example.com:8443");
  BOOST_TEST(parsed->origin() == "https://api.example.com:8443");
  BOOST_TEST(parsed->str() == "https://api.example.com:8443/v1/x?a=b&c");
  BOOST_TEST(parsed->with_target("/y").str() == "https://api.example.com:8443/y");
}

BOOST_AUTO_TEST_CASE(what_is_left_out_gets_its_default) {
  BOOST_TEST(parse_url("https://h")->port == 443);
  BOOST_TEST(parse_url("http://h")->port == 80);
  BOOST_TEST(parse_url("https://h")->target == "/");
  BOOST_TEST(parse_url("https://h?q=1")->target == "/?q=1");
  BOOST_TEST(parse_url("https://h:443/")->authority() == "h");
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_loses_its_brackets_and_gets_them_back) {
  const auto parsed = parse_url("http://[::1]:8080/x");
  BOOST_TEST_REQUIRE(parsed.has_value());
  BOOST_TEST(parsed->host == "::1");
  BOOST_TEST(parsed->authority() == "[::1]:8080");
  BOOST_TEST(parsed->origin() == "http://[::1]:8080");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_an_address_is_named) {
  BOOST_TEST(says(refusal("example.com/x"), "no scheme"));
  BOOST_TEST(says(refusal("ftp://example.com"), "'ftp'"));
  BOOST_TEST(says(refusal("https://"), "no host"));
  BOOST_TEST(says(refusal("https:///x"), "no host"));
  BOOST_TEST(says(refusal("https://h:0/"), "'0'"));
  BOOST_TEST(says(refusal("https://h:65536/"), "65535"));
  BOOST_TEST(says(refusal("https://h:8x/"), "'8x'"));
  BOOST_TEST(says(refusal("https://h:/"), "port"));
  BOOST_TEST(says(refusal("https://h/a b"), "space"));
  BOOST_TEST(says(refusal("https://h/a\r\nX: y"), "control character"));
  BOOST_TEST(says(refusal("https://h/#top"), "fragment"));
  BOOST_TEST(says(refusal("https://h\\@evil/"), "backslash"));
  BOOST_TEST(says(refusal("https://[::1/"), "']'"));
  BOOST_TEST(says(refusal("https://[::1]x/"), "']'"));
  BOOST_TEST(says(refusal("https://[example.com]/"), "IPv6"));
  BOOST_TEST(says(refusal("https://h%41/"), "host"));
}

BOOST_AUTO_TEST_CASE(credentials_in_an_address_are_refused_and_not_repeated) {
  const auto message = refusal("https://admin:hunter2@example.com/");
  BOOST_TEST(says(message, "password"));
  BOOST_TEST(!says(message, "hunter2"));
}

BOOST_AUTO_TEST_CASE(plain_http_is_trusted_on_this_machine_only) {
  for (const auto* mine :
       {"http://127.0.0.1/", "http://127.8.9.1:1/", "http://localhost/", "http://[::1]/", "https://x.org/"})
    BOOST_TEST(parse_trusted_url(mine).has_value(), mine);
  for (const auto* theirs : {"http://x.org/", "http://127.evil.org/", "http://localhost.evil.org/",
                             "http://10.0.0.1/", "http://0.0.0.0/", "http://127.1/", "http://[::2]/"})
    BOOST_TEST(!parse_trusted_url(theirs).has_value(), theirs);
}

BOOST_AUTO_TEST_CASE(percent_encoding_keeps_only_unreserved_characters) {
  BOOST_TEST(percent_encode("aZ0-._~") == "aZ0-._~");
  BOOST_TEST(percent_encode("a/b c?ü+") == "a%2Fb%20c%3F%C3%BC%2B");
  const std::string every_byte = [] {
    std::string out;
    for (int i = 0; i < 256; ++i) out += static_cast<char>(i);
    return out;
  }();
  BOOST_TEST((percent_decode(percent_encode(every_byte)).value() == every_byte));
}

BOOST_AUTO_TEST_CASE(a_cut_or_wrong_escape_is_refused_with_its_place) {
  BOOST_TEST(percent_decode("a+b%2f").value() == "a+b/");
  for (const auto* wrong : {"ab%", "ab%4", "ab%zz", "ab%%4"}) {
    const auto decoded = percent_decode(wrong);
    BOOST_TEST_REQUIRE(!decoded);
    BOOST_TEST(says(decoded.error().message(), "byte 2"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
