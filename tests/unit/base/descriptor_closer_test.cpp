#include "base/descriptor_closer.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <future>
#include <vector>

using namespace gamekeeper::base;

namespace {

std::pair<unique_fd, unique_fd> connected() {
  std::array<int, 2> ends{};
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0);
  return {unique_fd(ends[0]), unique_fd(ends[1])};
}

bool has_ended(const unique_fd& other_end) {
  char byte = 0;
  return ::read(other_end.get(), &byte, 1) == 0;
}

/// Blocks until the other end is closed too.
void wait_for_end(const unique_fd& other_end) {
  pollfd waiting{other_end.get(), POLLIN, 0};
  BOOST_REQUIRE(::poll(&waiting, 1, 60'000) == 1);
  BOOST_REQUIRE(has_ended(other_end));
}

/// Closes that do not come back before they may, as those of a socket that lingers.
struct gate {
  std::promise<void> opened;
  std::shared_future<void> open{opened.get_future().share()};

  descriptor_closer::close_function waits() const {
    return [until = open](unique_fd descriptor) {
      until.wait();
      descriptor.reset();
    };
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(descriptor_closers)

BOOST_AUTO_TEST_CASE(whoever_closes_waits_for_none_of_it) {
  gate closing;
  auto [ours, others] = connected();
  auto [second, second_other] = connected();
  auto [third, third_other] = connected();
  descriptor_closer closer(closing.waits());
  closer.close(std::move(ours));
  std::vector<unique_fd> more;
  more.push_back(std::move(second));
  more.push_back(std::move(third));
  closer.close(std::move(more));
  BOOST_TEST(!has_ended(others));
  closing.opened.set_value();
  wait_for_end(others);
  wait_for_end(second_other);
  wait_for_end(third_other);
}

BOOST_AUTO_TEST_CASE(a_pipe_is_closed_at_once) {
  gate closing;
  std::array<int, 2> ends{};
  BOOST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
  const unique_fd read(ends[0]);
  descriptor_closer closer(closing.waits());
  closer.close(unique_fd(ends[1]));
  BOOST_TEST(has_ended(read));
}

BOOST_AUTO_TEST_CASE(what_is_too_much_to_wait_is_closed_without_lingering) {
  gate closing;
  descriptor_closer closer(closing.waits());
  // The thread may have taken the first out of the queue already.
  const int room = static_cast<int>(limits::descriptors_to_close) + 1;
  std::vector<unique_fd> others;
  for (int i = 0; i < room + 1; ++i) {
    auto [ours, other] = connected();
    others.push_back(std::move(other));
    closer.close(std::move(ours));
  }
  BOOST_TEST(has_ended(others.back()));
  BOOST_TEST(!has_ended(others.front()));
  closing.opened.set_value();
  for (const auto& each : others)
    if (!has_ended(each)) wait_for_end(each);
}

BOOST_AUTO_TEST_CASE(it_may_go_before_its_thread) {
  gate closing;
  auto [ours, other] = connected();
  { descriptor_closer(closing.waits()).close(std::move(ours)); }
  closing.opened.set_value();
  wait_for_end(other);
}

BOOST_AUTO_TEST_CASE(nothing_is_nothing_to_close) {
  descriptor_closer closer;
  closer.close(unique_fd());
  closer.close(std::vector<unique_fd>());
}

BOOST_AUTO_TEST_SUITE_END()
