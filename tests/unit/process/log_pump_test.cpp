#include "process/log_pump.hpp"

#include "base/limits.hpp"
#include "support/captured_log.hpp"
#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

using namespace gamekeeper;
using namespace gamekeeper::tests;
using texts = std::vector<std::string>;

namespace {

struct two_pipes {
  base::unique_fd read, write;
  two_pipes() {
    int ends[2];
    BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    read.reset(ends[0]);
    write.reset(ends[1]);
    ::fcntl(read.get(), F_SETFL, O_NONBLOCK);
  }
  std::string all() {
    std::string text;
    char bytes[65536];
    for (ssize_t count; (count = ::read(read.get(), bytes, sizeof(bytes))) > 0;)
      text.append(bytes, static_cast<std::size_t>(count));
    return text;
  }
};

/// The pump between two pipes of ours and a game's writes, which the test makes itself.
struct pumped {
  caller_signals restored;
  process::signal_block block;  // or a reader that is gone would end the test program
  boost::asio::io_context loop{1};
  captured_log log;
  two_pipes out, err;
  process::log_pump pump{loop.get_executor(), log.log, out.write.get(), err.write.get()};
  process::log_pump::ends game = pump.open().value();

  void says(std::string_view text) {
    BOOST_REQUIRE(::write(game.output.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    turn();
  }
  void turn() {
    loop.restart();
    loop.poll();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(log_pumps)

BOOST_AUTO_TEST_CASE(bytes_pass_unchanged_and_lines_are_seen) {
  pumped p;
  texts lines;
  int activity = 0;
  p.pump.on_line([&](std::string_view line) { lines.emplace_back(line); });
  p.pump.on_activity([&] { ++activity; });
  p.says("one\ntw");
  p.says(std::string_view("o\r\n\0\xff", 5));
  BOOST_REQUIRE(::write(p.game.error.get(), "wrong\n", 6) == 6);
  p.turn();
  BOOST_TEST(p.out.all() == std::string("one\ntwo\r\n\0\xff", 11));
  BOOST_TEST(p.err.all() == "wrong\n");
  BOOST_TEST((lines == texts{"one", "two", "wrong"}));
  BOOST_TEST(activity == 3);
  BOOST_TEST((p.pump.last() == texts{"one", "two", "wrong", std::string("\0\xff", 2)}));
  BOOST_TEST(p.pump.idle());
}

BOOST_AUTO_TEST_CASE(a_line_of_the_log_begins_on_a_new_line) {
  pumped p;
  p.says("half of stdout's, which goes elsewhere");
  p.log.log.info("first");
  BOOST_TEST(!p.log.lines().back().starts_with("\n"));
  BOOST_REQUIRE(::write(p.game.error.get(), "\rloading 50%", 12) == 12);
  p.turn();
  p.log.log.info("second");
  BOOST_TEST(p.log.lines().back().starts_with("\n{"));
  p.log.log.info("third");
  BOOST_TEST(p.log.lines().back().starts_with("{"));
  BOOST_REQUIRE(::write(p.game.error.get(), "done\n", 5) == 5);
  p.turn();
  p.log.log.info("fourth");
  BOOST_TEST(p.log.lines().back().starts_with("{"));
}

BOOST_AUTO_TEST_CASE(one_output_for_both_is_one_pipe) {
  caller_signals restored;
  boost::asio::io_context loop{1};
  captured_log log;
  two_pipes out;
  process::log_pump pump(loop.get_executor(), log.log, out.write.get(), out.write.get());
  const auto ends = pump.open().value();
  BOOST_TEST(!ends.error.valid());
}

BOOST_AUTO_TEST_CASE(a_listener_may_detach_itself) {
  pumped p;
  texts lines;
  p.pump.on_line([&](std::string_view line) {
    lines.emplace_back(line);
    p.pump.on_line({});
  });
  p.says("one\ntwo\n");
  p.says("three\n");
  BOOST_TEST((lines == texts{"one"}));
  BOOST_TEST((p.pump.last() == texts{"one", "two", "three"}));
}

BOOST_AUTO_TEST_CASE(a_reader_that_does_not_read_stops_neither_us_nor_loses_anything) {
  pumped p;
  ::fcntl(p.game.output.get(), F_SETFL, O_NONBLOCK);
  const std::string chunk(4096, 'x');
  std::size_t written = 0;
  for (int idle = 0; idle < 3;) {
    const auto count = ::write(p.game.output.get(), chunk.data(), chunk.size());
    idle = count > 0 ? 0 : idle + 1;
    if (count > 0) written += static_cast<std::size_t>(count);
    p.turn();
  }
  BOOST_TEST(!p.pump.idle());
  std::size_t read = 0;
  for (int idle = 0; idle < 3;) {
    const auto count = p.out.all().size();
    idle = count > 0 ? 0 : idle + 1;
    read += count;
    p.turn();
  }
  BOOST_TEST(read == written);
  BOOST_TEST(p.pump.idle());
  BOOST_TEST((::fcntl(p.out.write.get(), F_GETFL) & O_NONBLOCK) == 0);  // others share it
}

BOOST_AUTO_TEST_CASE(when_nobody_reads_any_more_the_game_goes_on_and_it_is_said_once) {
  pumped p;
  texts lines;
  p.pump.on_line([&](std::string_view line) { lines.emplace_back(line); });
  p.out.read.reset();
  p.says("one\n");
  p.says("two\n");
  BOOST_TEST((lines == texts{"one", "two"}));
  BOOST_TEST(p.pump.idle());
  BOOST_TEST(p.log.count("is dropped") == 1);
}

BOOST_AUTO_TEST_CASE(a_full_disk_costs_the_bytes_and_not_the_game) {
  caller_signals restored;
  boost::asio::io_context loop{1};
  captured_log log;
  const base::unique_fd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  process::log_pump pump(loop.get_executor(), log.log, full.get(), full.get());
  auto ends = pump.open().value();
  BOOST_REQUIRE(::write(ends.output.get(), "one\n", 4) == 4);
  loop.poll();
  BOOST_TEST((pump.last() == texts{"one"}));
  BOOST_TEST(log.count("No space left on device") == 1);
}

BOOST_AUTO_TEST_CASE(a_socket_as_output_is_written_to_without_waiting) {
  caller_signals restored;
  boost::asio::io_context loop{1};
  captured_log log;
  int ends[2];
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  const base::unique_fd ours(ends[0]);
  const base::unique_fd theirs(ends[1]);
  process::log_pump pump(loop.get_executor(), log.log, ours.get(), ours.get());
  auto game = pump.open().value();
  ::fcntl(game.output.get(), F_SETFL, O_NONBLOCK);
  const std::string chunk(4096, 'x');
  for (int idle = 0; idle < 3;) {
    idle = ::write(game.output.get(), chunk.data(), chunk.size()) > 0 ? 0 : idle + 1;
    loop.restart();
    loop.poll();
  }
  BOOST_TEST(!pump.idle());
}

BOOST_AUTO_TEST_CASE(what_the_last_game_wrote_comes_before_the_next_ones) {
  pumped p;
  BOOST_REQUIRE(::write(p.game.output.get(), "first\n", 6) == 6);
  p.game = p.pump.open().value();
  BOOST_REQUIRE(::write(p.game.output.get(), "second\n", 7) == 7);
  p.turn();
  p.turn();
  BOOST_TEST(p.out.all() == "first\nsecond\n");
}

BOOST_AUTO_TEST_CASE(a_flush_carries_on_what_waits_without_the_loop) {
  pumped p;
  BOOST_REQUIRE(::write(p.game.output.get(), "last words", 10) == 10);
  BOOST_TEST(!p.pump.idle());
  p.pump.flush();
  BOOST_TEST(p.out.all() == "last words");
  BOOST_TEST((p.pump.last() == texts{"last words"}));
  BOOST_TEST(p.pump.idle());
}

BOOST_AUTO_TEST_CASE(without_a_listener_only_lines_that_will_be_kept_are_looked_at) {
  pumped p;
  std::string text;
  for (int i = 0; text.size() < 200'000; ++i) text.append("line ").append(std::to_string(i)).append("\n");
  std::thread reader([&] {
    ::fcntl(p.out.read.get(), F_SETFL, 0);
    std::string all;
    char bytes[65536];
    for (ssize_t count;
         all.size() < text.size() && (count = ::read(p.out.read.get(), bytes, sizeof(bytes))) > 0;)
      all.append(bytes, static_cast<std::size_t>(count));
    BOOST_TEST((all == text));
  });
  p.says(text);
  while (!p.pump.idle()) {
    p.loop.restart();
    p.loop.run_one_for(std::chrono::milliseconds(100));
  }
  reader.join();
  const auto last = p.pump.last();
  BOOST_TEST(last.size() == base::limits::pumped_lines_kept);
  BOOST_TEST(last.back() + "\n" == text.substr(text.size() - last.back().size() - 1));
}

BOOST_AUTO_TEST_SUITE_END()
