#include "base/json.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper::base;
using strings = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(json_)

BOOST_AUTO_TEST_CASE(members_that_are_absent_or_null_are_silently_nothing) {
  strings problems;
  const auto value = *parse_json(R"({"a": null})");
  const json_reader reader(value, problems);
  BOOST_TEST(!reader.integer("a"));
  BOOST_TEST(!reader.text("b"));
  BOOST_TEST(!reader.object("c"));
  BOOST_TEST(problems.empty());
}

BOOST_AUTO_TEST_CASE(numbers_and_booleans_may_be_text) {
  strings problems;
  const auto value =
      *parse_json(R"({"n": "5", "m": 5, "f": "45.5", "t": "true", "whole": 2.0, "text": "2.0"})");
  const json_reader reader(value, problems);
  BOOST_TEST(*reader.integer("n") == 5);
  BOOST_TEST(*reader.integer("m") == 5);
  BOOST_TEST(*reader.integer("whole") == 2);
  BOOST_TEST(*reader.integer("text") == 2);
  BOOST_TEST(*reader.number("f") == 45.5);
  BOOST_TEST(*reader.boolean("t"));
  BOOST_TEST(problems.empty());
}

BOOST_AUTO_TEST_CASE(a_wrong_type_is_a_problem_with_its_pointer) {
  strings problems;
  const auto value =
      *parse_json(R"({"ports": {"a/b": {"external": "no"}}, "tags": ["x", 1], "n": 1.5, "s": 1, "b": 3})");
  const json_reader reader(value, problems);
  const auto port = reader.object("ports")->object("a/b");
  BOOST_TEST(!port->integer("external"));
  BOOST_TEST(reader.texts("tags")->size() == 1u);
  BOOST_TEST(!reader.integer("n"));
  BOOST_TEST(!reader.text("s"));
  BOOST_TEST(!reader.boolean("b"));
  BOOST_TEST(!reader.object("n"));
  BOOST_TEST(
      problems ==
          (strings{"/ports/a~1b/external: expected a whole number, found a string",
                   "/tags/1: expected a string, found a number",
                   "/n: expected a whole number that fits 64 bits", "/s: expected a string, found a number",
                   "/b: expected a boolean, found a number", "/n: expected an object, found a number"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_object_has_no_members) {
  strings problems;
  const auto value = *parse_json("[1]");
  const json_reader reader(value, problems);
  BOOST_TEST(!reader.integer("a"));
  BOOST_TEST(reader.keys().empty());
  BOOST_TEST(problems == strings{"/: expected an object, found an array"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_refused_with_the_place) {
  for (const char* text : {"", "{", "{\"a\":}", "<html>", "{} x", "\"\xff\""}) {
    const auto parsed = parse_json(text);
    BOOST_TEST_REQUIRE(parsed.has_error(), text);
    BOOST_TEST((parsed.error().code() == errc::malformed));
    BOOST_TEST(parsed.error().message().find("byte") != std::string::npos, parsed.error().message());
  }
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_in_front_is_nothing_and_elsewhere_no_json) {
  BOOST_TEST(parse_json("\xef\xbb\xbf{\"a\": 1}")->at("a").as_int64() == 1);
  BOOST_TEST(parse_json("\xef\xbb\xbf{} x").error().message() ==
             "not JSON: something follows the value at byte 6");
  for (const char* text : {"\xef\xbb\xbf", "{}\xef\xbb\xbf", "\xef\xbb\xbf\xef\xbb\xbf{}", "\xef\xbb{}"})
    BOOST_TEST(parse_json(text).has_error(), text);
}

BOOST_AUTO_TEST_CASE(thirty_two_levels_are_read_and_one_more_is_refused) {
  const std::string open(32, '['), close(32, ']');
  BOOST_TEST(parse_json(open + close).has_value());
  const auto deeper = parse_json("[" + open + close + "]");
  BOOST_TEST_REQUIRE(deeper.has_error());
  BOOST_TEST(deeper.error().message().find("32 levels") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(objects_of_an_array_know_where_they_are) {
  const auto value = parse_json(R"({"a":[{"x":1},7,{"x":"no"}],"b":{},"c":null})").value();
  std::vector<std::string> problems;
  const json_reader top(value, problems);
  const auto all = top.objects("a");
  BOOST_REQUIRE(all.size() == 2U);
  BOOST_TEST((all[0].integer("x") == 1));
  BOOST_TEST(!all[1].integer("x").has_value());
  BOOST_TEST((top.objects("b").empty() && top.objects("c").empty() && top.objects("d").empty()));
  const std::vector<std::string> expected{"/a/1: expected an object, found a number",
                                          "/a/2/x: expected a whole number, found a string",
                                          "/b: expected an array of objects, found an object"};
  BOOST_TEST(problems == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
