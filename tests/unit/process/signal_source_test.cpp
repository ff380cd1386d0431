#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

struct listener {
  caller_signals restored;
  process::signal_block block;
  boost::asio::io_context loop{1};
  std::unique_ptr<process::signal_source> source = process::make_signal_source(loop.get_executor());
  std::vector<process::received_signal> received;

  void listen() {
    source->start([this](process::received_signal one) { received.push_back(one); });
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(signal_source_suite)

BOOST_AUTO_TEST_CASE(a_signal_arrives_with_its_sender) {
  real_children real;
  std::vector<process::received_signal> received;
  real.signals->start([&](process::received_signal one) { received.push_back(one); });
  const auto us = std::to_string(::getpid());
  const pid_t child = real.start(real.shell("kill -USR1 " + us));
  while (received.size() < 2) real.loop.run_one_for(std::chrono::seconds(60));
  BOOST_TEST(received.at(0).number == SIGUSR1);
  BOOST_TEST(received.at(0).sender.value() == child);
  BOOST_TEST(received.at(1).number == SIGCHLD);
  BOOST_TEST(received.at(1).sender.value() == child);
}

// A process may write any sender into what it queues for itself; for others only the codes below zero are allowed.
BOOST_AUTO_TEST_CASE(a_sender_that_anybody_could_have_written_is_none) {
  listener l;
  l.listen();
  const auto queue = [](int number, int code, pid_t sender) {
    siginfo_t info{};
    info.si_signo = number;
    info.si_code = code;
    info.si_pid = sender;
    BOOST_REQUIRE(::syscall(SYS_rt_sigqueueinfo, ::getpid(), number, &info) == 0);
  };
  const int first = SIGRTMIN;
  for (const pid_t sender : {0, 1, ::getpid()}) {
    queue(first, SI_QUEUE, sender);
    queue(first + 1, SI_MESGQ, sender);
  }
  queue(first + 2, SI_USER, 7);
  queue(first + 3, SI_TKILL, 7);
  l.loop.poll();
  BOOST_REQUIRE(l.received.size() == 8U);
  for (std::size_t i = 0; i < 6; ++i) BOOST_TEST(!l.received[i].sender);
  for (std::size_t i = 6; i < 8; ++i) BOOST_TEST(*l.received[i].sender == 7);
}

// Whoever may signal us may make the kernel do it: the sender is not the kernel then.
BOOST_AUTO_TEST_CASE(what_a_descriptor_s_owner_has_the_kernel_send_is_nobody_s) {
  listener l;
  l.listen();
  int ends[2];
  BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  ::fcntl(ends[0], F_SETSIG, SIGINT);
  ::fcntl(ends[0], F_SETOWN, ::getpid());
  ::fcntl(ends[0], F_SETFL, O_ASYNC);
  BOOST_TEST(::write(ends[1], "x", 1) == 1);
  ::close(ends[0]);
  ::close(ends[1]);
  l.loop.poll();
  BOOST_REQUIRE(l.received.size() == 1U);
  BOOST_TEST(l.received[0].number == SIGINT);
  BOOST_TEST(!l.received[0].sender);
}

BOOST_AUTO_TEST_CASE(what_the_kernel_sends_of_itself_is_the_kernel_s) {
  BOOST_TEST(*process::vouched_sender(SIGINT, SI_KERNEL, 7) == 0);  // ^C on a terminal
  BOOST_TEST(*process::vouched_sender(SIGCHLD, CLD_EXITED, 7) == 7);
  BOOST_TEST(!process::vouched_sender(SIGCHLD, SI_QUEUE, 7));
}

BOOST_AUTO_TEST_CASE(what_this_process_sends_to_itself_is_kept_back) {
  listener l;
  l.listen();
  ::kill(::getpid(), SIGTERM);
  l.loop.poll();
  BOOST_TEST(l.received.empty());
}

BOOST_AUTO_TEST_CASE(a_broken_pipe_neither_kills_nor_is_forwarded) {
  listener l;
  l.listen();
  int ends[2];
  BOOST_REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);
  BOOST_TEST(::write(ends[1], "x", 1) == -1);
  ::close(ends[1]);
  l.loop.poll();
  BOOST_TEST(l.received.empty());
}

BOOST_AUTO_TEST_CASE(what_others_send_is_forwarded_even_a_stop_a_fault_or_a_broken_pipe) {
  real_children real;
  const auto us = std::to_string(::getpid());
  const pid_t child = real.start(real.shell(
      "for n in TTOU TTIN TSTP PIPE SEGV ABRT BUS FPE ILL TRAP SYS; do kill -$n " + us + "; done"));
  BOOST_TEST(real.wait_for(child).success());
  for (const int number :
       {SIGTTOU, SIGTTIN, SIGTSTP, SIGPIPE, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS})
    BOOST_TEST(std::count(real.other_signals.begin(), real.other_signals.end(), number) == 1,
               process::signal_name(number));
}

BOOST_AUTO_TEST_CASE(signals_that_arrived_before_the_start_are_not_lost_however_many) {
  real_children real;
  const auto us = std::to_string(::getpid());
  output_pipe output;
  auto spec =
      real.shell("for i in 1 2 3 4; do for n in 40 41 42 43 44 45 46 47 48 49 50 51 52; do kill -$n " + us +
                 "; done; done; echo sent; sleep 1000");
  spec.output_fd = output.write_end();
  real.start(spec);
  BOOST_TEST(output.line() == "sent");
  for (int turn = 0; turn < 100; ++turn) real.loop.poll();
  BOOST_TEST(real.other_signals.size() == 4 * 13u);
}

BOOST_AUTO_TEST_CASE(a_listener_may_destroy_the_source) {
  real_children real;
  int calls = 0;
  real.signals->start([&](process::received_signal) {
    ++calls;
    real.signals.reset();
  });
  real.start(real.shell("kill -USR1 " + std::to_string(::getpid())));
  while (calls == 0) real.loop.run_one_for(std::chrono::seconds(60));
  real.loop.restart();
  real.loop.run();  // nothing waits any more
  BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_SUITE_END()
