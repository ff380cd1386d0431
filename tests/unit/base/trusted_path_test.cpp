#include "base/trusted_path.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gamekeeper::base {

namespace {

constexpr uid_t stranger = 65534;

boost::test_tools::assertion_result is_root(boost::unit_test::test_unit_id /*unit*/) {
  return ::geteuid() == 0;
}

struct linked {
  tests::temporary_folder folder;
  std::string target = folder.write("target", "precious");

  std::string link(const std::string& name, const std::string& to, uid_t owner) const {
    const auto path = folder.file(name);
    BOOST_REQUIRE(::symlink(to.c_str(), path.c_str()) == 0);
    if (::geteuid() == 0) BOOST_REQUIRE(::lchown(path.c_str(), owner, owner) == 0);
    return path;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(trusted_path, linked)

BOOST_AUTO_TEST_CASE(links_of_our_own_are_followed_wherever_they_stand) {
  const auto own = ::geteuid();
  link("a", "target", own);
  link("b", folder.file("a"), own);
  link("here", ".", own);
  BOOST_TEST(resolve_links(folder.file("b")).value() == target);
  BOOST_TEST(resolve_links(folder.file("here/here/b")).value() == target);
  BOOST_TEST(resolve_links(folder.file("new")).value() == folder.file("new"));
  BOOST_TEST(open_trusted(folder.file("b"), O_RDONLY).has_value());
}

BOOST_AUTO_TEST_CASE(links_that_lead_nowhere_but_to_each_other_end) {
  link("a", "b", ::geteuid());
  link("b", "a", ::geteuid());
  BOOST_TEST(resolve_links(folder.file("a")).has_error());
}

BOOST_AUTO_TEST_CASE(a_pipe_without_a_reader_keeps_nobody_waiting) {
  BOOST_REQUIRE(::mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  BOOST_TEST(open_trusted(folder.file("pipe"), O_WRONLY).has_error());
}

BOOST_AUTO_TEST_CASE(a_strangers_link_is_refused_as_a_file_as_a_folder_and_behind_one_of_our_own,
                     *boost::unit_test::precondition(is_root)) {
  link("file", "target", stranger);
  link("folder", ".", stranger);
  link("own", "file", 0);
  for (const auto* name : {"file", "folder/target", "own"}) {
    const auto refused = open_trusted(folder.file(name), O_WRONLY | O_TRUNC);
    BOOST_TEST((refused.has_error() && refused.error().code() == errc::denied));
    BOOST_TEST(refused.error().message().find("uid 65534") != std::string::npos);
  }
  BOOST_TEST(folder.read("target") == "precious");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::base
