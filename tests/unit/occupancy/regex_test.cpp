#include "occupancy/regex.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace gamekeeper::occupancy {

namespace {

namespace limits = base::limits;
using base::errc;

constexpr std::size_t line_bytes = 1024;

regex pattern(std::string_view text) {
  return regex::compile(text).value();
}

bool matches(std::string_view text, std::string_view line) {
  return pattern(text).find(line).has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(regexes)

BOOST_AUTO_TEST_CASE(a_pattern_matches_anywhere_unless_it_is_anchored_and_names_its_first_group) {
  BOOST_TEST(pattern("joined").find("[12:00] bob joined the game").has_value());
  BOOST_TEST(!pattern("^bob").find("[12:00] bob joined").has_value());
  BOOST_TEST(pattern("\\] ([^ ]+) joined the game$").find("[12:00] bob joined the game").value().group ==
             "bob");
  BOOST_TEST(pattern("(a)|b").find("b").value().group.empty());
  BOOST_TEST(!pattern("joined").has_group());
}

BOOST_AUTO_TEST_CASE(a_long_line_is_looked_at_to_its_end) {
  const std::string tail(8 * line_bytes, 'x');
  BOOST_TEST((pattern("^([a-z]+) joined").find("bob joined " + tail).value().group == "bob"));
  BOOST_TEST((pattern("([a-z]+) joined$").find(tail + " bob joined").value().group == "bob"));
  // Where it is cut is neither a beginning nor an end.
  BOOST_TEST(!pattern("x$").find(tail + "y"));
  BOOST_TEST(!pattern("^x").find("y" + tail));
}

BOOST_AUTO_TEST_CASE(a_pattern_that_is_wrong_or_could_be_slow_is_refused_with_its_reason) {
  const auto why = [](std::string_view text) {
    const auto made = regex::compile(text);
    BOOST_REQUIRE_MESSAGE(!made, text);
    BOOST_TEST((made.error().code() == errc::invalid_input));
    return made.error().message();
  };
  BOOST_TEST(why("(joined").find("Unmatched (") != std::string::npos);
  BOOST_TEST(why("").find("must not be empty") != std::string::npos);
  BOOST_TEST(why("x*").find("matches an empty line") != std::string::npos);
  BOOST_TEST(why("(.)\\1").find("refers back") != std::string::npos);
  BOOST_TEST(why("a{0,99999999999}b").find("repetitions") != std::string::npos);
  BOOST_TEST(why("((a{40}){40}){40}b").find("repetitions") != std::string::npos);
  BOOST_TEST(why("[[:letters:]]").find("class name") != std::string::npos);
  BOOST_TEST(why("[b-a]").find("range end") != std::string::npos);
  BOOST_TEST(why("[a").find("Unmatched [") != std::string::npos);
  BOOST_TEST(why("a{").find("Unmatched {") != std::string::npos);
  BOOST_TEST(why("a{x}").find("Invalid content") != std::string::npos);
  BOOST_TEST(why("*a").find("Invalid preceding") != std::string::npos);
  BOOST_TEST(why("a\\").find("Trailing backslash") != std::string::npos);
  BOOST_TEST(why(std::string(limits::log_pattern_bytes + 1, 'x')).find("more than") != std::string::npos);
  BOOST_TEST(regex::compile("og:+++++++++++++++++++++").has_value());
  BOOST_TEST(regex::compile("(((((((((((a)+)+)+)+)+)+)+)+)+)+)+").has_value());
  BOOST_TEST(regex::compile("^[[0-9:]+] [a-z]+ [^ ]+ ([][a-z]+)+ joined$").has_value());
  BOOST_TEST(regex::compile("a{64}").has_value());
  BOOST_TEST(regex::compile("\\{999\\}").has_value());
  BOOST_TEST(regex::compile("\\\\1").has_value());
}

// Not a measurement, only a bound far above it: exponential matching would not end within any of them.
BOOST_AUTO_TEST_CASE(no_line_takes_long) {
  const std::string line(line_bytes - 1, 'a');
  for (const char* hard : {"(a+)+b", "(a|a)*b", "(.*)(.*)(.*)(.*)(.*)x", "(a|b|ab|ba|aa)*(a|aa|aaa)*c",
                           "(((a{0,4}){0,4}){0,4})!$", "(a+)+$", "((a{0,9}){0,9}){0,9}b", "(a?){64}b",
                           "^(([a-z])+.)+[A-Z]([a-z])+$", "((a{0,16}){0,16})b"}) {
    const auto made = pattern(hard);
    const auto begun = std::chrono::steady_clock::now();
    made.find(line + "!");
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    BOOST_TEST_MESSAGE(hard << " took " << took.count() << " ms");
    BOOST_TEST(took.count() < 5000, hard);
  }
}

// What the C library reads in another way than RE2, or RE2 not at all.
BOOST_AUTO_TEST_CASE(a_pattern_is_read_as_the_c_library_reads_it) {
  BOOST_TEST(matches("[[:alpha:]]+[[:digit:]]{2}", "player42"));
  BOOST_TEST(!matches("^[[:alpha:]]+$", "player42"));
  BOOST_TEST(!matches("joined", "JOINED"));
  BOOST_TEST(matches("\\bjoined\\b", "bob joined"));
  BOOST_TEST(!matches("\\bjoined\\b", "rejoined"));
  BOOST_TEST(matches("\\<joined\\>", "bob joined"));
  BOOST_TEST(!matches("\\<joined", "rejoined"));
  BOOST_TEST(matches("e\\Bj", "rejoined"));
  BOOST_TEST(matches("\\w\\W\\s\\S", "a- b"));
  BOOST_TEST(matches("[\\d]", "\\"));  // a '\' in brackets is one
  BOOST_TEST(matches("\\d", "d"));     // a letter that means nothing stands for itself
  BOOST_TEST(!matches("\\d", "1"));
  BOOST_TEST(matches("left)", "bob left)"));  // so does a ')' without its '('
  BOOST_TEST(matches("^[]x]+$", "]x]"));
  BOOST_TEST(matches("^[^]x]+$", "abc"));
  BOOST_TEST(matches("^[[.a.][=b=]]+$", "ab"));
  BOOST_TEST(matches("^xa{,2}$", "xaa"));
  BOOST_TEST(!matches("^xa{,2}$", "xaaa"));
  BOOST_TEST(matches("^(ab*)?+x$", "abbx"));                          // repetitions may follow each other
  BOOST_TEST(pattern("(a|ab)c?").find("abc").value().group == "ab");  // the longest, not the first
  BOOST_TEST(matches("^..$", "\xc3\xa9"));                            // bytes, and no line has to be UTF-8
  BOOST_TEST(matches("\xc3\xa9.joined",
                     "\xc3\xa9\xff"
                     "joined"));
}

BOOST_AUTO_TEST_CASE(a_zero_byte_ends_a_line) {
  using namespace std::string_view_literals;
  BOOST_TEST(matches("bob$", "bob\0 joined"sv));
  BOOST_TEST(!matches("joined", "bob\0 joined"sv));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
