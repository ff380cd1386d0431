#include "gamekeeper/findings/finding.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::findings;

namespace {

std::vector<finding> some() {
  std::vector<finding> all;
  all.emplace_back(outcome::ok, "starts", "after 20ms");
  all.emplace_back(outcome::fail, "ports", "7777/UDP & <none>", "Bind \"it\"");
  all.back().details.push_back("\x01\xff");
  all.emplace_back(outcome::skip, "memory", "no limit");
  all.emplace_back(outcome::warn, "exit code", "143");
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(findings_for_people_and_machines)

BOOST_AUTO_TEST_CASE(a_line_has_what_was_seen_and_the_advice_beneath) {
  finding one(outcome::fail, "ports", "nothing on 7777/UDP", "Bind it");
  one.details.push_back("bound: 7778/UDP");
  BOOST_TEST(as_lines(one, {}) ==
             "FAIL  ports          nothing on 7777/UDP\n        bound: 7778/UDP\n   -> Bind it\n");
}

BOOST_AUTO_TEST_CASE(long_texts_go_on_under_themselves_within_the_width) {
  const std::string words =
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
  const auto text = as_lines(finding(outcome::ok, "starts", words, words), {false, 60});
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin))
    BOOST_TEST(end - begin <= 60u);
  BOOST_TEST(text.find("\n                     nine") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(colour_is_around_the_outcome_alone) {
  ctl::look colourful;
  colourful.colour = true;
  BOOST_TEST(as_lines(finding(outcome::ok, "starts", "yes"), colourful) ==
             "\x1b[32mok\x1b[0m    starts         yes\n");
}

BOOST_AUTO_TEST_CASE(only_a_failure_is_one) {
  auto all = some();
  BOOST_TEST(!passed(all));
  BOOST_TEST(counted(all) == "1 ok, 1 warn, 1 FAIL, 1 skip");
  all.erase(all.begin() + 1);
  BOOST_TEST(passed(all));
  BOOST_TEST(counted(all) == "1 ok, 1 warn, 1 skip");
}

BOOST_AUTO_TEST_CASE(json_holds_everything_and_any_byte) {
  const auto read = base::parse_json(as_json("t", some()));
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST(!read->at("passed").as_bool());
  const auto& second = read->at("findings").at(1);
  BOOST_TEST(second.at("outcome").as_string() == "fail");
  BOOST_TEST(second.at("what").as_string() == "ports");
  BOOST_TEST(second.at("details").at(0).as_string() == "\x01?");
}

BOOST_AUTO_TEST_CASE(nothing_that_was_seen_drives_a_terminal) {
  const std::string csi = "\u009b", override = "\u202e", escape = "\x1b[2J";
  const auto bad = csi + override + escape;
  finding one(outcome::fail, bad, bad, bad);
  one.details.push_back(bad);
  for (const auto& text : {as_lines(one, {}), as_json(bad, {one}), as_junit(bad, {one})})
    for (const auto& harm : {csi, override, std::string("\x1b")})
      BOOST_TEST(text.find(harm) == std::string::npos, text);
  BOOST_TEST(base::parse_json(as_json(bad, {one}))->at("title").as_string() == bad);
}

BOOST_AUTO_TEST_CASE(junit_counts_and_escapes) {
  const auto xml = as_junit("t", some());
  const auto has = [&xml](std::string_view part) { return xml.find(part) != std::string::npos; };
  BOOST_TEST(has("tests=\"4\" failures=\"1\" skipped=\"1\""));
  BOOST_TEST(has("<failure message=\"7777/UDP &amp; &lt;none&gt;\">"));
  BOOST_TEST(has("-&gt; Bind &quot;it&quot;"));
  BOOST_TEST(xml.find('\x01') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
