#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

process::spawn_spec words(std::vector<std::string> command, std::vector<std::string> environment) {
  process::spawn_spec spec;
  spec.command = std::move(command);
  spec.environment = std::move(environment);
  return spec;
}

process::spawn_failure failure_of(const process::spawn_spec& spec) {
  real_children real;
  const auto started = real.host.spawn(spec);
  BOOST_REQUIRE(started.has_error());
  return started.error();
}

bool says(const process::spawn_failure& failure, const std::string& text) {
  return failure.message.find(text) != std::string::npos;
}

std::string says_name(const std::string& name) {
  return "#!/bin/sh\necho " + name + "\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spawn_lookup_suite)

BOOST_AUTO_TEST_CASE(the_childs_path_counts_and_not_ours) {
  const temporary_folder here;
  here.write("only-here", says_name("found"));
  real_children real;
  BOOST_TEST(real.output_of(words({"only-here"}, {"PATH=/nowhere:" + here.path("")})) == "found\n");
}

BOOST_AUTO_TEST_CASE(the_first_entry_that_has_it_wins) {
  const temporary_folder one, two;
  one.write("both", says_name("one"));
  two.write("both", says_name("two"));
  real_children real;
  BOOST_TEST(real.output_of(words({"both"}, {"PATH=" + one.path("") + ":" + two.path("")})) == "one\n");
}

BOOST_AUTO_TEST_CASE(without_a_path_the_systems_folders_are_searched) {
  real_children real;
  BOOST_TEST(real.wait_for(real.start(words({"true"}, {}))).success());
}

BOOST_AUTO_TEST_CASE(an_empty_entry_is_the_current_folder) {
  const temporary_folder here;
  here.write("in-current", says_name("current"));
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(here.folder());
  {
    real_children real;
    BOOST_TEST(real.output_of(words({"in-current"}, {"PATH="})) == "current\n");
    BOOST_TEST(real.output_of(words({"in-current"}, {"PATH=/nowhere:"})) == "current\n");
    BOOST_TEST(real.output_of(words({"in-current"}, {"PATH=/nowhere::/nowhere"})) == "current\n");
  }
  std::filesystem::current_path(before);
}

BOOST_AUTO_TEST_CASE(a_command_that_no_entry_has_is_127_and_names_the_path) {
  const auto failure = failure_of(words({"no-such-game"}, {"PATH=/nowhere:/dev/null:/usr/bin"}));
  BOOST_TEST(failure.exit_code == 127);
  BOOST_TEST(says(failure, "'no-such-game' not found"));
  BOOST_TEST(says(failure, "PATH=/nowhere:/dev/null:/usr/bin"));
}

BOOST_AUTO_TEST_CASE(a_command_with_a_slash_is_not_searched) {
  const temporary_folder here;
  here.write("sub/game", says_name("game"));
  const auto failure = failure_of(words({"sub/game"}, {"PATH=" + here.path("")}));
  BOOST_TEST(failure.exit_code == 127);
  BOOST_TEST(failure.message == "sub/game: not found");
  BOOST_TEST(failure_of(words({"/dev/null/game"}, {})).exit_code == 127);
}

BOOST_AUTO_TEST_CASE(an_empty_command_is_127) {
  BOOST_TEST(failure_of(words({}, {})).exit_code == 127);
  BOOST_TEST(failure_of(words({""}, {"PATH=/usr/bin"})).exit_code == 127);
}

BOOST_AUTO_TEST_CASE(what_may_not_be_executed_is_126) {
  const temporary_folder here;
  const auto data = here.write("data", says_name("data"), 0644);
  const auto failure = failure_of(words({data}, {}));
  BOOST_TEST(failure.exit_code == 126);
  BOOST_TEST(failure.message == data + ": Permission denied");
  BOOST_TEST(failure_of(words({here.path(".")}, {})).exit_code == 126);
}

BOOST_AUTO_TEST_CASE(an_entry_that_may_not_be_executed_is_passed_over) {
  const temporary_folder one, two;
  one.write("game", says_name("one"), 0644);
  two.write("game", says_name("two"));
  real_children real;
  BOOST_TEST(real.output_of(words({"game"}, {"PATH=" + one.path("") + ":" + two.path("")})) == "two\n");
  const auto failure = real.host.spawn(words({"game"}, {"PATH=" + one.path("") + ":/nowhere"}));
  BOOST_REQUIRE(failure.has_error());
  BOOST_TEST(failure.error().exit_code == 126);
  BOOST_TEST(says(failure.error(), one.path("")));
}

BOOST_AUTO_TEST_CASE(a_script_without_its_first_line_is_given_to_the_shell) {
  const temporary_folder here;
  const auto script = here.write("script", "echo \"$0 $1\"\n");
  real_children real;
  BOOST_TEST(real.output_of(words({script, "argument"}, {})) == script + " argument\n");
  BOOST_TEST(real.output_of(words({"script", "argument"}, {"PATH=" + here.folder().string()})) ==
             script + " argument\n");
}

BOOST_AUTO_TEST_CASE(a_program_for_another_machine_is_126_and_no_script) {
  const temporary_folder here;
  const auto foreign = here.write("foreign", std::string("\x7f"
                                                         "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\xff\xff",
                                                         20));
  const auto failure = failure_of(words({foreign}, {}));
  BOOST_TEST(failure.exit_code == 126);
  BOOST_TEST(says(failure, "Exec format error"));
}

BOOST_AUTO_TEST_CASE(a_missing_interpreter_is_named_as_such) {
  const temporary_folder here;
  const auto script = here.write("script", "#!/no/such/shell\n");
  for (const auto& spec : {words({script}, {}), words({"script"}, {"PATH=" + here.folder().string()})}) {
    const auto failure = failure_of(spec);
    BOOST_TEST(failure.exit_code == 127);
    BOOST_TEST(says(failure, "interpreter"));
    BOOST_TEST(says(failure, script));
  }
}

BOOST_AUTO_TEST_SUITE_END()
