#include "process/user.hpp"

#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::tests;
using groups = std::vector<gid_t>;

namespace {

struct an_image {
  temporary_folder files;
  std::string users = files.write("passwd",
                                  "root:x:0:0:root:/root:/bin/sh\n"
                                  "broken:x:one:2\n"
                                  "game:x:1000:100:Game,,,:/srv/game:/bin/false\n"
                                  "nohome:x:1001:1001:::");
  std::string group_file = files.write("group",
                                       "root:x:0:\n"
                                       "users:x:100:game\n"
                                       "audio:x:29:root,game\n"
                                       "video:x:44:gamer,game\n"
                                       "players:x:2000:");

  process::user_identity found(std::string_view text) {
    const auto who = process::find_user(text, users, group_file);
    BOOST_REQUIRE_MESSAGE(who.has_value(), who.error().message());
    return *who;
  }
  std::string failure(std::string_view text) {
    const auto who = process::find_user(text, users, group_file);
    BOOST_REQUIRE(who.has_error());
    return who.error().message();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(users)

BOOST_AUTO_TEST_CASE(a_name_and_its_number_are_the_same_user_with_all_its_groups) {
  an_image image;
  for (auto text : {"game", "1000"}) {
    const auto who = image.found(text);
    BOOST_TEST(who.user == 1000u);
    BOOST_TEST(who.group == 100u);
    BOOST_TEST((who.groups == groups{29, 44}));
    BOOST_TEST(who.name == "game");
    BOOST_TEST(who.home == "/srv/game");
  }
}

BOOST_AUTO_TEST_CASE(with_a_group_it_has_that_one_alone) {
  an_image image;
  for (auto text : {"game:players", "1000:2000", "game:2000"}) {
    const auto who = image.found(text);
    BOOST_TEST(who.user == 1000u);
    BOOST_TEST(who.group == 2000u);
    BOOST_TEST(who.groups.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_number_needs_no_file) {
  an_image image;
  const auto who = image.found("4242");
  BOOST_TEST(who.user == 4242u);
  BOOST_TEST(who.group == 0u);
  BOOST_TEST(who.home == "/");
  const auto bare = process::find_user("7:8", "/no/such/file", "/no/such/file");
  BOOST_REQUIRE(bare.has_value());
  BOOST_TEST(bare->user == 7u);
  BOOST_TEST(bare->group == 8u);
}

BOOST_AUTO_TEST_CASE(a_home_that_is_not_said_is_the_root) {
  an_image image;
  BOOST_TEST(image.found("nohome").home == "/");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_named_with_the_file) {
  an_image image;
  BOOST_TEST(image.failure("gamer") == "user 'gamer' does not stand in " + image.users);
  BOOST_TEST(image.failure("game:player") == "group 'player' does not stand in " + image.group_file);
  BOOST_TEST(image.failure("broken").find("does not stand in") != std::string::npos);
  BOOST_TEST(image.failure("4294967295").find("does not stand in") != std::string::npos);  // -1: "leave it"
}

BOOST_AUTO_TEST_CASE(what_has_not_the_form_is_refused) {
  an_image image;
  for (auto text : {"", ":", "game:", ":players", "game:players:more"})
    BOOST_TEST((process::find_user(text, image.users, image.group_file).error().code() ==
                base::errc::invalid_input));
}

BOOST_AUTO_TEST_SUITE_END()
