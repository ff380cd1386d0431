#include "process/path_probe.hpp"

#include "process/spawn.hpp"

#include <boost/test/unit_test.hpp>

#include <future>

using namespace gamekeeper;
using namespace std::chrono_literals;
using paths = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(path_probes)

BOOST_AUTO_TEST_CASE(a_file_that_is_there_or_not_is_an_answer) {
  process::path_probe files;
  BOOST_TEST(files.answers({"/bin/sh", "/does/not/exist", "/"}));
}

BOOST_AUTO_TEST_CASE(a_dead_mount_is_asked_once_and_keeps_no_other_path_waiting) {
  std::promise<void> mount;
  int looks = 0;
  process::path_probe files(1ms, [answer = mount.get_future().share(), &looks](const std::string& path) {
    if (path != "/mnt/hook") return;
    ++looks;
    answer.wait();
  });
  BOOST_TEST(!files.answers({"/mnt/hook"}));
  BOOST_TEST(!files.answers({"/mnt/hook"}));
  while (!files.answers({"/bin/true"})) {  // on a busy machine a thread may take longer than its millisecond
  }
  mount.set_value();
  while (!files.answers({"/mnt/hook"})) {
  }
  BOOST_TEST(looks >= 2);
}

BOOST_AUTO_TEST_CASE(the_files_of_a_start_are_its_folder_and_wherever_its_program_may_be) {
  process::spawn_spec spec;
  BOOST_TEST(process::files_read_by(spec).empty());
  spec.command = {"save.sh", "--all"};
  spec.environment = {"PATH=/usr/local/bin::bin"};
  spec.working_directory = "/game";
  BOOST_TEST(process::files_read_by(spec) ==
                 paths({"/game", "/usr/local/bin/save.sh", "/game/save.sh", "/game/bin/save.sh"}),
             boost::test_tools::per_element());
  spec.command = {"./save.sh"};
  BOOST_TEST(process::files_read_by(spec) == paths({"/game", "/game/./save.sh"}),
             boost::test_tools::per_element());
  spec.working_directory.clear();
  BOOST_TEST(process::files_read_by(spec) == paths({"./save.sh"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
