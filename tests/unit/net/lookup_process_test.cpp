#include "net/lookup_process.hpp"

#include "base/limits.hpp"
#include "world.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

using namespace gamekeeper;
using namespace gamekeeper::net;
namespace error = boost::asio::error;
namespace limits = base::limits;
using boost::asio::ip::make_address;

namespace {

using endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

name_answer two_addresses(const std::string&, std::uint16_t port) noexcept {
  return {{}, {{make_address("192.0.2.1"), port}, {make_address("2001:db8::1"), port}}};
}

name_answer thousand_addresses(const std::string&, std::uint16_t port) noexcept {
  return {{}, endpoints(1000, {make_address("2001:db8:1111:2222:3333:4444:5555:6666"), port})};
}

name_answer unknown(const std::string&, std::uint16_t) noexcept {
  return {error::host_not_found, {}};
}

name_answer never(const std::string&, std::uint16_t) noexcept {
  for (;;) ::pause();
}

name_answer killed(const std::string&, std::uint16_t) noexcept {
  ::kill(::getpid(), SIGKILL);
  return {};
}

/// How many descriptors the child has, as a port.
name_answer descriptors(const std::string&, std::uint16_t) noexcept {
  std::uint16_t count = 0;
  for (int fd = 0; fd < 1024; ++fd)
    if (::fcntl(fd, F_GETFD) >= 0) ++count;
  return {{}, endpoints(count, {make_address("192.0.2.1"), 1})};
}

struct fixture : tests::world {
  std::shared_ptr<lookup_processes> processes;
  std::vector<std::pair<boost::system::error_code, endpoints>> answers;

  bool start(lookup_processes::question ask) {
    if (!processes) processes = std::make_shared<lookup_processes>(loop.get_executor(), time, ask);
    return processes->start("name", 443, [this](boost::system::error_code failure, endpoints found) {
      answers.emplace_back(failure, std::move(found));
    });
  }

  void finish() {
    until([this] { return !answers.empty(); });
  }

  /// Until the children are reaped, which the loop does by time.
  void reap() {
    while (time.waiting() > 0) time.advance(limits::lookup_process_look);
  }

  std::set<pid_t> owned() const {
    std::set<pid_t> found;
    DIR* proc = ::opendir("/proc");
    while (const auto* entry = ::readdir(proc))
      if (const pid_t pid = std::atoi(entry->d_name); pid > 0 && processes->owns(pid)) found.insert(pid);
    ::closedir(proc);
    return found;
  }
};

/// What a reaper of all children is told.
int reaped_by_others() {
  siginfo_t ended{};
  return ::waitid(P_ALL, 0, &ended, WEXITED | WNOHANG) < 0 ? errno : 0;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(lookup_process, fixture)

BOOST_AUTO_TEST_CASE(the_addresses_come_with_the_port_that_was_asked_for) {
  BOOST_TEST_REQUIRE(start(two_addresses));
  finish();
  BOOST_TEST(!answers.front().first);
  BOOST_TEST(answers.front().second == two_addresses("", 443).found);
  reap();
  BOOST_TEST(owned().empty());
}

BOOST_AUTO_TEST_CASE(more_addresses_than_a_pipe_takes_at_once_are_cut) {
  BOOST_TEST_REQUIRE(start(thousand_addresses));
  finish();
  BOOST_TEST(answers.front().second.size() > 50u);
  BOOST_TEST(answers.front().second.front() == thousand_addresses("", 443).found.front());
  BOOST_TEST(answers.front().second.back() == answers.front().second.front());
  reap();
}

BOOST_AUTO_TEST_CASE(a_failure_keeps_its_category) {
  BOOST_TEST_REQUIRE(start(unknown));
  finish();
  BOOST_TEST(answers.front().first == error::host_not_found);
  BOOST_TEST(answers.front().second.empty());
  reap();
}

BOOST_AUTO_TEST_CASE(a_child_that_dies_is_a_failure_that_may_pass) {
  BOOST_TEST_REQUIRE(start(killed));
  finish();
  BOOST_TEST(answers.front().first == error::host_not_found_try_again);
  reap();
}

BOOST_AUTO_TEST_CASE(a_child_is_killed_at_its_deadline) {
  BOOST_TEST_REQUIRE(start(never));
  BOOST_TEST(owned().size() == 1u);
  time.advance(limits::lookup_process - base::duration(1));
  BOOST_TEST(answers.empty());
  time.advance(base::duration(1));
  finish();
  BOOST_TEST(answers.front().first == error::timed_out);
  reap();
  BOOST_TEST(owned().empty());
}

BOOST_AUTO_TEST_CASE(a_reaper_of_all_children_meets_none_of_them) {
  BOOST_TEST(reaped_by_others() == ECHILD);
  BOOST_TEST_REQUIRE(start(never));
  BOOST_TEST(reaped_by_others() == ECHILD);
  const auto children = owned();
  BOOST_TEST_REQUIRE(children.size() == 1u);
  ::kill(*children.begin(), SIGKILL);
  finish();
  BOOST_TEST(reaped_by_others() == ECHILD);
  reap();
}

BOOST_AUTO_TEST_CASE(a_child_has_the_pipe_and_no_descriptor_of_ours) {
  BOOST_TEST_REQUIRE(start(descriptors));
  finish();
  BOOST_TEST(answers.front().second.size() == 1u);
  reap();
}

BOOST_AUTO_TEST_CASE(there_are_no_more_at_a_time_than_lookups) {
  for (std::size_t count = 0; count < limits::lookups; ++count) BOOST_TEST_REQUIRE(start(never));
  BOOST_TEST(!start(never));
  const auto children = owned();
  BOOST_TEST(children.size() == limits::lookups);
  processes.reset();  // kills them
  for (const pid_t pid : children) ::waitpid(pid, nullptr, __WCLONE);
  settle();
  BOOST_TEST(answers.empty());
}

BOOST_AUTO_TEST_SUITE_END()
