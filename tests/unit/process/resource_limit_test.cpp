#include "process/resource_limit.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace gamekeeper::process;

namespace {

bool is(std::string_view text, int resource, rlim_t soft, rlim_t hard) {
  const auto parsed = parse_resource_limit(text);
  return parsed && *parsed == resource_limit{resource, {soft, hard}};
}

std::string failure(std::string_view text) {
  const auto parsed = parse_resource_limit(text);
  BOOST_REQUIRE_MESSAGE(!parsed, text);
  return parsed.error().message();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(resource_limits)

BOOST_AUTO_TEST_CASE(one_amount_is_both_limits_and_two_are_soft_and_hard) {
  BOOST_TEST(is("core=unlimited", RLIMIT_CORE, RLIM_INFINITY, RLIM_INFINITY));
  BOOST_TEST(is("nofile=1024:4096", RLIMIT_NOFILE, 1024, 4096));
  BOOST_TEST(is("nproc=0", RLIMIT_NPROC, 0, 0));
  BOOST_TEST(is("stack=8388608:unlimited", RLIMIT_STACK, 8'388'608, RLIM_INFINITY));
}

BOOST_AUTO_TEST_CASE(what_is_no_limit_is_refused_with_what_would_be) {
  BOOST_TEST(failure("files=1").find("as core cpu") != std::string::npos);
  BOOST_TEST(failure("nofile").find("no '='") != std::string::npos);
  BOOST_TEST(failure("nofile=2:1").find("above the hard one") != std::string::npos);
  BOOST_TEST(failure("core=unlimited:0").find("above the hard one") != std::string::npos);
  for (auto bad : {"", "=", "nofile=", "nofile=1:", "nofile=:1", "nofile=1:2:3", "nofile=-1", "nofile=1k",
                   "core=Unlimited", "nofile=99999999999999999999"})
    failure(bad);
}

BOOST_AUTO_TEST_CASE(a_limit_has_its_name) {
  BOOST_TEST(resource_name(RLIMIT_CORE) == "core");
  BOOST_TEST(resource_name(99) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
