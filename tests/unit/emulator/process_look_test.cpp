#include "emulator/runtime/process_look.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::string_literals;

namespace {

constexpr pid_t emulator_pid = 5;

process::process_info one(pid_t pid, pid_t parent, pid_t group, char state = 'S') {
  return {pid, parent, group, state, "name"};
}

/// A table of processes with what each has in its environment; all but the named ones started at 1.
struct table {
  std::vector<process::process_info> all;
  std::map<pid_t, std::string> environments = {};
  std::map<pid_t, std::uint64_t> start_ticks = {};
  int walks = 0;
  std::map<pid_t, int> environments_read = {};

  emulator::process_view view() {
    return {[this] {
              ++walks;
              return all;
            },
            [this](pid_t pid) {
              ++environments_read[pid];
              return environments[pid];
            },
            [this](pid_t pid) -> std::optional<std::uint64_t> {
              const auto known = start_ticks.find(pid);
              return known == start_ticks.end() ? 1 : known->second;
            },
            emulator_pid, "drawn"};
  }
  std::vector<pid_t> members(const emulator::process_traces& of) {
    const auto by = view();
    emulator::process_look look(by);
    return look.members(of);
  }
};

const std::string id = "0123456789ab";
const std::string carries_id = "A=b\0ARBITRIUM_REQUEST_ID=0123456789ab\0"s;
const std::string carries_both = carries_id + "EMULATOR_MARK=drawn\0"s;

}  // namespace

BOOST_AUTO_TEST_SUITE(emulator_process_look)

BOOST_AUTO_TEST_CASE(children_belong_whatever_their_group_and_their_place_in_the_list) {
  table t{{one(12, 11, 12), one(11, 10, 10), one(10, 1, 10), one(20, 1, 20)}};
  BOOST_TEST(t.members({id, 10}) == (std::vector<pid_t>{12, 11, 10}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_orphan_of_the_group_belongs) {
  table t{{one(11, 1, 10), one(20, 1, 20)}};
  BOOST_TEST(t.members({id, 10}) == (std::vector<pid_t>{11}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_orphan_below_us_that_carries_the_id_belongs_with_its_children) {
  table t{{one(30, emulator_pid, 30), one(31, 30, 31), one(40, emulator_pid, 40)}, {{30, carries_id}}};
  BOOST_TEST(t.members({id}) == (std::vector<pid_t>{30, 31}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_stranger_that_carries_the_id_does_not_belong) {
  table t{{one(emulator_pid, 1, 5), one(30, 1, 30), one(31, 1, 31)}, {{30, carries_id}, {31, carries_both}}};
  BOOST_TEST(t.members({id}).empty());
}

BOOST_AUTO_TEST_CASE(what_an_earlier_emulator_started_carries_its_mark_too) {
  table t{{one(30, 1, 30), one(31, 1, 31), one(32, 1, 32)},
          {{30, carries_id}, {31, carries_both}, {32, carries_id + "EMULATOR_MARK=another\0"s}}};
  BOOST_TEST(t.members({id, 0, {}, true}) == (std::vector<pid_t>{31}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_that_was_seen_before_belongs_as_long_as_it_is_that_one) {
  table t{{one(30, 1, 30), one(40, 1, 40)}};
  BOOST_TEST(t.members({id, 0, {{30, 1}}}) == (std::vector<pid_t>{30}), boost::test_tools::per_element());
  t.start_ticks[30] = 2;
  BOOST_TEST(t.members({id, 0, {{30, 1}}}).empty());
}

BOOST_AUTO_TEST_CASE(without_a_first_process_no_group_counts) {
  table t{{one(30, 1, 0), one(40, 1, 40)}};
  BOOST_TEST(t.members({id}).empty());
}

BOOST_AUTO_TEST_CASE(a_zombie_is_left_out_and_its_living_child_is_not) {
  table t{{one(10, 1, 10, 'Z'), one(11, 10, 11)}};
  BOOST_TEST(t.members({id, 10}) == (std::vector<pid_t>{11}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_thousand_deployments_take_one_walk_and_each_environment_is_read_once) {
  table t;
  for (pid_t pid = 1000; pid < 2000; ++pid) t.all.push_back(one(pid, 1, pid));
  const auto by = t.view();
  emulator::process_look look(by);
  for (int i = 0; i < 1000; ++i) look.members({std::to_string(i), 1000 + i, {}, true});
  BOOST_TEST(t.walks == 1);
  BOOST_TEST(t.environments_read.size() == 1000u);
  for (const auto& [pid, times] : t.environments_read) BOOST_TEST(times == 1);
}

BOOST_AUTO_TEST_SUITE_END()
