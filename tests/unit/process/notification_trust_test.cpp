#include "process/notification_trust.hpp"

#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

using namespace gamekeeper::process;

namespace {

constexpr pid_t agent = 1;
constexpr pid_t game = 7;
constexpr uid_t named = 4001;
constexpr uid_t stranger = 4002;

/// The agent with its game, what that started, an orphan beside the game, and who has come from outside.
struct container {
  gamekeeper::tests::temporary_folder proc;
  notification_trust trust{agent, {named}, proc.folder()};

  container() {
    add(game, agent);
    add(8, game);
    add(9, 8);
    add(20, agent);
    add(30, 0);
    trust.set_game(game);
  }
  void add(pid_t pid, pid_t parent) const {
    const auto number = std::to_string(pid);
    proc.write(number + "/stat", number + " (x) S " + std::to_string(parent) + " 7 7 0 -1 4194560 1 2\n");
  }
  std::string refusal(pid_t pid, uid_t user) const { return std::string(trust.refuse({pid, user, user})); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(notification_trusts)

BOOST_AUTO_TEST_CASE(the_game_and_what_it_started_speak_as_whoever_they_like) {
  const container c;
  for (const pid_t pid : {game, 8, 9}) BOOST_TEST(c.refusal(pid, stranger).empty());
}

BOOST_AUTO_TEST_CASE(an_orphan_speaks_for_the_game_only_as_one_of_its_users) {
  const container c;
  for (const uid_t user : {uid_t{0}, ::geteuid(), named}) BOOST_TEST(c.refusal(20, user).empty());
  BOOST_TEST(c.refusal(20, stranger) ==
             "a notification of another user, from outside the game, is not heard");
}

BOOST_AUTO_TEST_CASE(who_is_gone_speaks_for_the_game_only_as_one_of_its_users) {
  const container c;
  for (const uid_t user : {uid_t{0}, ::geteuid(), named}) BOOST_TEST(c.refusal(99, user).empty());
  BOOST_TEST(c.refusal(99, stranger) ==
             "a notification of another user, whose process cannot be looked at, is not heard");
}

BOOST_AUTO_TEST_CASE(where_nobody_can_be_looked_at_the_user_decides) {
  const notification_trust trust(agent, {named}, "/nowhere/proc");
  BOOST_TEST(trust.refuse({game, named, named}).empty());
  BOOST_TEST(!trust.refuse({game, stranger, stranger}).empty());
  // Neither of them can be the game's, whatever /proc says: the one is outside of the namespace, the other is its init.
  const notification_trust below(game, {named}, "/nowhere/proc");
  for (const pid_t pid : {0, 1})
    BOOST_TEST(below.refuse({pid, named, named}) == "a notification from outside the game is not heard");
}

BOOST_AUTO_TEST_CASE(who_came_from_outside_is_not_heard_whoever_it_is) {
  const container c;
  for (const uid_t user : {uid_t{0}, named, stranger})
    BOOST_TEST(c.refusal(30, user) == "a notification from outside the game is not heard");
  BOOST_TEST(!c.refusal(agent, 0).empty());
  BOOST_TEST(!c.refusal(0, 0).empty());  // of another namespace
}

BOOST_AUTO_TEST_CASE(without_a_game_what_was_its_pid_is_an_orphan_like_others) {
  container c;
  c.trust.set_game(0);
  BOOST_TEST(!c.refusal(game, stranger).empty());
  BOOST_TEST(c.refusal(game, named).empty());
}

BOOST_AUTO_TEST_CASE(a_game_that_gave_up_its_rights_takes_its_orphans_along) {
  const container c;
  if (::chown(c.proc.path(std::to_string(game)).c_str(), stranger, stranger) != 0) {
    BOOST_TEST_MESSAGE("skipped: only root can give a folder away");
    return;
  }
  BOOST_TEST(c.refusal(20, stranger).empty());
  BOOST_TEST(!c.refusal(20, stranger + 1).empty());
}

BOOST_AUTO_TEST_SUITE_END()
