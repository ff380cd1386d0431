#include "settings/list_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::settings;
using texts = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(list_texts)

BOOST_AUTO_TEST_CASE(commas_part_a_list) {
  BOOST_TEST((parse_list("").value() == texts{}));
  BOOST_TEST((parse_list("a").value() == texts{"a"}));
  BOOST_TEST((parse_list("a=1, b=2 ,c").value() == texts{"a=1", "b=2", "c"}));
  BOOST_TEST((parse_list("a,,b,").value() == texts{"a", "", "b", ""}));
}

BOOST_AUTO_TEST_CASE(a_text_with_a_comma_is_written_in_an_array) {
  BOOST_TEST((parse_list(R"(["a,b", " c ", ""])").value() == texts{"a,b", " c ", ""}));
  BOOST_TEST((parse_list("[]").value() == texts{}));
  for (auto bad : {"[", "[1]", R"(["a", null])", R"(["a"] x)", "[a]"}) {
    const auto parsed = parse_list(bad);
    BOOST_REQUIRE(!parsed);
    BOOST_TEST(parsed.error().message().find("no JSON array of strings") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(what_is_written_and_what_is_shown_give_the_same_list_back) {
  for (const auto& items : {texts{}, texts{"a"}, texts{"a,b"}, texts{" a"}, texts{"[x"}, texts{""},
                            texts{"a", "b"}, texts{"\"", "\\"}}) {
    BOOST_TEST((parse_list(write_list(items)).value() == items));
    BOOST_TEST((parse_list(show_list(items)).value() == items));
  }
  BOOST_TEST(show_list({"a", "b"}) == "a,b");
  BOOST_TEST(show_list({"a,b"}) == R"(["a,b"])");
}

BOOST_AUTO_TEST_SUITE_END()
