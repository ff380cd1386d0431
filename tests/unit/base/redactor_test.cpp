#include "base/redactor.hpp"

#include <boost/test/unit_test.hpp>

using gamekeeper::base::redactor;
using gamekeeper::base::secret;

BOOST_AUTO_TEST_SUITE(redactors)

BOOST_AUTO_TEST_CASE(a_secret_is_hidden_as_it_is_in_json_and_in_an_address) {
  redactor hidden;
  hidden.add(secret("a\"b/c d"));
  BOOST_TEST(hidden.redact("token a\"b/c d, twice: a\"b/c da\"b/c d") == "token ***, twice: ******");
  BOOST_TEST(hidden.redact(R"({"reason":"a\"b/c d"})") == R"({"reason":"***"})");
  BOOST_TEST(hidden.redact("https://host/?back=a%22b%2Fc%20d") == "https://host/?back=***");
}

BOOST_AUTO_TEST_CASE(a_secret_within_another_leaves_no_half) {
  redactor hidden;
  hidden.add(secret("abcd"));
  hidden.add(secret("abcdefgh"));
  BOOST_TEST(hidden.redact("abcdefgh abcd") == "*** ***");
}

BOOST_AUTO_TEST_CASE(what_is_too_short_for_a_token_tears_no_words_apart) {
  redactor hidden;
  hidden.add(secret("the"));
  hidden.add(secret(""));
  BOOST_TEST(hidden.redact("the game, then") == "the game, then");
}

BOOST_AUTO_TEST_SUITE_END()
