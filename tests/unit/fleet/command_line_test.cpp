#include "fleet/command_line.hpp"

#include <boost/test/unit_test.hpp>

#include <iostream>
#include <sstream>

namespace gamekeeper::fleet {

namespace {

/// Takes what is written to a stream while it lives.
class taken {
 public:
  explicit taken(std::ostream& from) : from_(from), before_(from.rdbuf(text_.rdbuf())) {}
  ~taken() { from_.rdbuf(before_); }
  taken(const taken&) = delete;
  taken& operator=(const taken&) = delete;
  std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::ostream& from_;
  std::streambuf* before_;
};

struct parsed {
  int code = 0;
  std::string out, err;
};

parsed parse(std::vector<const char*> words) {
  words.insert(words.begin(), "gamekeeper-fleet");
  taken out(std::cout), err(std::cerr);
  parsed result;
  command_line line("gamekeeper-fleet 1.2.3");
  result.code = line.run(static_cast<int>(words.size()), words.data());
  result.out = out.text();
  result.err = err.text();
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(command_lines)

BOOST_AUTO_TEST_CASE(help_and_version_are_no_mistakes) {
  const auto help = parse({"--help"});
  BOOST_TEST(help.code == 0);
  for (std::string word :
       {"deploy-v1", "bulk-stop", "self-stop", "EDGEGAP_API_TOKEN", "Exit codes: 0 done", "6 timed out"})
    BOOST_TEST(help.out.find(word) != std::string::npos, word);
  BOOST_TEST(parse({"--version"}).out == "gamekeeper-fleet 1.2.3\n");
  const auto deploy = parse({"deploy", "--help"});
  BOOST_TEST((deploy.code == 0 && deploy.out.find("--hidden-env") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(mistakes_are_usage_and_are_named) {
  const std::vector<std::vector<const char*>> all{{},
                                                  {"deploi"},
                                                  {"status"},
                                                  {"status", "a", "b"},
                                                  {"deploy", "game"},
                                                  {"wait", "a", "--for", "ever"},
                                                  {"wait", "a", "--timeout", "5"},
                                                  {"list", "--page", "0"},
                                                  {"bulk-stop", "--match", "some"},
                                                  {"metrics", "a", "--plot", "--csv"},
                                                  {"tags"},
                                                  {"tags", "rename", "a", "b"},
                                                  {"completion", "fish"}};
  for (const auto& words : all) {
    const auto result = parse(words);
    BOOST_TEST(result.code == 2, (words.empty() ? "" : words.front()));
    BOOST_TEST(!result.err.empty());
    BOOST_TEST(result.out.empty());
  }
  BOOST_TEST(parse({"wait", "a", "--timeout", "5"}).err.find("5") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_address_in_the_clear_is_refused_before_anything_is_asked) {
  const auto result = parse({"status", "a", "--api-url", "http://api.example.com"});
  BOOST_TEST(result.code == 2);
  BOOST_TEST(result.err.find("https") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
