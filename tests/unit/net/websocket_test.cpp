#include "net/websocket.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::net;

BOOST_AUTO_TEST_SUITE(websocket)

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
