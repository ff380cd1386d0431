#include "process/proc_file.hpp"

#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::process;

BOOST_AUTO_TEST_SUITE(proc_files)

BOOST_AUTO_TEST_CASE(a_file_is_read_whole_or_up_to_the_limit) {
  tests::temporary_folder files;
  const auto path = files.write("long", std::string(100'000, 'x'));
  BOOST_TEST(read_text(path, 200'000)->size() == 100'000u);
  BOOST_TEST(read_text(path, 20'000)->size() == 20'000u);
  BOOST_TEST(read_text(files.write("empty", ""), 10)->empty());
  BOOST_TEST(!read_text("/proc/self/status", 64 * 1024)->empty());
  BOOST_TEST((read_text(files.path("none"), 10).error().code() == base::errc::not_found));
}

BOOST_AUTO_TEST_CASE(a_value_is_found_by_its_whole_key) {
  constexpr std::string_view text = "oom 1\noom_kill 2\nState:\tS (sleeping)\nEmpty:\nlast 9";
  BOOST_TEST(value_of(text, "oom") == "1");
  BOOST_TEST(value_of(text, "oom_kill") == "2");
  BOOST_TEST(value_of(text, "State") == "S (sleeping)");
  BOOST_TEST(value_of(text, "Empty") == "");
  BOOST_TEST(value_of(text, "last") == "9");
  BOOST_TEST(value_of(text, "Stat") == "");
}

BOOST_AUTO_TEST_CASE(a_text_is_taken_apart_from_the_front) {
  std::string_view text = "a b  c";
  BOOST_TEST(take_until(text, ' ') == "a");
  BOOST_TEST(take_until(text, ' ') == "b");
  BOOST_TEST(take_until(text, ' ') == "");
  BOOST_TEST(take_until(text, ' ') == "c");
  BOOST_TEST(take_until(text, ' ') == "");
}

BOOST_AUTO_TEST_SUITE_END()
