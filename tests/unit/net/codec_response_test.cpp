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

  base::result<http_codec::incoming_response> read(std::string method = "GET") {
    return finish(codec.read_response(std::move(method)));
  }
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

BOOST_FIXTURE_TEST_SUITE(codec_response, fixture)

BOOST_AUTO_TEST_CASE(an_answer_is_read_byte_by_byte) {
  stream.will_read_byte_by_byte("HTTP/1.1 202 Accepted\r\nRetry-After: 3\r\nContent-Length: 2\r\n\r\nok");
  const auto got = read();
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->response.status == 202);
  BOOST_TEST(got->response.body == "ok");
  BOOST_TEST(got->response.headers.find("retry-after").value() == "3");
  BOOST_TEST(got->keep_alive);
  BOOST_TEST(codec.message_started());
}

BOOST_AUTO_TEST_CASE(a_status_needs_no_reason_and_no_space_for_one) {
  for (const std::string status : {"HTTP/1.1 201", "HTTP/1.0 201 ", "HTTP/1.1 201 Reason"}) {
    const auto answer = "HTTP/1.1 103\r\n\r\n" + status + "\r\nContent-Length: 2\r\n\r\nok";
    for (const bool at_once : {true, false}) {
      tests::memory_stream from;
      http_codec its(from, 100);
      at_once ? from.will_read(answer) : from.will_read_byte_by_byte(answer);
      const auto got = finish(its.read_response("GET"));
      BOOST_TEST_REQUIRE(got.has_value(), status);
      BOOST_TEST(got->response.status == 201);
      BOOST_TEST(got->response.body == "ok");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_status_line_that_is_none_stays_malformed) {
  for (const auto* line :
       {"HTTP/1.1 20\r\n\r\n", "HTTP/1.1 2000\r\n\r\n", "HTTP/2.0 200\r\n\r\n", "HTTP/1.1 200\rx\r\n\r\n"}) {
    tests::memory_stream from;
    http_codec its(from, 100);
    from.will_read(line);
    const auto got = finish(its.read_response("GET"));
    BOOST_TEST_REQUIRE(!got, line);
    BOOST_TEST((got.error().code() == errc::malformed));
  }
}

BOOST_AUTO_TEST_CASE(an_unframed_body_ends_with_an_orderly_end_only) {
  stream.will_read("HTTP/1.1 200 OK\r\n\r\nall of");
  stream.will_read(" it");
  const auto got = read();
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->response.body == "all of it");
  BOOST_TEST(!got->keep_alive);

  tests::memory_stream broken;
  http_codec its(broken, 100);
  broken.will_read("HTTP/1.1 200 OK\r\n\r\nall of");
  broken.fail_at_end(base::error(errc::unreachable, "reset"));
  const auto cut = finish(its.read_response("GET"));
  BOOST_TEST_REQUIRE(!cut);
  BOOST_TEST((cut.error().code() == errc::malformed));
  BOOST_TEST(says(cut.error(), "cut short: reset"));
}

BOOST_AUTO_TEST_CASE(a_body_shorter_than_announced_was_cut_short) {
  stream.will_read("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello");
  const auto why = refusal();
  BOOST_TEST((why.code() == errc::malformed));
  BOOST_TEST(says(why, "cut short"));
}

BOOST_AUTO_TEST_CASE(an_end_or_a_reset_before_the_first_byte_keeps_its_kind) {
  BOOST_TEST((refusal().code() == errc::closed));
  BOOST_TEST(!codec.message_started());
  stream.fail_at_end(base::error(errc::unreachable, "reset"));
  BOOST_TEST((refusal().code() == errc::unreachable));
}

BOOST_AUTO_TEST_CASE(giving_up_in_the_middle_is_not_the_peers_fault) {
  stream.will_read("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello");
  stream.fail_at_end(base::error(errc::cancelled, "closed by us"));
  BOOST_TEST((refusal().code() == errc::cancelled));
}

BOOST_AUTO_TEST_CASE(answers_without_a_body_leave_the_connection_usable) {
  stream.will_read("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n");
  stream.will_read("HTTP/1.1 204 No Content\r\n\r\n");
  stream.will_read("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
  const auto head = read("HEAD");
  BOOST_TEST_REQUIRE(head.has_value());
  BOOST_TEST(head->response.body == "");
  BOOST_TEST(head->keep_alive);
  BOOST_TEST(read()->response.status == 204);
  BOOST_TEST(read()->response.status == 304);
}

BOOST_AUTO_TEST_CASE(interim_answers_are_passed_over) {
  stream.will_read(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 "
      "OK\r\nContent-Length: 1\r\n\r\nx");
  const auto got = read();
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->response.status == 200);
  BOOST_TEST(!got->response.headers.find("Link"));
}

BOOST_AUTO_TEST_CASE(a_body_past_the_limit_is_refused_however_it_is_framed) {
  const std::string big(101, 'x');
  for (const auto& framed :
       {"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + big, "HTTP/1.1 200 OK\r\n\r\n" + big,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + big + "\r\n0\r\n\r\n"}) {
    tests::memory_stream other;
    http_codec its(other, 100);
    other.will_read_byte_by_byte(framed);
    const auto got = finish(its.read_response("GET"));
    BOOST_TEST_REQUIRE(!got);
    BOOST_TEST((got.error().code() == errc::too_large));
    BOOST_TEST(says(got.error(), "100 bytes"));
  }
}

BOOST_AUTO_TEST_CASE(connection_close_is_heard) {
  stream.will_read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  BOOST_TEST(!read()->keep_alive);
}

BOOST_AUTO_TEST_SUITE_END()
