#include "fleet/completion.hpp"

#include "fleet/command_line.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::fleet {

BOOST_AUTO_TEST_SUITE(completions)

// That the shells understand the scripts is tested with the shells: tests/integration/test_fleet.py.
BOOST_AUTO_TEST_CASE(both_scripts_know_every_command_and_option) {
  command_line line("1");
  for (std::string shell : {"bash", "zsh"}) {
    const auto script = completion_script(line.app(), shell).value();
    for (const auto* sub : line.app().get_subcommands([](const CLI::App*) { return true; })) {
      BOOST_TEST(script.find(sub->get_name()) != std::string::npos, sub->get_name());
      for (const auto* option : sub->get_options())
        for (const auto& name : option->get_lnames())
          BOOST_TEST(script.find("--" + name) != std::string::npos, sub->get_name() << " --" << name);
    }
  }
  BOOST_TEST(completion_script(line.app(), "fish").error().message() == "'fish': expected bash or zsh");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
