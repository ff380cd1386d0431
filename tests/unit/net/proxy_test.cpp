#include "net/proxy.hpp"

#include "support/memory_stream.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

using namespace gamekeeper;
using namespace gamekeeper::net;

namespace {

using variables = std::map<std::string, std::string>;

std::string found(const variables& all, const std::string& to = "https://api.example.org") {
  const auto through = proxy_for(*parse_url(to), [&all](const char* name) {
    const auto each = all.find(name);
    return each == all.end() ? std::string() : each->second;
  });
  if (!through) return through.error().message();
  return *through ? (*through)->host + ":" + std::to_string((*through)->port) : "none";
}

struct asked : tests::world {
  tests::memory_stream stream;
  base::result<void> tunnel(const std::string& answer, proxy through = {"proxy", 3128, std::nullopt}) {
    stream.will_read(answer);
    const auto to = *parse_url("https://api.example.org/v1/x");
    return finish(open_tunnel(stream, through, to));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(net_proxy)

BOOST_AUTO_TEST_CASE(the_variables_of_curl_name_it_in_curls_order) {
  BOOST_TEST(found({}) == "none");
  BOOST_TEST(found({{"HTTPS_PROXY", "http://a:1"}}) == "a:1");
  BOOST_TEST(found({{"https_proxy", "b:2"}, {"HTTPS_PROXY", "http://a:1"}, {"ALL_PROXY", "c:3"}}) == "b:2");
  BOOST_TEST(found({{"https_proxy", ""}, {"ALL_PROXY", "HTTP://c:3/"}}) == "c:3");
  BOOST_TEST(found({{"all_proxy", "http://d"}}) == "d:1080");
  BOOST_TEST(found({{"HTTPS_PROXY", "http://[::1]:80"}}) == "::1:80");
  BOOST_TEST(found({{"HTTPS_PROXY", "http://a:1"}}, "http://127.0.0.1:9") == "none");
}

BOOST_AUTO_TEST_CASE(no_proxy_names_hosts_and_all_below_them) {
  const auto with = [](const std::string& list) {
    return found({{"HTTPS_PROXY", "a:1"}, {"no_proxy", list}});
  };
  for (const auto* list :
       {"*", "example.org", ".example.org", "x, API.example.org", "api.example.org,y", "x example.org"})
    BOOST_TEST(with(list) == "none", list);
  for (const auto* list : {"ample.org", "pi.example.org", "other", ",", "example.org.uk"})
    BOOST_TEST(with(list) == "a:1", list);
  BOOST_TEST(found({{"ALL_PROXY", "a:1"}, {"NO_PROXY", "example.org"}}) == "none");
}

BOOST_AUTO_TEST_CASE(another_kind_is_named_by_its_variable_and_its_password_is_not_shown) {
  for (const auto* text :
       {"socks5://user:hunter2@a:1", "https://user:hunter2@a:1", "http://user:hunter2@:x"}) {
    const auto why = found({{"ALL_PROXY", text}});
    BOOST_TEST(why.find("ALL_PROXY: a proxy is http://") != std::string::npos, why);
    BOOST_TEST(why.find("hunter2") == std::string::npos);
  }
}

BOOST_FIXTURE_TEST_CASE(a_tunnel_is_asked_for_by_the_hosts_name, asked) {
  BOOST_TEST(tunnel("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n").has_value());
  BOOST_TEST(stream.written() == "CONNECT api.example.org:443 HTTP/1.1\r\nHost: api.example.org:443\r\n\r\n");
}

BOOST_FIXTURE_TEST_CASE(a_name_and_a_password_are_sent_to_the_proxy, asked) {
  const auto through = proxy_for(*parse_url("https://api.example.org"), [](const char* name) {
    return std::string(name) == "HTTPS_PROXY" ? "http://Aladdin:open%20sesame@proxy:1" : "";
  });
  BOOST_REQUIRE(through.has_value());
  BOOST_TEST(tunnel("HTTP/1.0 200 \r\n\r\n", **through).has_value());
  BOOST_TEST(stream.written().find("Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n") !=
             std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_refusal_says_who_refused, asked) {
  const auto refused = tunnel("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  BOOST_REQUIRE(!refused.has_value());
  BOOST_CHECK(refused.error().code() == base::errc::unreachable);
  BOOST_TEST(refused.error().message() ==
             "the proxy proxy:3128 refused a tunnel to api.example.org:443: 407");
}

BOOST_FIXTURE_TEST_CASE(what_is_no_answer_or_none_at_all_is_unreachable, asked) {
  BOOST_TEST(!tunnel("SSH-2.0-x\r\n\r\n").has_value());
  BOOST_TEST(!tunnel("HTTP/1.1 200 OK\r\n").has_value());
  BOOST_TEST(!tunnel(std::string(base::limits::http_header_bytes + 1, 'x')).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
