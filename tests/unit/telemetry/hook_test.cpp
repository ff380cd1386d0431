#include "telemetry/hook.hpp"

#include "base/limits.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::telemetry;
namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_CASE(a_command_s_words_are_parted_by_blanks_and_kept_by_quotes) {
  const auto made = parse_hook(R"(ready,ended=command:/bin/notify  a 'b c' "d'e" '' f"g h"=)").value();
  BOOST_TEST(made.command == (std::vector<std::string>{"/bin/notify", "a", "b c", "d'e", "", "fg h="}),
             boost::test_tools::per_element());
  BOOST_TEST(made.wants("ready"));
  BOOST_TEST(made.wants("ended"));
  BOOST_TEST(!made.wants("phase"));
  BOOST_TEST(made.name == "/bin/notify");
  BOOST_TEST(!made.is_webhook());
}

BOOST_AUTO_TEST_CASE(a_webhook_s_name_has_no_query) {
  const auto made = parse_hook("*=https://example.com/a?token=secret").value();
  BOOST_TEST(made.is_webhook());
  BOOST_TEST(made.url == "https://example.com/a?token=secret");
  BOOST_TEST(made.name == "https://example.com/***");
  BOOST_TEST(made.wants("decided"));
}

struct bad_hook {
  std::string text;
  const char* says;
};
std::ostream& operator<<(std::ostream& out, const bad_hook& b) {
  return out << b.text.substr(0, 60);
}
const bad_hook bad[] = {
    {"", "no '='"},
    {"ready", "no '='"},
    {"redy=command:/x", "there is no event 'redy'; did you mean 'ready'?"},
    {"=command:/x", "there is no event ''"},
    {"ready,=command:/x", "there is no event ''"},
    {"https://host/S3CR3T?a=b", "there is no such event ('*'"},
    {"ready=command:", "absolute path"},
    {"ready=command:notify", "absolute path"},
    {"ready=command:/x 'y", "a ' is never closed"},
    {"ready=file:S3CR3T", "behind 'file:' an absolute path is expected"},
    {"ready=env:", "behind 'env:' the name of a variable"},
    {"ready=env:https://S3CR3T", "behind 'env:' the name of a variable"},
    {"ready=ftp://x", "expected command:"},
    {"ready=https://", "expected command:"},
    {"ready=https://a b", "expected command:"},
    {"hook=command:/x", "there is no event 'hook'"},
    {"ready=command:/" + std::string(5'000, 'x'), "longer than"},
};

BOOST_DATA_TEST_CASE(what_is_wrong_is_named, data::make(bad), each) {
  const auto made = parse_hook(each.text);
  BOOST_TEST_REQUIRE(!made.has_value());
  BOOST_TEST(made.error().message().find(each.says) != std::string::npos, made.error().message());
}

BOOST_AUTO_TEST_CASE(an_address_and_headers_can_be_kept_elsewhere) {
  const auto in_file = parse_hook("ended=file:/run/secrets/hook").value();
  BOOST_TEST(in_file.is_webhook());
  BOOST_TEST(in_file.file == "/run/secrets/hook");
  BOOST_TEST(in_file.name == "file:/run/secrets/hook");
  BOOST_TEST(parse_hook("ended=env:MY_HOOK").value().variable == "MY_HOOK");
  const auto whole =
      with_address(in_file, "\nhttps://host/path \r\nAuthorization:  Bearer a:b \n\nX-Team: x\n").value();
  BOOST_TEST(whole.url == "https://host/path");
  BOOST_TEST(whole.name == "file:/run/secrets/hook");
  BOOST_TEST_REQUIRE(whole.headers.size() == 2u);
  BOOST_TEST(whole.headers[0].first == "Authorization");
  BOOST_TEST(whole.headers[0].second == "Bearer a:b");
  BOOST_TEST(whole.headers[1].second == "x");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_in_a_kept_address_is_said_by_line_and_not_quoted) {
  const auto refusal = [](std::string_view text) {
    return with_address(parse_hook("ended=env:A").value(), text).error().message();
  };
  BOOST_TEST(refusal("") == "it is empty");
  BOOST_TEST(refusal("S3CR3T") == "line 1 is no https:// address");
  BOOST_TEST(refusal("https://h/\nS3CR3T") == "line 2 is no header; write it as Name: value");
  BOOST_TEST(refusal("https://h/\nA b: S3CR3T") == "line 2 is no header; write it as Name: value");
  BOOST_TEST(refusal("https://h/\nA: S3CR3T\x01") == "line 2 is no header; write it as Name: value");
}

BOOST_AUTO_TEST_CASE(one_wrong_hook_does_not_cost_the_others) {
  const std::vector<std::string> texts{"ready=command:/a", "nonsense", "ended=https://x/"};
  const auto all = parse_hooks(texts);
  BOOST_TEST(all.usable.size() == 2u);
  BOOST_TEST(all.problems.at(0).starts_with("hooks[1]: "));
}

BOOST_AUTO_TEST_CASE(hooks_have_a_limit) {
  const auto all = parse_hooks(std::vector<std::string>(base::limits::hooks + 5, "ready=command:/a"));
  BOOST_TEST(all.usable.size() == base::limits::hooks);
  BOOST_TEST(all.problems.size() == 1u);
}
