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

  base::result<http_codec::incoming_request> read() { return finish(codec.read_request()); }
  base::error refusal() {
    auto read_one = read();
    BOOST_TEST_REQUIRE(!read_one);
    return read_one.error();
  }
};

bool says(const base::error& why, std::string_view part) {
  return why.message().find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(codec_request, fixture)

BOOST_AUTO_TEST_CASE(a_request_is_read_however_it_is_cut_into_pieces) {
  stream.will_read_byte_by_byte(
      "PUT /v1/players?x=1 HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc");
  const auto got = read();
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->request.method == "PUT");
  BOOST_TEST(got->request.path() == "/v1/players");
  BOOST_TEST(got->request.query() == "x=1");
  BOOST_TEST(got->request.body == "abc");
  BOOST_TEST(got->request.headers.find("content-TYPE").value() == "text/plain");
  BOOST_TEST(got->request.headers.find("host").value() == "h");
  BOOST_TEST(!got->request.headers.find("Content-Length"));
  BOOST_TEST(got->keep_alive);
}

BOOST_AUTO_TEST_CASE(a_chunked_body_is_put_together_and_its_trailer_is_not_taken_for_headers) {
  stream.will_read_byte_by_byte(
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nAuthorization: "
      "late\r\nX-Late: 1\r\n\r\n");
  const auto got = read();
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->request.body == "abcde");
  BOOST_TEST(!got->request.headers.find("X-Late"));
  BOOST_TEST(!got->request.authorization);
}

BOOST_AUTO_TEST_CASE(pipelined_requests_come_out_one_by_one) {
  stream.will_read(
      "POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nxyGET /b HTTP/1.1\r\n\r\nGET /c HTTP/1.0\r\n\r\n");
  BOOST_TEST(read()->request.body == "xy");
  BOOST_TEST(codec.has_leftover());
  BOOST_TEST(finish(codec.wait_for_message()).value());
  BOOST_TEST(read()->request.target == "/b");
  const auto last = read();
  BOOST_TEST(last->request.target == "/c");
  BOOST_TEST(!last->keep_alive);
  BOOST_TEST((refusal().code() == errc::closed));
}

BOOST_AUTO_TEST_CASE(the_authorization_is_a_secret_and_no_header) {
  stream.will_read("GET / HTTP/1.1\r\nauthorization: token abc\r\n\r\n");
  const auto got = read();
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->request.authorization->matches("token abc"));
  BOOST_TEST(!got->request.headers.find("Authorization"));
}

BOOST_AUTO_TEST_CASE(an_end_before_a_request_is_orderly_and_inside_one_it_is_not) {
  BOOST_TEST(!finish(codec.wait_for_message()).value());
  BOOST_TEST((refusal().code() == errc::closed));
  for (const auto* cut :
       {"G", "GET / HTTP/1.1\r\nHost: h\r\n", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"}) {
    tests::memory_stream other;
    http_codec its(other, 100);
    other.will_read(cut);
    const auto got = finish(its.read_request());
    BOOST_TEST_REQUIRE(!got);
    BOOST_TEST((got.error().code() == errc::malformed), cut);
    BOOST_TEST(says(got.error(), "cut short"), cut);
  }
}

BOOST_AUTO_TEST_CASE(a_message_with_two_lengths_is_refused) {
  for (const auto* smuggled :
       {"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nContent-Length: -3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nabc",
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n"}) {
    tests::memory_stream other;
    http_codec its(other, 100);
    other.will_read(smuggled);
    const auto got = finish(its.read_request());
    BOOST_TEST_REQUIRE(!got, smuggled);
    BOOST_TEST((got.error().code() == errc::malformed), smuggled);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_http_is_malformed) {
  for (const auto* wrong : {"hello\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
                            "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\nHost: h\n\n",
                            "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03zzzzzz\r\n\r\n"}) {
    tests::memory_stream other;
    http_codec its(other, 100);
    other.will_read(wrong);
    const auto got = finish(its.read_request());
    BOOST_TEST_REQUIRE(!got, wrong);
    BOOST_TEST((got.error().code() == errc::malformed), wrong);
  }
}

BOOST_AUTO_TEST_CASE(a_body_past_the_limit_is_named_with_the_limit) {
  stream.will_read("POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n");
  const auto why = refusal();
  BOOST_TEST((why.code() == errc::too_large));
  BOOST_TEST(says(why, "body is longer than 100 bytes"));
  BOOST_TEST(!codec.header_too_large());
}

BOOST_AUTO_TEST_CASE(a_chunked_body_past_the_limit_is_refused_too) {
  stream.will_read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 21; ++i) stream.will_read("5\r\nabcde\r\n");
  const auto why = refusal();
  BOOST_TEST((why.code() == errc::too_large));
  BOOST_TEST(says(why, "body is longer than 100 bytes"));
}

BOOST_AUTO_TEST_CASE(a_header_past_the_limit_is_refused_in_one_piece_or_in_many) {
  const std::string field = "X-Filler: " + std::string(100, 'x') + "\r\n";
  tests::memory_stream whole;
  http_codec its(whole, 100);
  std::string all = "GET / HTTP/1.1\r\n";
  while (all.size() < base::limits::http_header_bytes) all += field;
  whole.will_read(all + "\r\n");
  const auto got = finish(its.read_request());
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST(says(got.error(), "header is longer than 16384 bytes"));
  BOOST_TEST(its.header_too_large());

  stream.will_read("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 10'000; ++i) stream.will_read(field);
  BOOST_TEST((refusal().code() == errc::too_large));
  BOOST_TEST(codec.header_too_large());
}

BOOST_AUTO_TEST_CASE(an_endless_chunk_line_or_trailer_is_refused) {
  stream.will_read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;");
  for (int i = 0; i < 1000; ++i) stream.will_read(std::string(100, 'x'));
  BOOST_TEST((refusal().code() == errc::too_large));

  tests::memory_stream other;
  http_codec its(other, 100);
  other.will_read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
  for (int i = 0; i < 1000; ++i) other.will_read("X: " + std::string(100, 'x') + "\r\n");
  const auto got = finish(its.read_request());
  BOOST_TEST_REQUIRE(!got);
  BOOST_TEST((got.error().code() == errc::too_large));
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_continue_gets_it_before_the_body) {
  stream.will_read("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  stream.will_read("abc");
  BOOST_TEST(read()->request.body == "abc");
  BOOST_TEST(stream.written() == "HTTP/1.1 100 Continue\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(no_continue_for_a_body_that_is_too_long) {
  stream.will_read("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3000\r\n\r\n");
  BOOST_TEST((refusal().code() == errc::too_large));
  BOOST_TEST(stream.written() == "");
}

BOOST_AUTO_TEST_SUITE_END()
