#include "net/unix_stream.hpp"

#include "support/sent_descriptors.hpp"
#include "world.hpp"

#include <boost/asio/local/connect_pair.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <future>
#include <string_view>
#include <utility>

using namespace gamekeeper;
using namespace gamekeeper::net;
using base::errc;
using local = boost::asio::local::stream_protocol;

namespace {

/// One connection, and a closer whose thread waits until it is let go.
struct fixture : tests::world {
  std::promise<void> opened;
  std::shared_future<void> may_close{opened.get_future().share()};
  base::descriptor_closer closer{[until = may_close](base::unique_fd descriptor) {
    until.wait();
    descriptor.reset();
  }};
  local::socket peer{loop};
  std::unique_ptr<byte_stream> stream;
  std::array<char, 16> text{};

  fixture() {
    local::socket ours{loop};
    boost::asio::local::connect_pair(ours, peer);
    peer.non_blocking(true);
    stream = unix_stream(std::move(ours), closer);
  }
  ~fixture() { let_close(); }

  void let_close() {
    if (!std::exchange(is_let_go, true)) opened.set_value();
  }
  base::result<std::size_t> read() { return finish(stream->read_some(boost::asio::buffer(text))); }

  bool is_let_go = false;
};

/// A connection whose one end is sent away with `bytes`; the other end tells when it was closed.
base::unique_fd send_connection(local::socket& socket, std::string_view bytes) {
  std::array<int, 2> ends{};
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0);
  const base::unique_fd sent(ends[1]);
  tests::send_with_descriptors(socket.native_handle(), bytes, {sent.get()});
  return base::unique_fd(ends[0]);
}

/// Blocks until the other end is closed; false when it is not within a minute.
bool is_closed_in_the_end(const base::unique_fd& other_end) {
  const int flags = ::fcntl(other_end.get(), F_GETFL);
  ::fcntl(other_end.get(), F_SETFL, flags & ~O_NONBLOCK);
  const timeval minute{60, 0};
  ::setsockopt(other_end.get(), SOL_SOCKET, SO_RCVTIMEO, &minute, sizeof(minute));
  char byte = 0;
  return ::recv(other_end.get(), &byte, 1, 0) == 0;
}

bool is_open(const base::unique_fd& other_end) {
  char byte = 0;
  return ::recv(other_end.get(), &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(unix_streams, fixture)

BOOST_AUTO_TEST_CASE(bytes_come_and_go_and_the_end_is_told) {
  auto pending = start(stream->read_some(boost::asio::buffer(text)));
  settle();
  BOOST_TEST(!pending->has_value());
  boost::asio::write(peer, boost::asio::buffer("hello", 5));
  until([&] { return pending->has_value(); });
  BOOST_TEST(std::string(text.data(), ***pending).substr(0, 5) == "hello");
  BOOST_TEST(finish(stream->write(boost::asio::buffer("answer", 6))).has_value());
  std::array<char, 6> answer{};
  boost::asio::read(peer, boost::asio::buffer(answer));
  BOOST_TEST(std::string(answer.data(), 6) == "answer");
  peer.close();
  BOOST_TEST(*read() == 0u);
}

BOOST_AUTO_TEST_CASE(a_descriptor_among_the_bytes_is_closed_by_the_closer) {
  const auto other_end = send_connection(peer, "GET");
  BOOST_TEST(*read() == 3u);  // though its close does not come back
  BOOST_TEST(is_open(other_end));
  let_close();
  BOOST_TEST(is_closed_in_the_end(other_end));
}

BOOST_AUTO_TEST_CASE(what_nobody_has_read_is_closed_by_the_closer_with_the_connection) {
  const auto other_end = send_connection(peer, "GET");
  stream->close();
  BOOST_TEST(is_open(other_end));
  let_close();
  BOOST_TEST(is_closed_in_the_end(other_end));
}

BOOST_AUTO_TEST_CASE(a_stream_that_goes_away_leaves_what_is_unread_to_the_closer_too) {
  const auto other_end = send_connection(peer, "GET");
  stream.reset();
  BOOST_TEST(is_open(other_end));
  let_close();
  BOOST_TEST(is_closed_in_the_end(other_end));
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_turned_away_unread_is_left_to_the_closer) {
  local::socket ours{loop};
  local::socket others{loop};
  boost::asio::local::connect_pair(ours, others);
  const auto other_end = send_connection(others, "GET");
  close_unread(ours, closer);
  BOOST_TEST(!ours.is_open());
  BOOST_TEST(is_open(other_end));
  let_close();
  BOOST_TEST(is_closed_in_the_end(other_end));
}

BOOST_AUTO_TEST_CASE(a_connection_with_nothing_unread_closes_at_once) {
  stream->close();
  stream->close();
  char byte = 0;
  BOOST_TEST(::recv(peer.native_handle(), &byte, 1, 0) == 0);
  BOOST_TEST((read().error().code() == errc::cancelled));
}

BOOST_AUTO_TEST_CASE(nothing_can_be_sent_to_it_once_it_is_closed) {
  boost::asio::write(peer, boost::asio::buffer("x", 1));
  stream->close();
  BOOST_TEST(::send(peer.native_handle(), "y", 1, MSG_NOSIGNAL) == -1);
  BOOST_TEST(errno == EPIPE);
}

BOOST_AUTO_TEST_CASE(reading_can_be_stopped_and_writing_goes_on) {
  auto pending = start(stream->read_some(boost::asio::buffer(text)));
  settle();
  stream->stop_reading();
  until([&] { return pending->has_value(); });
  BOOST_TEST(((*pending)->error().code() == errc::cancelled));
  BOOST_TEST((read().error().code() == errc::cancelled));
  BOOST_TEST(finish(stream->write(boost::asio::buffer("bye", 3))).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
