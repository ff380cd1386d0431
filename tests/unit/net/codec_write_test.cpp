#include "net/http_codec.hpp"
#include "support/memory_stream.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::net;
using base::errc;

namespace {

struct fixture : tests::world {
  tests::memory_stream stream;
  http_codec codec{stream, 100};

  base::result<void> write(const http_request& request) {
    return finish(codec.write_request(request, "h:8080"));
  }
  base::result<void> write(const http_response& response, bool keep_alive = true) {
    return finish(codec.write_response(response, keep_alive));
  }
  void read(std::string text) {
    stream.will_read(std::move(text));
    BOOST_TEST_REQUIRE(finish(codec.read_request()).has_value());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(codec_write, fixture)

BOOST_AUTO_TEST_CASE(a_request_goes_out_whole_in_one_write) {
  http_request request("DELETE", "/v1/stop?x=1");
  request.authorization = base::secret("token abc");
  request.headers.add("Accept", "application/json");
  BOOST_TEST(write(request).has_value());
  BOOST_TEST(stream.written() ==
             "DELETE /v1/stop?x=1 HTTP/1.1\r\nHost: h:8080\r\nAccept: application/json\r\nAuthorization: "
             "token abc\r\n\r\n");
  BOOST_TEST(stream.writes() == 1);
}

BOOST_AUTO_TEST_CASE(a_request_announces_its_body_and_an_empty_post_too) {
  http_request with_body("POST", "/");
  with_body.body = "abc";
  write(with_body).value();
  BOOST_TEST(stream.written() == "POST / HTTP/1.1\r\nHost: h:8080\r\nContent-Length: 3\r\n\r\nabc");
  tests::memory_stream other;
  http_codec its(other, 100);
  const http_request empty("POST", "/");
  finish(its.write_request(empty, "h")).value();
  BOOST_TEST(other.written() == "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(an_answer_goes_out_whole_in_one_write) {
  write(http_response(200, "text/plain", "hi")).value();
  BOOST_TEST(stream.written() ==
             "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi");
  BOOST_TEST(stream.writes() == 1);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_connection_is_announced_and_http_1_0_is_told_when_it_stays) {
  write(http_response(200), false).value();
  BOOST_TEST(stream.written() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  tests::memory_stream other;
  http_codec its(other, 100);
  other.will_read("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  BOOST_TEST(finish(its.read_request())->keep_alive);
  const http_response ok(200);
  finish(its.write_response(ok, true)).value();
  BOOST_TEST(other.written() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(head_gets_the_length_without_the_body_and_204_gets_neither) {
  read("HEAD / HTTP/1.1\r\n\r\n");
  write(http_response(200, "text/plain", "hello")).value();
  BOOST_TEST(stream.written() == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n");
  tests::memory_stream other;
  http_codec its(other, 100);
  http_response none(204);
  none.body = "ignored";
  finish(its.write_response(none, true)).value();
  BOOST_TEST(other.written() == "HTTP/1.1 204 No Content\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(nothing_that_would_forge_a_header_or_a_request_is_ever_written) {
  std::vector<http_request> forged;
  forged.emplace_back("GET", "/ HTTP/1.1\r\nX: y");
  forged.emplace_back("GET /x", "/");
  forged.emplace_back("GET", "");
  forged.emplace_back("GET", "/");
  forged.back().headers.add("X", "a\r\nEvil: 1");
  forged.emplace_back("GET", "/");
  forged.back().headers.add("X\r\nEvil", "1");
  forged.emplace_back("GET", "/");
  forged.back().headers.add("X", std::string("a\0b", 3));
  forged.emplace_back("GET", "/");
  forged.back().authorization = base::secret("token hunter2\nEvil: 1");
  for (const auto* ours : {"Host", "content-length", "Transfer-Encoding", "Connection", "Authorization"}) {
    forged.emplace_back("GET", "/");
    forged.back().headers.add(ours, "5");
  }
  for (const auto& request : forged) {
    const auto written = write(request);
    BOOST_TEST_REQUIRE(!written);
    BOOST_TEST((written.error().code() == errc::invalid_input));
    BOOST_TEST(written.error().message().find("hunter2") == std::string::npos);
  }
  http_response response(200);
  response.headers.add("Location", "/a\nSet-Cookie: x");
  BOOST_TEST(!write(response));
  BOOST_TEST(!write(http_response(42)));
  BOOST_TEST(stream.written() == "");
}

BOOST_AUTO_TEST_SUITE_END()
