#include "base/file_text.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

using namespace gamekeeper::base;
using gamekeeper::tests::temporary_folder;

BOOST_AUTO_TEST_SUITE(file_text)

BOOST_AUTO_TEST_CASE(all_of_it_is_read_up_to_the_limit) {
  const temporary_folder folder;
  const auto path = folder.write("x", "12345");
  BOOST_TEST(read_regular_file(path, 5).value() == "12345");
  BOOST_TEST((read_regular_file(path, 4).error().code() == errc::too_large));
  BOOST_TEST(read_regular_file(folder.write("empty", ""), 5).value() == "");
}

BOOST_AUTO_TEST_CASE(a_file_that_says_that_it_is_empty_is_read_all_the_same) {
  BOOST_TEST(read_regular_file("/proc/self/status", 64 * 1024).value().find("VmRSS") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_refused_without_waiting) {
  const temporary_folder folder;
  const auto pipe = folder.file("pipe");
  BOOST_TEST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  BOOST_TEST((read_regular_file(pipe, 5).error().code() == errc::invalid_input));
  BOOST_TEST((read_regular_file(folder.path().string(), 5).error().code() == errc::invalid_input));
  BOOST_TEST((read_regular_file(folder.file("none"), 5).error().code() == errc::not_found));
}

BOOST_AUTO_TEST_SUITE_END()
