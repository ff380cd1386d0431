#include "settings/settings_file.hpp"

#include "base/limits.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

using namespace gamekeeper;
using namespace gamekeeper::settings;
using form = file_entry::form;

namespace {

std::string place_of_failure(std::string_view text) {
  const auto contents = parse_settings_file("f.json", text);
  BOOST_REQUIRE_MESSAGE(contents.failure, text);
  BOOST_TEST(contents.entries.empty());
  return contents.failure->where.detail;
}

std::vector<file_entry> entries_of(std::string_view text) {
  auto contents = parse_settings_file("f.json", text);
  BOOST_REQUIRE_MESSAGE(!contents.failure, contents.failure->describe());
  return contents.entries;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_file)

BOOST_AUTO_TEST_CASE(nested_keys_are_joined_by_dots_and_know_their_line) {
  const auto entries =
      entries_of("{\n \"drain\": {\n  \"grace\": \"30s\",\n\n  \"x\":\n  5 },\n \"a.b\": \"c\" }");
  BOOST_REQUIRE(entries.size() == 3u);
  BOOST_TEST(entries[0].key == "drain.grace");
  BOOST_TEST(entries[0].text == "30s");
  BOOST_TEST(entries[0].line == 3);
  BOOST_TEST(entries[1].key == "drain.x");
  BOOST_TEST((entries[1].what == form::integer));
  BOOST_TEST(entries[1].text == "5");
  BOOST_TEST(entries[1].line == 5);
  BOOST_TEST(entries[2].key == "a.b");
  BOOST_TEST(entries[2].line == 7);
}

BOOST_AUTO_TEST_CASE(comments_and_trailing_commas_are_fine_everywhere) {
  const auto entries = entries_of(
      "// first\n/* a\n b */ { // here\n \"a\": /* x */ { \"b\": 1, /* y\n */ }, // \"no\": 1\n \"c\": "
      "\"d\\u00e9\",\n}\n// end");
  BOOST_REQUIRE(entries.size() == 2u);
  BOOST_TEST(entries[0].key == "a.b");
  BOOST_TEST(entries[0].line == 4);
  BOOST_TEST(entries[1].key == "c");
  BOOST_TEST(entries[1].text == "d\xc3\xa9");
  BOOST_TEST(entries[1].line == 6);
}

BOOST_AUTO_TEST_CASE(every_value_is_kept_with_its_kind) {
  const auto entries =
      entries_of(R"({"a": [1, {"b": 2}, [3]], "c": null, "d": true, "e": 1.5, "f": {}, "g": {"h": 1}})");
  BOOST_REQUIRE(entries.size() == 6u);
  BOOST_TEST(entries[0].text == "an array that holds a number");
  BOOST_TEST(entries[1].text == "null");
  BOOST_TEST((entries[2].what == file_entry::form::boolean));
  BOOST_TEST(entries[2].text == "true");
  BOOST_TEST(entries[3].text == "a fraction");
  BOOST_TEST(entries[4].key == "f");
  BOOST_TEST(entries[4].text == "an object");
  BOOST_TEST(entries[5].key == "g.h");
}

BOOST_AUTO_TEST_CASE(an_array_of_strings_is_a_list) {
  const auto entries =
      entries_of(R"({"a": ["x,y", "\u00e9"], "b": [], "c": [["x"], 1], "d": ["x", {"y": "z"}]})");
  BOOST_REQUIRE(entries.size() == 4u);
  BOOST_TEST((entries[0].what == file_entry::form::list));
  BOOST_TEST(entries[0].text == "[\"x,y\",\"\u00e9\"]");
  BOOST_TEST(entries[1].text == "[]");
  BOOST_TEST(entries[2].text == "an array that holds an array");
  BOOST_TEST(entries[3].text == "an array that holds an object");
}

BOOST_AUTO_TEST_CASE(a_key_that_stands_twice_is_kept_twice) {
  const auto entries = entries_of("{\"a\": 1,\n\"a\": 2}");
  BOOST_REQUIRE(entries.size() == 2u);
  BOOST_TEST(entries[1].line == 2);
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_placed_by_line_and_column) {
  BOOST_TEST(place_of_failure("{\n  \"a\": 1\n  \"b\": 2\n}") == "f.json:3:3");
  BOOST_TEST(place_of_failure("{ nope }") == "f.json:1:3");
  BOOST_TEST(place_of_failure("{}\n{}") == "f.json:2:1");
  BOOST_TEST(place_of_failure("{\n\"a\": \"b").starts_with("f.json:2:"));
  BOOST_TEST(place_of_failure("{\n\n").starts_with("f.json:"));
  BOOST_TEST(place_of_failure("") == "f.json:1:1");
  BOOST_TEST(place_of_failure("{} /* open").starts_with("f.json:1:"));
  BOOST_TEST(place_of_failure("{\"a\": \"\xff\"}").starts_with("f.json:1:"));
}

BOOST_AUTO_TEST_CASE(a_whole_that_is_no_object_is_refused) {
  for (auto text : {"[]", "5", "\"x\"", "null", "[{\"a\": 1}]"}) place_of_failure(text);
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_skipped) {
  BOOST_TEST(entries_of("\xEF\xBB\xBF{\"a\": 1}").size() == 1u);
}

BOOST_AUTO_TEST_CASE(nesting_without_end_is_refused) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "{\"a\":";
  place_of_failure(text);
}

BOOST_AUTO_TEST_CASE(a_flag_goes_over_the_variable_that_names_the_file) {
  const tests::temporary_folder folder;
  const auto by_flag = folder.write("flag.json", "{}");
  const auto by_variable = folder.write("variable.json", "{ }");
  const std::vector<std::string> environment{"PATH=/bin", "GAMEKEEPER_CONFIG=\"" + by_variable + "\"\r"};
  BOOST_TEST(find_settings_file(by_flag, environment)->path == by_flag);
  BOOST_TEST(find_settings_file(std::nullopt, environment)->text == "{ }");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_named_has_to_be_there_and_be_a_file) {
  const tests::temporary_folder folder;
  const auto absent = find_settings_file(folder.file("absent.json"), {});
  BOOST_REQUIRE(absent);
  BOOST_REQUIRE(absent->failure);
  BOOST_TEST((absent->failure->code() == base::errc::not_found));
  BOOST_TEST(bool(read_settings_file(folder.path().string()).failure));
  const auto pipe = folder.file("pipe");
  BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  BOOST_TEST(bool(read_settings_file(pipe).failure));
}

BOOST_AUTO_TEST_CASE(a_file_past_the_limit_is_refused) {
  const tests::temporary_folder folder;
  const auto at_limit = folder.write("a", std::string(base::limits::settings_file_bytes, ' '));
  BOOST_TEST(!read_settings_file(at_limit).failure);
  const auto past_limit = folder.write("b", std::string(base::limits::settings_file_bytes + 1, ' '));
  BOOST_REQUIRE(read_settings_file(past_limit).failure);
  BOOST_TEST((read_settings_file(past_limit).failure->code() == base::errc::too_large));
}

BOOST_AUTO_TEST_SUITE_END()
