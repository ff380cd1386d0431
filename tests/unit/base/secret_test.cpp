#include "base/secret.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <type_traits>

using gamekeeper::base::secret;

namespace {
template <class T>
concept printable = requires(std::ostream& out, const T& value) {
  out << value;
};
}  // namespace

BOOST_AUTO_TEST_CASE(a_secret_cannot_be_printed_nor_become_a_text_by_itself) {
  static_assert(!printable<secret>);
  static_assert(!std::is_convertible_v<secret, std::string>);
  static_assert(!std::is_convertible_v<secret, std::string_view>);
  BOOST_TEST(secret("x").reveal() == "x");
}

BOOST_AUTO_TEST_CASE(a_secret_matches_only_itself) {
  const secret token("7df4cd93");
  BOOST_TEST(token.matches("7df4cd93"));
  BOOST_TEST(!token.matches("7df4cd94"));
  BOOST_TEST(!token.matches("7df4cd9"));
  BOOST_TEST(!token.matches(""));
  BOOST_TEST(secret().empty());
}

BOOST_AUTO_TEST_CASE(a_moved_secret_leaves_nothing_behind) {
  secret from("short");  // short enough to live inside the string object itself
  secret to(std::move(from));
  BOOST_TEST(to.reveal() == "short");
  BOOST_TEST(from.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the point
  secret again;
  again = std::move(to);
  BOOST_TEST(again.reveal() == "short");
  BOOST_TEST(to.empty());  // NOLINT(bugprone-use-after-move)
}
