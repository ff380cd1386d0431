#include "process/signal_loop.hpp"

#include "base/system_clock.hpp"
#include "unit/process/real_children.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

using namespace gamekeeper;
using namespace gamekeeper::tests;
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// A function for scripts: returns when the loop of $US sleeps, its second thread, too.
const std::string until_it_sleeps =
    "asleep() { while [ $(cat /proc/$US/task/*/stat | grep -c ') S ') -lt 2 ]; do :; done; }; ";

/// A loop with a host, and what it heard. A test that hangs is ended by whoever runs the program.
struct hearing {
  caller_signals restored;
  process::signal_block block;
  base::logger log{base::make_fd_sink(STDERR_FILENO), base::log_format::text, base::log_level::error};
  asio::io_context loop{1};
  process::posix_host host{block, log};
  process::signal_loop signals{loop};
  std::vector<process::received_signal> heard;
  int ended = 0;

  hearing() {
    host.start({[this](process::process_ended) { ++ended; }, nullptr});
    signals.start({[this](process::received_signal one) { on_signal(one); },
                   [this] {
                     if (after_quiet) after_quiet();
                   }});
  }
  ~hearing() {
    host.start({});
    while (!host.descendants().empty()) {
      host.kill_tree();
      host.child_signal();
    }
  }

  void on_signal(process::received_signal one) {
    if (one.number == SIGCHLD)
      host.child_signal();
    else
      heard.push_back(one);
    if (done && done()) loop.stop();
  }
  pid_t start(const std::string& script, int output = -1) {
    process::spawn_spec spec;
    spec.command = {"/bin/sh", "-c", until_it_sleeps + script};
    spec.environment = {"PATH=/usr/bin:/bin", "US=" + std::to_string(::getpid())};
    if (output >= 0) spec.output_fd = output;
    return host.spawn(spec).value();
  }

  std::function<bool()> done;  ///< asked after each signal; then the loop is stopped
  std::function<void()> after_quiet;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(signal_loop_suite)

BOOST_AUTO_TEST_CASE(a_signal_is_heard_with_its_sender_and_a_child_s_end_too) {
  hearing h;
  h.done = [&h] { return h.ended == 1; };
  const pid_t child = h.start("kill -USR1 $US");
  h.signals.run();
  BOOST_REQUIRE(h.heard.size() == 1u);
  BOOST_TEST(h.heard[0].number == SIGUSR1);
  BOOST_TEST(h.heard[0].sender.value() == child);
}

// The agent wakes itself by signals: a forged one of its own would be taken for that, with the real one that comes
// while it is pending.
BOOST_AUTO_TEST_CASE(a_signal_that_says_it_is_our_own_is_heard) {
  hearing h;
  siginfo_t info{};
  info.si_code = SI_QUEUE;
  info.si_pid = ::getpid();
  BOOST_REQUIRE(::syscall(SYS_rt_sigqueueinfo, ::getpid(), SIGTERM, &info) == 0);
  h.signals.take();
  BOOST_REQUIRE(h.heard.size() == 1u);
  BOOST_TEST(!h.heard[0].sender);
}

BOOST_AUTO_TEST_CASE(it_sleeps_through_a_pause_and_hears_what_comes_after_it) {
  hearing h;
  h.done = [&h] { return h.ended == 1; };
  h.start("asleep; kill -USR1 $US; asleep; kill -USR2 $US; kill -HUP $US");
  h.signals.run();
  BOOST_REQUIRE(h.heard.size() == 3u);
  BOOST_TEST(h.heard[0].number == SIGUSR1);
}

BOOST_AUTO_TEST_CASE(what_is_said_about_a_signal_is_said_when_no_other_comes) {
  hearing h;
  h.after_quiet = [&h] { h.loop.stop(); };
  h.start("asleep; kill -USR1 $US; sleep 1000");
  h.signals.run();
  BOOST_TEST(h.heard.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_timer_of_the_loop_wakes_it_from_its_sleep) {
  hearing h;
  int rang = 0;
  asio::steady_timer timer(h.loop, 30ms);
  std::function<void()> again = [&] {
    timer.async_wait([&](boost::system::error_code) {
      if (++rang == 3) return h.loop.stop();
      timer.expires_after(30ms);
      again();
    });
  };
  again();
  h.signals.run();
  BOOST_TEST(rang == 3);
}

BOOST_AUTO_TEST_CASE(a_descriptor_wakes_it_from_its_sleep_again_and_again) {
  hearing h;
  int ends[2];
  BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  base::unique_fd write_end(ends[1]);
  asio::posix::stream_descriptor read_end(h.loop, ends[0]);
  h.start("for n in 1 2 3; do asleep; echo $n; done", write_end.get());
  write_end.reset();
  std::string text;
  std::array<char, 16> part{};
  std::function<void()> read = [&] {
    read_end.async_read_some(asio::buffer(part), [&](boost::system::error_code ec, std::size_t length) {
      if (ec) return h.loop.stop();
      text.append(part.data(), length);
      read();
    });
  };
  read();
  h.signals.run();
  BOOST_TEST(text == "1\n2\n3\n");
}

BOOST_AUTO_TEST_CASE(what_this_process_sends_to_itself_is_kept_back) {
  hearing h;
  ::kill(::getpid(), SIGTERM);
  h.signals.take();
  BOOST_TEST(h.heard.empty());
}

BOOST_AUTO_TEST_CASE(what_others_send_is_heard_even_a_stop_a_fault_or_a_broken_pipe) {
  hearing h;
  h.done = [&h] { return h.ended == 1 && h.heard.size() == 11u; };
  h.start("for n in TTOU TTIN TSTP PIPE SEGV ABRT BUS FPE ILL TRAP SYS; do kill -$n $US; done");
  h.signals.run();
  for (const int number :
       {SIGTTOU, SIGTTIN, SIGTSTP, SIGPIPE, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS})
    BOOST_TEST(std::count_if(h.heard.begin(), h.heard.end(),
                             [number](const auto& each) { return each.number == number; }) == 1,
               process::signal_name(number));
}

BOOST_AUTO_TEST_CASE(a_flood_is_taken_in_batches_and_the_loop_has_its_turn) {
  hearing h;
  h.done = [&h] { return h.heard.size() == 200u; };
  output_pipe output;
  h.start("i=0; while [ $i -lt 200 ]; do kill -40 $US; i=$((i+1)); done; echo sent; sleep 1000",
          output.write_end());
  BOOST_TEST(output.line() == "sent");
  std::size_t heard_before_the_turn = 0;
  asio::post(h.loop, [&] { heard_before_the_turn = h.heard.size(); });
  h.signals.run();
  BOOST_TEST(h.heard.size() == 200u);
  BOOST_TEST(heard_before_the_turn < 200u);
}

BOOST_AUTO_TEST_CASE(a_loop_without_any_work_still_hears) {
  hearing h;
  h.done = [&h] { return h.ended == 1; };
  h.start("asleep; kill -USR1 $US");
  h.signals.run();
  BOOST_TEST(h.heard.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_turn_waits_until_its_deadline_and_no_longer) {
  hearing h;
  base::system_clock time(h.loop.get_executor());
  const auto deadline = time.now() + 20ms;
  while (time.now() < deadline) h.signals.run_one_until(deadline, time);
  BOOST_TEST(!h.loop.stopped());
}

BOOST_AUTO_TEST_CASE(it_can_be_made_and_ended_while_its_second_thread_sleeps) {
  for (int turn = 0; turn < 20; ++turn) {
    hearing h;
    base::system_clock time(h.loop.get_executor());
    // Long enough to be asleep in it.
    for (int i = 0; i < 3; ++i) h.signals.run_one_until(time.now() + 3ms, time);
  }
}

BOOST_AUTO_TEST_CASE(another_s_epoll_descriptor_is_not_taken_for_the_loop_s) {
  caller_signals restored;
  const base::unique_fd others(::epoll_create1(EPOLL_CLOEXEC));
  hearing h;
  asio::steady_timer timer(h.loop, 20ms);
  timer.async_wait([&h](boost::system::error_code) { h.loop.stop(); });
  h.signals.run();
  BOOST_TEST(h.loop.stopped());
}

BOOST_AUTO_TEST_SUITE_END()
