#include "gamekeeper/check/watched_tree.hpp"

#include "base/fd.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace gamekeeper;
using namespace gamekeeper::check;
using process::transport;

namespace {

std::vector<process::process_info> ourselves() {
  process::process_info self;
  self.pid = ::getpid();
  self.state = 'R';
  return {self};
}

std::uint16_t bind_to(int fd, const char* address) {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  ::inet_pton(AF_INET, address, &where.sin_addr);
  socklen_t length = sizeof where;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&where), length) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&where), &length) != 0)
    return 0;
  return ntohs(where.sin_port);
}

bool has(const holdings& seen, const bound_port& port) {
  return std::find(seen.ports.begin(), seen.ports.end(), port) != seen.ports.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(holdings_of_a_tree)

BOOST_AUTO_TEST_CASE(ports_and_whether_others_can_reach_them) {
  const base::unique_fd udp(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const base::unique_fd tcp(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto open_to_all = bind_to(udp.get(), "0.0.0.0");
  const auto loopback = bind_to(tcp.get(), "127.0.0.1");
  BOOST_TEST(!has(holdings_of(ourselves()), {transport::tcp, loopback, true}));  // it does not listen yet
  BOOST_TEST_REQUIRE(::listen(tcp.get(), 1) == 0);
  const auto seen = holdings_of(ourselves());
  BOOST_TEST(has(seen, {transport::udp, open_to_all, false}));
  BOOST_TEST(has(seen, {transport::tcp, loopback, true}));
  BOOST_TEST(to_string(bound_port{transport::tcp, 80, true}) == "80/TCP on loopback");
}

BOOST_AUTO_TEST_CASE(memory_is_measured) {
  constexpr std::size_t bytes = 32 * 1024 * 1024;
  const auto before = holdings_of(ourselves()).memory_bytes;
  const std::vector<char> held(bytes, 'x');
  BOOST_TEST(holdings_of(ourselves()).memory_bytes >= before + bytes - 1024 * 1024);
}

BOOST_AUTO_TEST_CASE(a_process_that_is_gone_holds_nothing) {
  process::process_info gone;
  gone.pid = 0x7ffffff0;
  const auto seen = holdings_of({gone});
  BOOST_TEST(seen.memory_bytes == 0u);
  BOOST_TEST(seen.ports.empty());
}

BOOST_AUTO_TEST_CASE(files_in_tmp_are_of_no_interest) {
  tests::temporary_folder folder;
  const base::unique_fd file(::open(folder.file("x").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  for (const auto& each : holdings_of(ourselves()).files) BOOST_TEST(!each.starts_with("/tmp/"), each);
}

BOOST_AUTO_TEST_SUITE_END()
