#include "gamekeeper/run/placeholder_files.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <fstream>
#include <iterator>

using namespace gamekeeper;
using namespace gamekeeper::run;
using strings = std::vector<std::string>;

namespace {

const strings variables{"MAP=dust"};
const edgegap::placeholders known{{}, variables};

void write(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
}

std::string read(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates)

BOOST_AUTO_TEST_CASE(the_arguments_are_filled_in_and_the_program_is_not) {
  BOOST_TEST(expand_command({"{env.MAP}", "-map", "{env.MAP}"}, known).value() ==
                 (strings{"{env.MAP}", "-map", "dust"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_argument_that_means_nothing_is_named) {
  const auto failed = expand_command({"game", "-p", "{port.a.internal}"}, known);
  BOOST_REQUIRE(failed.has_error());
  BOOST_TEST(failed.error().message().starts_with(
      "argument 2, '{port.a.internal}': {port.a.internal} has no value"));
}

BOOST_AUTO_TEST_CASE(a_file_is_filled_in_elsewhere_or_in_place_with_the_same_rights) {
  tests::temporary_folder folder;
  const auto from = folder.path() / "server.cfg";
  const auto to = folder.path() / "made.cfg";
  write(from, "map {env.MAP}\n{\"json\": {}}\n");
  ::chmod(from.c_str(), 0640);
  BOOST_TEST(fill_templates({{from, to}}, known).has_value());
  BOOST_TEST(read(to) == "map dust\n{\"json\": {}}\n");
  struct stat about {};
  ::stat(to.c_str(), &about);
  BOOST_TEST((about.st_mode & 0777) == 0640u);
  BOOST_TEST(fill_templates({{from, from}}, known).has_value());
  BOOST_TEST(read(from) == read(to));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_filled_in_is_named_and_nothing_is_written) {
  tests::temporary_folder folder;
  const auto from = folder.path() / "server.cfg";
  const auto to = folder.path() / "made.cfg";
  write(from, "{nothing}");
  auto failed = fill_templates({{from, to}}, known);
  BOOST_REQUIRE(failed.has_error());
  BOOST_TEST(failed.error().message().starts_with("template " + from.string() + ": {nothing} has no value"));
  BOOST_TEST(!std::filesystem::exists(to));
  BOOST_TEST(fill_templates({{folder.path() / "none", to}}, known).has_error());
  BOOST_TEST(fill_templates({{folder.path(), to}}, known).has_error());
  BOOST_TEST(fill_templates({{"/dev/null", to}}, known).has_error());
}

BOOST_AUTO_TEST_SUITE_END()
