#include "gamekeeper/run/hook_addresses.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <fstream>

using namespace gamekeeper;
using namespace gamekeeper::run;

namespace {

struct reader {
  base::logger log{base::make_fd_sink(STDERR_FILENO), base::log_format::text, base::log_level::error};

  std::vector<telemetry::hook> read(const std::vector<std::string>& texts,
                                    const std::vector<std::string>& environment) {
    return read_hook_addresses(telemetry::parse_hooks(texts).usable, environment, log);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(hook_addresses)

BOOST_FIXTURE_TEST_CASE(they_come_from_the_setting_a_file_or_a_variable, reader) {
  tests::temporary_folder folder;
  const auto file = (folder.path() / "hook").string();
  std::ofstream(file) << "https://host/from-file\nX-Key: Bearer key-in-file\n";
  const auto all =
      read({"ended=https://host/plain", "ended=file:" + file, "ended=env:HOOK", "ended=command:/bin/true"},
           {"HOOK=https://host/from-variable"});
  BOOST_TEST_REQUIRE(all.size() == 4u);
  BOOST_TEST(all[0].url == "https://host/plain");
  BOOST_TEST(all[1].url == "https://host/from-file");
  BOOST_TEST(all[1].headers.at(0).second == "Bearer key-in-file");
  BOOST_TEST(all[2].url == "https://host/from-variable");
  BOOST_TEST(all[3].command.at(0) == "/bin/true");
  const auto shown = log.secrets().redact("https://host/from-file https://host/plain key-in-file");
  BOOST_TEST(shown == "*** *** ***");
}

BOOST_FIXTURE_TEST_CASE(a_hook_without_an_address_does_not_cost_the_others, reader) {
  const auto all =
      read({"ended=file:/does/not/exist", "ended=env:NOT_THERE", "ended=env:BAD", "ended=env:GOOD"},
           {"BAD=nonsense", "GOOD=https://host/"});
  BOOST_TEST_REQUIRE(all.size() == 1u);
  BOOST_TEST(all[0].variable == "GOOD");
}

BOOST_AUTO_TEST_SUITE_END()
