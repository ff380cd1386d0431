#include "net/websocket.hpp"

#include "base/limits.hpp"
#include "net/websocket_frame.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::net;

namespace {

using bytes = std::string;

bytes client_frame(unsigned char first, std::size_t length, std::string_view masked_payload) {
  bytes out(1, static_cast<char>(first));
  if (length < 126) {
    out += static_cast<char>(0x80 | length);
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(length >> 8);
    out += static_cast<char>(length & 0xff);
  }
  return out.append(4, '\0').append(masked_payload);
}

std::optional<websocket_close> violation_of(std::string_view text) {
  websocket_parser parser;
  parser.feed(text);
  while (parser.next()) {
  }
  return parser.violation();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(websocket)

BOOST_AUTO_TEST_CASE(lengths_take_one_two_or_eight_bytes) {
  BOOST_TEST(websocket_frame(websocket_opcode::text, std::string(125, 'x')).substr(0, 2) == "\x81\x7d");
  BOOST_TEST(websocket_frame(websocket_opcode::text, std::string(126, 'x')).substr(0, 4) ==
             bytes("\x81\x7e\0\x7e", 4));
  BOOST_TEST(websocket_frame(websocket_opcode::text, std::string(65'536, 'x')).substr(0, 10) ==
             bytes("\x81\x7f\0\0\0\0\0\x01\0\0", 10));
}

BOOST_AUTO_TEST_CASE(a_frame_is_read_byte_by_byte_and_unmasked) {
  // RFC 6455, section 5.7.
  const bytes hello("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", 11);
  websocket_parser parser;
  for (std::size_t i = 0; i < hello.size(); ++i) {
    BOOST_TEST(!parser.next());
    parser.feed(hello.substr(i, 1));
  }
  const auto frame = parser.next().value();
  BOOST_TEST((frame.what == websocket_opcode::text));
  BOOST_TEST(frame.payload == "Hello");
  BOOST_TEST(!parser.next());
  BOOST_TEST(!parser.violation());
}

BOOST_AUTO_TEST_CASE(nothing_is_read_behind_a_close) {
  websocket_parser parser;
  const bytes ping = client_frame(0x89, 1, "x");
  parser.feed(client_frame(0x88, 2, "\x03\xe8") + ping);
  BOOST_TEST((parser.next().value().what == websocket_opcode::close));
  BOOST_TEST(!parser.next());
  parser.feed(ping);
  BOOST_TEST(!parser.next());
  BOOST_TEST(!parser.violation());
}

BOOST_AUTO_TEST_CASE(fragments_come_one_by_one_with_control_frames_between_them) {
  websocket_parser parser;
  parser.feed(client_frame(0x01, 1, "a") + client_frame(0x89, 0, "") + client_frame(0x80, 1, "b"));
  BOOST_TEST(parser.next()->payload == "a");
  BOOST_TEST((parser.next()->what == websocket_opcode::ping));
  BOOST_TEST(parser.next()->payload == "b");
  BOOST_TEST(!parser.violation());
}

BOOST_AUTO_TEST_CASE(what_is_against_the_rules_is_refused) {
  BOOST_TEST((violation_of("\x81\x01x") == websocket_close::protocol_error));                // no mask
  BOOST_TEST((violation_of(client_frame(0xc1, 0, "")) == websocket_close::protocol_error));  // reserved bit
  BOOST_TEST((violation_of(client_frame(0x83, 0, "")) == websocket_close::protocol_error));  // opcode 3
  BOOST_TEST((violation_of(client_frame(0x09, 0, "")) == websocket_close::protocol_error));  // ping in parts
  BOOST_TEST((violation_of(client_frame(0x89, 126, bytes(126, 'x'))) == websocket_close::protocol_error));
  BOOST_TEST((violation_of(client_frame(0x80, 0, "")) == websocket_close::protocol_error));  // no beginning
  BOOST_TEST((violation_of(client_frame(0x01, 0, "") + client_frame(0x81, 0, "")) ==
              websocket_close::protocol_error));
  BOOST_TEST((violation_of(client_frame(0x81, gamekeeper::base::limits::websocket_frame_bytes + 1, "")) ==
              websocket_close::too_large));
  BOOST_TEST(
      (violation_of(bytes("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10)) == websocket_close::too_large));
}

BOOST_AUTO_TEST_CASE(only_a_get_with_the_upgrade_asks_for_one) {
  http_request request("GET", "/");
  BOOST_TEST(!asks_for_websocket(request));
  request.headers.add("Upgrade", "WebSocket");
  BOOST_TEST(asks_for_websocket(request));
  request.method = "POST";
  BOOST_TEST(!asks_for_websocket(request));
}

BOOST_AUTO_TEST_CASE(another_version_or_no_key_is_refused) {
  http_request request("GET", "/");
  BOOST_TEST(accept_websocket(request, nullptr).error().message().starts_with("Sec-WebSocket-Version"));
  request.headers.add("Sec-WebSocket-Version", "13");
  request.headers.add("Sec-WebSocket-Key", "short");
  BOOST_TEST(accept_websocket(request, nullptr).error().message().starts_with("Sec-WebSocket-Key"));
}

BOOST_AUTO_TEST_SUITE_END()
