#include "base/received_message.hpp"

#include "support/sent_descriptors.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

using namespace gamekeeper;
using namespace gamekeeper::base;

namespace {

struct connected {
  unique_fd ours;
  unique_fd others;
  explicit connected(int type) {
    std::array<int, 2> ends{};
    BOOST_REQUIRE(::socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0);
    ours.reset(ends[0]);
    others.reset(ends[1]);
  }
};

bool is_open(const unique_fd& descriptor) {
  return ::fcntl(descriptor.get(), F_GETFD) >= 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(received_messages)

BOOST_AUTO_TEST_CASE(nothing_there_is_nothing) {
  const connected pair(SOCK_DGRAM);
  std::array<char, 8> text{};
  BOOST_TEST(!receive_message(pair.ours.get(), text));
  BOOST_TEST(errno == EAGAIN);
}

BOOST_AUTO_TEST_CASE(a_datagram_tells_its_sender_and_whether_it_was_cut) {
  const connected pair(SOCK_DGRAM);
  const int on = 1;
  BOOST_REQUIRE(::setsockopt(pair.ours.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) == 0);
  std::array<char, 4> text{};
  BOOST_REQUIRE(::send(pair.others.get(), "abcd", 4, 0) == 4);
  BOOST_REQUIRE(::send(pair.others.get(), "abcde", 5, 0) == 5);
  const auto whole = receive_message(pair.ours.get(), text);
  BOOST_REQUIRE(whole.has_value());
  BOOST_TEST(whole->bytes == 4u);
  BOOST_TEST(!whole->cut);
  BOOST_REQUIRE(whole->sender.has_value());
  BOOST_TEST(whole->sender->pid == ::getpid());
  BOOST_TEST(whole->sender->uid == ::geteuid());
  BOOST_TEST(receive_message(pair.ours.get(), text)->cut);
}

BOOST_AUTO_TEST_CASE(every_descriptor_that_comes_along_is_the_callers) {
  for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
    const connected pair(type);
    tests::send_with_descriptors(pair.others.get(), "x",
                                 std::vector<int>(253, pair.others.get()));  // SCM_MAX_FD
    std::array<char, 8> text{};
    const auto one = receive_message(pair.ours.get(), text);
    BOOST_REQUIRE(one.has_value());
    BOOST_TEST(one->bytes == 1u);
    BOOST_REQUIRE(one->descriptors.size() == 253u);
    for (const auto& each : one->descriptors) BOOST_TEST(is_open(each));
    BOOST_TEST((::fcntl(one->descriptors[0].get(), F_GETFD) & FD_CLOEXEC) != 0);
  }
}

BOOST_AUTO_TEST_CASE(the_end_of_a_stream_has_no_bytes) {
  connected pair(SOCK_STREAM);
  pair.others.reset();
  std::array<char, 8> text{};
  const auto end = receive_message(pair.ours.get(), text);
  BOOST_REQUIRE(end.has_value());
  BOOST_TEST(end->bytes == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
