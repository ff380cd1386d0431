#include "gamekeeper/run/notify_sockets.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

using namespace gamekeeper;
using run::choose_notify_sockets;

namespace {

constexpr uid_t stranger = 4321;

/// A folder for the control socket, below one that everybody may pass.
struct folders {
  tests::temporary_folder root;
  std::string folder = root.file("agent");

  explicit folders(mode_t mode) {
    ::chmod(root.path().c_str(), 0755);
    std::filesystem::create_directory(folder);
    ::chmod(folder.c_str(), mode);
  }
  std::optional<std::string> path_for(uid_t user) const {
    return choose_notify_sockets(folder + "/control.sock", user, 7, {}).path;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(notify_socket_choice)

BOOST_AUTO_TEST_CASE(the_path_stands_beside_the_control_socket) {
  const folders open(0755);
  BOOST_TEST(*open.path_for(::geteuid()) == open.folder + "/control.sock.notify");
  BOOST_TEST(*open.path_for(stranger) == open.folder + "/control.sock.notify");
}

BOOST_AUTO_TEST_CASE(a_folder_that_the_game_cannot_pass_is_no_place_for_it) {
  const folders closed(0700);
  BOOST_TEST(closed.path_for(::geteuid()).has_value());
  BOOST_TEST(!closed.path_for(stranger).has_value());
  const folders below(0755);
  ::chmod(below.root.path().c_str(), 0700);
  BOOST_TEST(!below.path_for(stranger).has_value());
  BOOST_TEST(!choose_notify_sockets("/no/such/folder/control.sock", stranger, 7, {}).path.has_value());
}

BOOST_AUTO_TEST_CASE(without_a_control_socket_there_is_no_path) {
  BOOST_TEST(!choose_notify_sockets({}, 0, 7, {}).path.has_value());
}

BOOST_AUTO_TEST_CASE(the_abstract_name_is_the_drawn_one) {
  BOOST_TEST(choose_notify_sockets({}, 0, 7, {}).abstract_name == "@gamekeeper-7");
}

BOOST_AUTO_TEST_CASE(the_alias_is_the_path_with_its_first_byte_replaced) {
  BOOST_TEST(run::abstract_alias("/run/a.sock.notify") == "@run/a.sock.notify");
}

BOOST_AUTO_TEST_CASE(whoever_waits_above_is_who_the_agents_own_environment_names) {
  BOOST_TEST(*choose_notify_sockets({}, 0, 7, {"A=1", "NOTIFY_SOCKET=/run/systemd/notify"}).above ==
             "/run/systemd/notify");
  BOOST_TEST(!choose_notify_sockets({}, 0, 7, {"A=1"}).above.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
