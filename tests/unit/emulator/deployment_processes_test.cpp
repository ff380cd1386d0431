#include "emulator/deployment_processes.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

using namespace gamekeeper;

namespace {

process::process_info one(pid_t pid, pid_t parent, pid_t group, char state = 'S') {
  return {pid, parent, group, state, "name"};
}

std::vector<pid_t> members(const std::vector<process::process_info>& all, pid_t first, pid_t carrier = 0,
                           std::set<pid_t> seen = {}) {
  return emulator::processes_of("0123456789ab", first, seen, all, [carrier](pid_t pid) {
    return pid == carrier ? std::string("ARBITRIUM_REQUEST_ID=0123456789ab") : std::string("PATH=/bin");
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(emulator_deployment_processes)

BOOST_AUTO_TEST_CASE(children_belong_whatever_their_group_and_their_place_in_the_list) {
  const auto found = members({one(12, 11, 12), one(11, 10, 10), one(10, 1, 10), one(20, 1, 20)}, 10);
  BOOST_TEST(found == (std::vector<pid_t>{12, 11, 10}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_orphan_of_the_group_belongs) {
  const auto found = members({one(11, 1, 10), one(20, 1, 20)}, 10);
  BOOST_TEST(found == (std::vector<pid_t>{11}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_orphan_that_carries_the_id_belongs_with_its_children) {
  const auto found = members({one(30, 1, 30), one(31, 30, 31), one(40, 1, 40)}, 0, 30);
  BOOST_TEST(found == (std::vector<pid_t>{30, 31}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_that_was_seen_before_belongs_though_nothing_else_says_so) {
  const auto found = members({one(30, 1, 30), one(40, 1, 40)}, 0, 0, {30});
  BOOST_TEST(found == (std::vector<pid_t>{30}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_a_first_process_no_group_counts) {
  BOOST_TEST(members({one(30, 1, 0), one(40, 1, 40)}, 0).empty());
}

BOOST_AUTO_TEST_CASE(a_zombie_is_left_out_and_its_living_child_is_not) {
  const auto found = members({one(10, 1, 10, 'Z'), one(11, 10, 11)}, 10);
  BOOST_TEST(found == (std::vector<pid_t>{11}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_id_has_to_be_a_whole_variable) {
  using emulator::carries_request_id;
  using namespace std::string_literals;
  BOOST_TEST(carries_request_id("A=1\0ARBITRIUM_REQUEST_ID=ab\0B=2\0"s, "ab"));
  BOOST_TEST(carries_request_id("ARBITRIUM_REQUEST_ID=ab"s, "ab"));
  BOOST_TEST(!carries_request_id("ARBITRIUM_REQUEST_ID=abc\0"s, "ab"));
  BOOST_TEST(!carries_request_id("X=ARBITRIUM_REQUEST_ID=ab\0"s, "ab"));
  BOOST_TEST(!carries_request_id("XARBITRIUM_REQUEST_ID=ab\0"s, "ab"));
  BOOST_TEST(!carries_request_id("", "ab"));
}

BOOST_AUTO_TEST_CASE(the_environment_of_a_living_process_can_be_read_and_that_of_none_is_empty) {
  BOOST_TEST(emulator::read_proc_environment(::getpid()).find("PATH=") != std::string::npos);
  BOOST_TEST(emulator::read_proc_environment(-1).empty());
}

BOOST_AUTO_TEST_SUITE_END()
