#include "settings/problem.hpp"

#include "settings/load.hpp"
#include "settings/setting.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::settings;

namespace {

constexpr std::string_view secret = "S3CR3T";

// What people write by mistake into a setting that can hold a secret: the form forgotten, misspelt or turned round.
const std::vector<std::string> mistakes{
    "S3CR3T",
    "DB=1,S3CR3T",
    "=S3CR3T",
    "https://host/S3CR3T",
    "https://host/?a=1&key=S3CR3T",
    "https://me:S3CR3T@host/",
    "S3CR3T=https://host/",
    "ended=htps://host/S3CR3T",
    "ended=https://host/S3CR3T x",
    "ended=command:S3CR3T",
    "ended=command:/x 'S3CR3T",
    "endd=https://host/S3CR3T",
    "0s http=https://host/S3CR3T",
    "0s http://127.0.0.1/S3CR3T",
    "0s htp=http://127.0.0.1/S3CR3T",
    "0s hook=https://host/S3CR3T",
    "0s event=S3CR3T",
    "http=http://127.0.0.1/?S3CR3T 0s",
    "1xS3CR3T line=quit",
    "0s signal=S3CR3T",
    "[\"S3CR3T\"",
    "[\"A=1\", 5, \"S3CR3T\"]",
    "A=S3CR3T\n",
    "/S3CR3T/",
};

std::vector<loaded> load_from_every_layer(const setting& row, const std::string& text) {
  sources by_flag;
  by_flag.flags[std::string(row.key)] = text;
  sources by_variable;
  by_variable.environment = {row.variable() + "=" + text};
  sources by_file;
  std::string quoted;
  for (const char c : text) quoted += c == '\n' ? "\\n" : c == '"' ? "\\\"" : std::string(1, c);
  const auto member = "\"" + quoted + "\"";
  const auto group = std::string(row.group());
  const auto name = std::string(row.name());
  by_file.file = settings_file{"/f.json",
                               "{\"" + group + "\": {\"" + name + "\": " +
                                   (row.what == setting::kind::list ? "[" + member + "]" : member) + "}}",
                               {}};
  sources of_another_kind = by_file;
  of_another_kind.file->text = "{\"" + group + "\": {\"" + name + "\": {\"x\": " + member + "}}}";
  return {load(by_flag), load(by_variable), load(by_file), load(of_another_kind)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(problems)

BOOST_AUTO_TEST_CASE(a_problem_names_its_place_what_is_wrong_and_what_is_allowed) {
  problem found;
  found.where = {origin::layer::file, "/f.json:3"};
  found.key = "a.b";
  found.message = "is bad";
  found.allowed = "good";
  BOOST_TEST(found.describe() == "/f.json:3: a.b: is bad (allowed: good)");
}

BOOST_AUTO_TEST_CASE(no_problem_of_a_setting_that_can_hold_a_secret_quotes_it) {
  std::size_t settings = 0;
  std::size_t refused = 0;
  for (const auto& row : table()) {
    if (!row.masked) continue;
    ++settings;
    for (const auto& text : mistakes)
      for (const auto& result : load_from_every_layer(row, text))
        for (const auto& each : result.problems) {
          ++refused;
          BOOST_TEST(each.describe().find(secret) == std::string::npos, each.describe());
        }
  }
  BOOST_TEST(settings >= 4u);
  BOOST_TEST(refused > 4 * mistakes.size());
}

BOOST_AUTO_TEST_CASE(a_token_that_was_given_in_place_of_its_file_or_in_an_address_is_not_quoted) {
  for (const auto* text :
       {"S3CR3T", "https://api.example.com/?token=S3CR3T", "https://S3CR3T@api.example.com"})
    for (const auto* key : {"platform.token_file", "platform.api_url"}) {
      if (std::string_view(key) == "platform.api_url" && text == secret) continue;
      sources all;
      all.flags[key] = text;
      const auto result = load(all);
      BOOST_TEST_REQUIRE(result.problems.size() == 1u);
      BOOST_TEST(result.problems[0].describe().find(secret) == std::string::npos,
                 result.problems[0].describe());
    }
}

BOOST_AUTO_TEST_SUITE_END()
