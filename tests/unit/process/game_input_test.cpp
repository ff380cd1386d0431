#include "process/game_input.hpp"

#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <climits>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

std::string read_now(int fd) {
  std::string text;
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  char bytes[65536];
  for (ssize_t count; (count = ::read(fd, bytes, sizeof(bytes))) > 0;)
    text.append(bytes, static_cast<std::size_t>(count));
  return text;
}

struct ours {
  caller_signals restored;
  process::signal_block block;
  boost::asio::io_context loop{1};
  int ends[2] = {-1, -1};
  ours() { BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0); }
  ~ours() {
    ::close(ends[0]);
    close_write();
  }
  void close_write() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
  void type(std::string_view text) {
    BOOST_REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    turn();
  }
  void turn() {
    loop.restart();
    loop.poll();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(game_inputs)

BOOST_AUTO_TEST_CASE(our_stdin_is_passed_on_and_a_line_comes_between_lines) {
  ours o;
  process::game_input input(o.loop.get_executor(), o.ends[0]);
  const auto game = input.open().value();
  o.turn();
  o.type("say hello\nhalf a");
  BOOST_TEST(read_now(game.get()) == "say hello\nhalf a");
  BOOST_TEST(input.write_line("quit").has_value());
  BOOST_TEST(read_now(game.get()) == "\nquit\n");
  BOOST_TEST(input.write_line("quit").has_value());
  BOOST_TEST(read_now(game.get()) == "quit\n");
}

BOOST_AUTO_TEST_CASE(the_pipe_stays_open_when_our_stdin_ends) {
  ours o;
  process::game_input input(o.loop.get_executor(), o.ends[0]);
  const auto game = input.open().value();
  o.type("last");
  o.close_write();
  o.turn();
  BOOST_TEST(read_now(game.get()) == "last");
  char byte;
  BOOST_TEST(::read(game.get(), &byte, 1) == -1);  // not the end
  BOOST_TEST(input.write_line("quit").has_value());
  BOOST_TEST(read_now(game.get()) == "\nquit\n");
}

BOOST_AUTO_TEST_CASE(a_file_as_stdin_is_passed_on_as_far_as_the_game_reads) {
  temporary_folder files;
  const std::string text(300'000, 'x');
  const base::unique_fd file(::open(files.write("input", text).c_str(), O_RDONLY | O_CLOEXEC));
  ours o;
  process::game_input input(o.loop.get_executor(), file.get());
  const auto game = input.open().value();
  BOOST_TEST((input.write_line("quit").error().code() == base::errc::busy));
  std::string all;
  for (int turn = 0; turn < 1000 && all.size() < text.size(); ++turn) {
    all += read_now(game.get());
    o.turn();
  }
  BOOST_TEST((all == text));
  BOOST_TEST(input.write_line("quit").has_value());
}

BOOST_AUTO_TEST_CASE(a_game_that_does_not_listen_is_told_apart_from_one_that_is_busy) {
  ours o;
  process::game_input input(o.loop.get_executor(), o.ends[0]);
  BOOST_TEST((input.write_line("quit").error().code() == base::errc::closed));
  auto game = input.open().value();
  BOOST_TEST((input.write_line(std::string(PIPE_BUF, 'x')).error().code() == base::errc::too_large));
  while (input.write_line(std::string(4000, 'x'))) {
  }
  while (input.write_line("x")) {
  }
  BOOST_TEST((input.write_line("quit").error().code() == base::errc::busy));
  game.reset();
  BOOST_TEST((input.write_line("quit").error().code() == base::errc::closed));
  game = input.open().value();  // the next start has a pipe of its own
  BOOST_TEST(input.write_line("quit").has_value());
  BOOST_TEST(read_now(game.get()) == "quit\n");
}

BOOST_AUTO_TEST_SUITE_END()
