#include "process/process_tree.hpp"
#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

/// The set behind "SigBlk:" or "SigIgn:" in /proc/PID/status, bit n-1 for signal n.
unsigned long long signals_in(const std::string& status, const std::string& field) {
  const auto at = status.find(field + ":");
  BOOST_REQUIRE(at != std::string::npos);
  return std::stoull(status.substr(at + field.size() + 1), nullptr, 16);
}

constexpr unsigned long long bit(int signal) {
  return 1ULL << (signal - 1);
}

unsigned long long signals_of_a_child(real_children& real, const std::string& field,
                                      bool as_inherited = false) {
  auto spec = real.shell("");
  spec.keep_signal_dispositions = as_inherited;
  spec.command = {"cat", "/proc/self/status"};
  return signals_in(real.output_of(spec), field);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spawn_suite)

BOOST_AUTO_TEST_CASE(the_exit_code_of_a_child_arrives) {
  real_children real;
  BOOST_TEST(real.wait_for(real.start(real.shell("exit 3"))).code == 3);
}

BOOST_AUTO_TEST_CASE(the_signal_that_killed_a_child_arrives) {
  real_children real;
  const auto status = real.wait_for(real.start(real.shell("kill -9 $$")));
  BOOST_TEST(status.signal == SIGKILL);
  BOOST_TEST(status.exit_code() == 137);
}

BOOST_AUTO_TEST_CASE(a_crash_is_told_with_its_signal) {
  real_children real;
  const auto status = real.wait_for(real.start(real.shell("ulimit -c 0; kill -SEGV $$")));
  BOOST_TEST(status.signal == SIGSEGV);
  BOOST_TEST(!status.core_dumped);
}

BOOST_AUTO_TEST_CASE(arguments_and_environment_arrive_as_they_are) {
  real_children real;
  process::spawn_spec spec;
  spec.command = {"/bin/sh", "-c", "printf '%s|' \"$@\"; printf %s \"$SAYS\"", "sh", "a b", "", "*", "é\n"};
  spec.environment = {"SAYS=x=y z"};
  BOOST_TEST(real.output_of(spec) == "a b||*|é\n|x=y z");
}

BOOST_AUTO_TEST_CASE(a_child_leads_its_own_group_that_can_be_signalled_at_once) {
  real_children real;
  const pid_t pid = real.start(real.shell("sleep 1000; exit 0"));
  BOOST_TEST(::getpgid(pid) == pid);
  BOOST_TEST(real.host.signal_group(pid, SIGTERM).has_value());
  BOOST_TEST(real.wait_for(pid).signal == SIGTERM);
}

BOOST_AUTO_TEST_CASE(a_child_blocks_nothing_unless_it_is_to_start_as_we_were) {
  const caller_signals restored;
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR2);
  ::pthread_sigmask(SIG_SETMASK, &blocked, nullptr);
  real_children real;
  BOOST_TEST(signals_of_a_child(real, "SigBlk") == 0u);
  BOOST_TEST(signals_of_a_child(real, "SigBlk", true) == bit(SIGUSR2));
}

BOOST_AUTO_TEST_CASE(a_child_hears_interrupt_and_quit_though_a_background_shell_left_them_ignored) {
  const caller_signals restored;
  for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGCHLD}) ::signal(number, SIG_IGN);
  real_children real;
  BOOST_TEST(signals_of_a_child(real, "SigIgn") == (bit(SIGHUP) | bit(SIGPIPE)));
  BOOST_TEST(signals_of_a_child(real, "SigIgn", true) ==
             (bit(SIGHUP) | bit(SIGINT) | bit(SIGQUIT) | bit(SIGPIPE) | bit(SIGCHLD)));
}

BOOST_AUTO_TEST_CASE(exit_codes_arrive_though_the_caller_ignored_its_children) {
  const caller_signals restored;
  ::signal(SIGCHLD, SIG_IGN);
  real_children real;
  BOOST_TEST(real.wait_for(real.start(real.shell("exit 7"))).code == 7);
}

BOOST_AUTO_TEST_CASE(a_child_has_no_descriptor_of_ours_beyond_the_first_three) {
  real_children real;
  const base::unique_fd low(::open("/dev/null", O_RDONLY));  // without O_CLOEXEC
  const base::unique_fd high(::fcntl(low.get(), F_DUPFD, 200));
  BOOST_REQUIRE(high.valid());
  const auto script = "for n in " + std::to_string(low.get()) + " " + std::to_string(high.get()) +
                      " 0 1 2; do [ -e /proc/$$/fd/$n ] && echo $n; done";
  BOOST_TEST(real.output_of(real.shell(script)) == "0\n1\n2\n");
}

BOOST_AUTO_TEST_CASE(both_outputs_go_where_they_are_asked_to) {
  real_children real;
  BOOST_TEST(real.output_of(real.shell("echo out; echo err >&2")) == "out\nerr\n");
}

BOOST_AUTO_TEST_CASE(an_output_that_is_no_descriptor_is_refused_with_the_systems_words) {
  real_children real;
  auto spec = real.shell("exit 0");
  spec.output_fd = 1000;
  const auto failure = real.host.spawn(spec);
  BOOST_REQUIRE(failure.has_error());
  BOOST_TEST(failure.error().exit_code == 126);
  BOOST_TEST(failure.error().message ==
             "/bin/sh: its stdin, stdout or stderr cannot be set: Bad file descriptor");
}

BOOST_AUTO_TEST_CASE(stdin_and_each_output_can_be_somewhere_else) {
  real_children real;
  output_pipe out;
  output_pipe err;
  temporary_folder files;
  const base::unique_fd input(::open(files.write("input", "over stdin").c_str(), O_RDONLY | O_CLOEXEC));
  auto spec = real.shell("cat; echo wrong >&2");
  spec.input_fd = input.get();
  spec.output_fd = out.write_end();
  spec.error_fd = err.write_end();
  BOOST_TEST(real.wait_for(real.start(spec)).success());
  BOOST_TEST(out.rest() == "over stdin");
  BOOST_TEST(err.rest() == "wrong\n");
}

BOOST_AUTO_TEST_SUITE_END()
