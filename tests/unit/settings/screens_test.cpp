#include "settings/screens.hpp"

#include "settings/setting.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <sstream>

using namespace gamekeeper::settings;

namespace {

std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(screens)

BOOST_AUTO_TEST_CASE(the_help_holds_every_flag_variable_and_default_and_fits_the_screen) {
  const auto text = help_text();
  for (const auto& row : table()) {
    BOOST_TEST_CONTEXT(row.key) {
      for (const auto& form : row.flags()) BOOST_TEST(text.find(form.name) != std::string::npos);
      BOOST_TEST(text.find(row.variable()) != std::string::npos);
      BOOST_TEST(text.find(row.default_text) != std::string::npos);
    }
  }
  BOOST_TEST(longest_line(text) <= 100u);
}

BOOST_AUTO_TEST_CASE(the_effective_values_stand_in_columns_with_their_origin) {
  sources all;
  all.flags["drain.grace"] = "1s";
  std::istringstream lines(show(load(all)));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto& row = table()[count];
    BOOST_TEST(line.starts_with(row.key));
    BOOST_TEST(line.ends_with(row.key == "drain.grace" ? "  flag --drain-grace" : "  default"));
    // 28 letters of occupancy.unknown_warn_after, 23 of the api's address, two spaces between.
    BOOST_TEST(line.substr(55) == (row.key == "drain.grace" ? "flag --drain-grace" : "default"));
  }
  BOOST_TEST(count == table().size());
}

BOOST_AUTO_TEST_CASE(the_commented_file_gives_exactly_the_defaults) {
  sources all;
  all.file = settings_file{"f.json", annotated_default(), std::nullopt};
  const auto result = load(all);
  for (const auto& each : result.problems) BOOST_TEST_ERROR(each.describe());
  BOOST_TEST((result.values == load({}).values));
  for (const auto& each : result.effective()) BOOST_TEST((each.from.from == origin::layer::file), each.key);
  BOOST_TEST(longest_line(annotated_default()) <= 100u);
}

BOOST_AUTO_TEST_CASE(the_file_in_config_is_the_commented_file) {
  std::ifstream in(GAMEKEEPER_CONFIG_FOLDER "/gamekeeper.json", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  BOOST_TEST(text == annotated_default());
}

BOOST_AUTO_TEST_SUITE_END()
