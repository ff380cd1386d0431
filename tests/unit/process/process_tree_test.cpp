#include "process/process_tree.hpp"

#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::process;
using gamekeeper::tests::temporary_folder;

namespace {

void add(const temporary_folder& proc, pid_t pid, pid_t parent, const std::string& name = "x") {
  const auto number = std::to_string(pid);
  proc.write(number + "/stat",
             number + " (" + name + ") S " + std::to_string(parent) + " 7 7 0 -1 4194560 1 2\n");
}

std::vector<pid_t> pids(const std::vector<process_info>& processes) {
  std::vector<pid_t> all;
  for (const auto& each : processes) all.push_back(each.pid);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(process_tree_suite)

BOOST_AUTO_TEST_CASE(a_line_gives_pid_name_state_parent_and_group) {
  process_info info;
  BOOST_REQUIRE(parse_stat_line("42 (game) R 7 41 41 34816 41 4194304 90 0", info));
  BOOST_TEST(info.pid == 42);
  BOOST_TEST(info.name == "game");
  BOOST_TEST(info.state == 'R');
  BOOST_TEST(info.parent == 7);
  BOOST_TEST(info.group == 41);
}

BOOST_AUTO_TEST_CASE(a_whole_line_gives_the_threads_and_the_start) {
  process_info info;
  BOOST_REQUIRE(
      parse_stat_line("42 (game) Z 7 41 41 0 -1 4194304 90 0 1 0 5 6 0 0 20 0 3 0 8123456 0 0", info));
  BOOST_TEST(info.threads == 3);
  BOOST_TEST(info.started == 8'123'456u);
}

BOOST_AUTO_TEST_CASE(a_line_that_was_cut_off_says_nothing_of_them) {
  process_info info;
  BOOST_REQUIRE(parse_stat_line("42 (game) S 7 41 41 0 -1 4194304 90 0 1 0 5 6 0 0 20 0", info));
  BOOST_TEST(info.threads == 1);
  BOOST_TEST(info.started == 0u);
}

BOOST_AUTO_TEST_CASE(a_process_has_ended_when_no_thread_of_it_is_left) {
  const auto in = [](char state, int threads) {
    process_info info;
    info.state = state;
    info.threads = threads;
    return info;
  };
  BOOST_TEST(in('Z', 1).ended());
  BOOST_TEST(in('X', 0).ended());
  BOOST_TEST(!in('Z', 2).ended());
  BOOST_TEST(!in('S', 1).ended());
  BOOST_TEST(!in('T', 5).ended());
}

BOOST_AUTO_TEST_CASE(a_name_may_hold_anything) {
  for (const std::string name :
       {"", " ", "a b", ")", "(", ") S 1 1", "x) Z 99 99 (", "a\nb", "((", "))", "\xff\x01", "1 (x) S 2 3"}) {
    process_info info;
    BOOST_TEST_CONTEXT("name '" << name << "'") {
      BOOST_REQUIRE(parse_stat_line("42 (" + name + ") D 7 41 41 0", info));
      BOOST_TEST(info.name == name);
      BOOST_TEST(info.pid == 42);
      BOOST_TEST(info.state == 'D');
      BOOST_TEST(info.parent == 7);
      BOOST_TEST(info.group == 41);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_has_another_form_is_refused_and_changes_nothing) {
  for (const std::string line : {"",
                                 " ",
                                 "(",
                                 ")",
                                 "()",
                                 ")(",
                                 "42",
                                 "42 ",
                                 "42 (",
                                 "42 (game",
                                 "42 (game)",
                                 "42 (game) ",
                                 "42 (game) S",
                                 "42 (game) S ",
                                 "42 (game) S 7",
                                 "42 (game) S 7 ",
                                 "42 (game) S 7 41",
                                 "42 (game) S x 41 41",
                                 "42 (game) S 7 y 1",
                                 "42 (game) SS 7 41 41",
                                 "42 (game)S 7 41 41",
                                 "(game) S 7 41 41",
                                 "x (game) S 7 41 41",
                                 "-4 (game) S 7 41 41",
                                 "0 (game) S 7 41 41",
                                 "42(game) S 7 41 41",
                                 "42  (game) S 7 41 41",
                                 "42 game) S 7 41 41",
                                 "99999999999 (game) S 7 41 41",
                                 "42 (game) S -7 41 41",
                                 "42 (game) S 7 -41 41"}) {
    process_info info{1, 2, 3, 'Q', "before"};
    BOOST_TEST_CONTEXT("'" << line << "'") {
      BOOST_TEST(!parse_stat_line(line, info));
      BOOST_TEST(info.pid == 1);
      BOOST_TEST(info.name == "before");
    }
  }
}

BOOST_AUTO_TEST_CASE(parents_come_before_their_children) {
  const temporary_folder proc;
  add(proc, 10, 1);
  add(proc, 5, 11);  // a child with a smaller number than its parent: the numbers have come round
  add(proc, 11, 10);
  add(proc, 12, 5);
  add(proc, 20, 1);
  BOOST_TEST(pids(descendants_of(1, proc.folder())) == (std::vector<pid_t>{10, 20, 11, 5, 12}),
             boost::test_tools::per_element());
  BOOST_TEST(pids(descendants_of(11, proc.folder())) == (std::vector<pid_t>{5, 12}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(others_are_not_descendants) {
  const temporary_folder proc;
  add(proc, 1, 0);
  add(proc, 2, 0);
  add(proc, 30, 2);
  add(proc, 31, 999);
  BOOST_TEST(descendants_of(1, proc.folder()).empty());
}

BOOST_AUTO_TEST_CASE(a_circle_of_parents_ends_the_walk) {
  const temporary_folder proc;
  add(proc, 1, 3);
  add(proc, 2, 1);
  add(proc, 3, 2);
  add(proc, 4, 4);
  BOOST_TEST(pids(descendants_of(1, proc.folder())) == (std::vector<pid_t>{2, 3}),
             boost::test_tools::per_element());
  proc.write("04/stat", "4 (x) S 2 7 7\n");
  proc.write("5/stat", "3 (x) S 3 7 7\n");
  BOOST_TEST(pids(descendants_of(1, proc.folder())) == (std::vector<pid_t>{2, 3}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_vanished_or_is_no_process_is_left_out) {
  const temporary_folder proc;
  add(proc, 10, 1);
  proc.write("meminfo", "MemTotal: 1 kB\n");
  proc.write("11/comm", "no stat here\n");
  proc.write("12/stat", "");
  proc.write("13abc/stat", "13 (x) S 1 7 7\n");
  proc.write(std::string(200, '1') + "/stat", "14 (x) S 1 7 7\n");
  BOOST_TEST(pids(descendants_of(1, proc.folder())) == (std::vector<pid_t>{10}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_a_proc_nobody_descends_from_anybody) {
  BOOST_TEST(descendants_of(1, "/nowhere/proc").empty());
  BOOST_TEST((find_kinship(5, 1, "/nowhere/proc").to_ancestor == kinship::relation::unknown));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(kinships)

namespace {
using relation = kinship::relation;
}

BOOST_AUTO_TEST_CASE(a_process_descends_from_each_of_its_parents) {
  const temporary_folder proc;
  add(proc, 5, 3);
  add(proc, 3, 2);
  add(proc, 2, 0);
  const auto find = [&](pid_t pid, pid_t ancestor) { return find_kinship(pid, ancestor, proc.folder()); };
  BOOST_TEST((find(5, 3).to_ancestor == relation::descends));
  BOOST_TEST(find(5, 3).branch == 5);
  BOOST_TEST((find(5, 2).to_ancestor == relation::descends));
  BOOST_TEST(find(5, 2).branch == 3);
  BOOST_TEST((find(5, 5).to_ancestor == relation::unrelated));
  BOOST_TEST((find(3, 5).to_ancestor == relation::unrelated));
  BOOST_TEST((find(0, 2).to_ancestor == relation::unrelated));  // of another namespace
}

BOOST_AUTO_TEST_CASE(of_a_process_that_is_gone_nobody_can_say_whose_it_was) {
  const temporary_folder proc;
  add(proc, 5, 3);
  BOOST_TEST((find_kinship(99, 1, proc.folder()).to_ancestor == relation::unknown));
  BOOST_TEST((find_kinship(5, 1, proc.folder()).to_ancestor == relation::unknown));  // its parent
}

BOOST_AUTO_TEST_CASE(a_circle_of_parents_has_an_end) {
  const temporary_folder proc;
  add(proc, 5, 6);
  add(proc, 6, 5);
  BOOST_TEST((find_kinship(5, 2, proc.folder()).to_ancestor == relation::unknown));
}

BOOST_AUTO_TEST_SUITE_END()
