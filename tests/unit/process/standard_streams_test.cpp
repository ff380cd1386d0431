#include "process/standard_streams.hpp"

#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

constexpr uid_t somebody = 12345;

boost::test_tools::assertion_result as_root(boost::unit_test::test_unit_id) {
  return ::geteuid() == 0;
}

uid_t owner_of(int fd) {
  struct stat about {};
  BOOST_REQUIRE(::fstat(fd, &about) == 0);
  return about.st_uid;
}

/// The other end of a terminal is its program's.
struct terminal {
  base::unique_fd program{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
  base::unique_fd user;

  terminal() {
    BOOST_REQUIRE(::grantpt(program.get()) == 0);
    BOOST_REQUIRE(::unlockpt(program.get()) == 0);
    user.reset(::open(::ptsname(program.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    BOOST_REQUIRE(user.valid());
  }
};

/// Our stdin is another file while it lives.
class as_stdin {
 public:
  explicit as_stdin(int fd) : before_(::dup(STDIN_FILENO)) { ::dup2(fd, STDIN_FILENO); }
  ~as_stdin() { ::dup2(before_.get(), STDIN_FILENO); }
  as_stdin(const as_stdin&) = delete;
  as_stdin& operator=(const as_stdin&) = delete;

 private:
  base::unique_fd before_;
};

/// Somebody's, with this descriptor as its stdin and all of its streams given.
void run_as_somebody(real_children& real, int input_fd, const std::string& script = "exit 0") {
  auto spec = real.shell(script);
  spec.user = std::to_string(somebody);
  spec.input_fd = input_fd;
  BOOST_TEST(real.wait_for(real.start(spec)).success());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(standard_streams, *boost::unit_test::precondition(as_root))

BOOST_AUTO_TEST_CASE(another_user_s_program_may_open_what_it_writes_to) {
  real_children real;
  for (const char* stream : {"/dev/stdout", "/dev/stderr"}) {
    auto spec = real.shell("echo hello > " + std::string(stream));
    spec.user = std::to_string(somebody);
    BOOST_TEST(real.output_of(spec) == "hello\n");
  }
}

BOOST_AUTO_TEST_CASE(a_pipe_of_whomever_is_given) {
  real_children real;
  output_pipe pipe;
  BOOST_REQUIRE(::fchown(pipe.read_end(), 54321, static_cast<gid_t>(-1)) == 0);
  run_as_somebody(real, pipe.read_end());
  BOOST_TEST(owner_of(pipe.read_end()) == somebody);
}

BOOST_AUTO_TEST_CASE(a_program_of_our_own_user_is_given_nothing) {
  real_children real;
  output_pipe pipe;
  BOOST_REQUIRE(::fchown(pipe.read_end(), 54321, static_cast<gid_t>(-1)) == 0);
  auto spec = real.shell("exit 0");
  spec.input_fd = pipe.read_end();
  real.wait_for(real.start(spec));
  BOOST_TEST(owner_of(pipe.read_end()) == 54321u);
}

BOOST_AUTO_TEST_CASE(files_and_devices_keep_their_owner) {
  real_children real;
  temporary_folder files;
  const base::unique_fd file(::open(files.write("log", "").c_str(), O_RDWR | O_CLOEXEC));
  const base::unique_fd device(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int fd : {file.get(), device.get()}) {
    run_as_somebody(real, fd);
    BOOST_TEST(owner_of(fd) == 0u);
  }
}

BOOST_AUTO_TEST_CASE(what_has_a_name_is_given_only_when_it_was_ours) {
  real_children real;
  temporary_folder files;
  const auto path = files.path("fifo");
  BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const base::unique_fd fifo(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  const terminal terminal;
  for (const int fd : {fifo.get(), terminal.user.get()}) {
    BOOST_REQUIRE(::fchown(fd, 54321, static_cast<gid_t>(-1)) == 0);
    run_as_somebody(real, fd);
    BOOST_TEST(owner_of(fd) == 54321u);
    BOOST_REQUIRE(::fchown(fd, 0, static_cast<gid_t>(-1)) == 0);
    run_as_somebody(real, fd);
    BOOST_TEST(owner_of(fd) == somebody);
  }
}

BOOST_AUTO_TEST_CASE(a_terminal_of_ours_is_ours_again_at_the_end) {
  real_children real;
  const terminal terminal;
  const as_stdin stream(terminal.user.get());
  for (int start = 0; start < 2; ++start) {
    run_as_somebody(real, -1, "exec 3<> /proc/self/fd/0");
    BOOST_TEST(owner_of(terminal.user.get()) == somebody);
  }
  real.host.give_back_terminal();
  BOOST_TEST(owner_of(terminal.user.get()) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
