#include "net/unix_socket.hpp"

#include "base/descriptor_closer.hpp"
#include "net/http_server.hpp"
#include "support/temporary_folder.hpp"
#include "world.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>

using namespace gamekeeper;
using namespace gamekeeper::net;
using base::errc;
using local = boost::asio::local::stream_protocol;

namespace {

struct fixture : tests::world {
  tests::temporary_folder folder;
  const std::string path = folder.file("agent.sock");
};

mode_t mode_of(const std::string& path) {
  struct stat found {};
  BOOST_TEST_REQUIRE(::lstat(path.c_str(), &found) == 0);
  BOOST_TEST(S_ISSOCK(found.st_mode));
  return found.st_mode & 07777;
}

// What a process that was killed leaves behind: a file that nobody listens on.
void leave_stale_socket(const std::string& path) {
  const base::unique_fd fd(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  BOOST_TEST_REQUIRE(::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(unix_socket, fixture)

BOOST_AUTO_TEST_CASE(the_file_has_its_mode_whatever_the_umask_and_goes_with_the_listener) {
  const auto before = ::umask(0077);
  auto wide = listen_unix(path, 0666);
  ::umask(0);
  auto narrow = listen_unix(folder.file("narrow"), 0600);
  ::umask(before);
  BOOST_TEST_REQUIRE(wide.has_value());
  BOOST_TEST_REQUIRE(narrow.has_value());
  BOOST_TEST(mode_of(path) == 0666u);
  BOOST_TEST(mode_of(folder.file("narrow")) == 0600u);
  {
    const auto moved = std::move(*wide);
    BOOST_TEST(moved.path() == path);
  }
  BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(a_stale_socket_is_replaced) {
  leave_stale_socket(path);
  BOOST_TEST(listen_unix(path, 0600).has_value());
}

BOOST_AUTO_TEST_CASE(a_live_one_is_respected_and_its_owner_named) {
  const auto owner = listen_unix(path, 0600);
  const auto second = listen_unix(path, 0600);
  BOOST_TEST_REQUIRE(!second);
  BOOST_TEST((second.error().code() == errc::busy));
  BOOST_TEST(second.error().message().find(std::to_string(::getpid())) != std::string::npos);
  BOOST_TEST(std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(what_is_no_socket_is_left_alone) {
  folder.write("agent.sock", "precious");
  const auto refused = listen_unix(path, 0600);
  BOOST_TEST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code() == errc::invalid_input));
  BOOST_TEST(folder.read("agent.sock") == "precious");
  const auto below = listen_unix(folder.file("no/such/folder"), 0600);
  BOOST_TEST((below.error().code() == errc::not_found));
}

BOOST_AUTO_TEST_CASE(the_system_limits_a_path_to_107_bytes) {
  const auto base_length = folder.file("").size();
  const auto longest = folder.file(std::string(107 - base_length, 'x'));
  BOOST_TEST(listen_unix(longest, 0600).has_value());
  const auto refused = listen_unix(longest + "x", 0600);
  BOOST_TEST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code() == errc::invalid_input));
  BOOST_TEST(refused.error().message().find("107") != std::string::npos);
  BOOST_TEST(!listen_unix("", 0600).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_somebody_else_put_there_is_not_removed) {
  auto listener = listen_unix(path, 0600);
  std::filesystem::remove(path);
  leave_stale_socket(path);
  listener = base::error(errc::io, "gone");
  BOOST_TEST(std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(a_server_on_it_knows_who_asks_and_removes_the_file_when_it_stops) {
  base::descriptor_closer closer;
  std::optional<http_peer> seen;
  http_server server(
      loop.get_executor(), time, log.log, tests::small_limits(),
      [&](http_request, const http_peer& peer) -> boost::asio::awaitable<http_response> {
        seen = peer;
        co_return http_response(200, "text/plain", "hi");
      },
      tests::plain_page);
  server.listen_unix(listen_unix(path, 0600).value(), closer);
  tests::raw_peer<local> client(loop, local::endpoint(path));
  client.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  until([&] { return client.ended(); });
  BOOST_TEST(client.received().ends_with("\r\n\r\nhi"));
  BOOST_TEST_REQUIRE(seen.has_value());
  BOOST_TEST(seen->address == "unix");
  BOOST_TEST(!seen->secure);
  BOOST_TEST(seen->credentials->pid == ::getpid());
  BOOST_TEST(seen->credentials->uid == ::getuid());
  BOOST_TEST(seen->credentials->gid == ::getgid());
  server.stop();
  BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(connecting_says_whether_there_is_nothing_or_nobody) {
  BOOST_TEST((finish(connect_unix(loop.get_executor(), path)).error().code() == errc::not_found));
  leave_stale_socket(path);
  BOOST_TEST((finish(connect_unix(loop.get_executor(), path)).error().code() == errc::unreachable));
  std::filesystem::remove(path);
  const auto listener = listen_unix(path, 0600);
  BOOST_TEST(finish(connect_unix(loop.get_executor(), path)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
