#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

boost::test_tools::assertion_result as_root(boost::unit_test::test_unit_id) {
  return ::geteuid() == 0;
}

boost::test_tools::assertion_result as_somebody(boost::unit_test::test_unit_id) {
  return ::geteuid() != 0;
}

std::string failure_of(real_children& real, const process::spawn_spec& spec) {
  const auto failed = real.host.spawn(spec);
  BOOST_REQUIRE(failed.has_error());
  BOOST_TEST(failed.error().exit_code == 126);
  BOOST_TEST(real.host.descendants().empty());
  return failed.error().message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spawn_privileges_suite)

BOOST_AUTO_TEST_CASE(a_child_can_run_as_somebody_else_without_our_groups,
                     *boost::unit_test::precondition(as_root)) {
  real_children real;
  auto spec = real.shell("id -u; id -g; id -G; grep Groups: /proc/self/status");
  spec.user = "12345:54321";
  BOOST_TEST(real.output_of(spec) == "12345\n54321\n54321\nGroups:\t \n");
  spec = real.shell("id -un");
  spec.user = "nobody";
  BOOST_TEST(real.output_of(spec) == "nobody\n");
}

BOOST_AUTO_TEST_CASE(somebody_that_nobody_knows_is_not_started_as_us) {
  real_children real;
  auto spec = real.shell("exit 0");
  spec.user = "no-such-user";
  BOOST_TEST(failure_of(real, spec) ==
             "cannot run as 'no-such-user': user 'no-such-user' does not stand in /etc/passwd");
}

BOOST_AUTO_TEST_CASE(who_may_not_become_somebody_else_is_told, *boost::unit_test::precondition(as_somebody)) {
  real_children real;
  auto spec = real.shell("exit 0");
  spec.user = "0:0";
  BOOST_TEST(failure_of(real, spec) == "/bin/sh: cannot become user 0:0: Operation not permitted");
}

BOOST_AUTO_TEST_CASE(privileges_can_be_given_up_for_good) {
  real_children real;
  auto spec = real.shell("grep NoNewPrivs /proc/self/status");
  BOOST_TEST(real.output_of(spec) == "NoNewPrivs:\t0\n");
  spec.no_new_privileges = true;
  BOOST_TEST(real.output_of(spec) == "NoNewPrivs:\t1\n");
}

BOOST_AUTO_TEST_CASE(limits_are_set_in_the_child_alone) {
  real_children real;
  auto spec = real.shell("ulimit -n; ulimit -c; ulimit -Hc");
  spec.limits = {process::parse_resource_limit("nofile=57").value(),
                 process::parse_resource_limit("core=0:1024").value()};
  BOOST_TEST(real.output_of(spec) == "57\n0\n2\n");  // a shell counts cores in blocks of 512 bytes
  rlimit ours{};
  ::getrlimit(RLIMIT_NOFILE, &ours);
  BOOST_TEST(ours.rlim_cur != 57u);
}

BOOST_AUTO_TEST_CASE(a_limit_that_cannot_be_set_is_named) {
  real_children real;
  auto spec = real.shell("exit 0");
  spec.limits = {process::parse_resource_limit("nofile=unlimited").value()};  // above /proc/sys/fs/nr_open
  BOOST_TEST(failure_of(real, spec) == "/bin/sh: cannot set its limit nofile: Operation not permitted");
}

BOOST_AUTO_TEST_CASE(a_child_starts_in_its_folder_and_its_words_count_from_there) {
  real_children real;
  temporary_folder files;
  files.write("bin/tool", "#!/bin/sh\npwd");
  files.write("without-a-first-line", "pwd");
  process::spawn_spec spec;
  spec.working_directory = files.folder();
  const auto expected = std::filesystem::canonical(files.folder()).string() + "\n";
  spec.command = {"./bin/tool"};
  BOOST_TEST(real.output_of(spec) == expected);
  spec.command = {"./without-a-first-line"};
  BOOST_TEST(real.output_of(spec) == expected);
  spec.command = {"tool"};
  spec.environment = {"PATH=nowhere:bin"};
  BOOST_TEST(real.output_of(spec) == expected);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_named) {
  real_children real;
  auto spec = real.shell("exit 0");
  spec.working_directory = "/no/such/folder";
  BOOST_TEST(failure_of(real, spec) ==
             "/bin/sh: cannot enter its folder /no/such/folder: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_child_that_asked_for_it_dies_with_us_whoever_it_runs_as) {
  real_children real;
  output_pipe output;
  auto spec = real.shell("echo started; exec sleep 1000");
  spec.parent_death_signal = SIGKILL;
  spec.output_fd = output.write_end();
  if (::geteuid() == 0) spec.user = "12345:12345";
  const pid_t agent = ::fork();
  if (agent == 0) {
    const process::signal_block block;
    const bool started = process::posix_host(block, real.log).spawn(spec).has_value();
    ::_exit(started ? 0 : 1);
  }
  output.rest();  // ends only when the last one that holds the pipe has ended
  real.wait_for_all();
  BOOST_TEST(real.has_ended(agent));
}

BOOST_AUTO_TEST_SUITE_END()
