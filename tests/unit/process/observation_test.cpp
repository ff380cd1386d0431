#include "base/limits.hpp"
#include "process/bound_ports.hpp"
#include "process/cgroup.hpp"
#include "process/evidence.hpp"
#include "process/process_tree.hpp"
#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

using namespace gamekeeper;
using namespace gamekeeper::process;
using namespace gamekeeper::tests;
using std::chrono::microseconds;
using inodes = std::vector<std::uint64_t>;

namespace {

// Recorded on Debian 12.
constexpr std::string_view tcp_table =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    "   0: 00000000:1E61 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 22531 1 0000 "
    "100\n"
    "   1: 0100007F:1E61 0100007F:D0CE 01 00000000:00000000 00:00000000 00000000  1000        0 22532 1 0000 "
    "20\n";
constexpr std::string_view udp6_table =
    "  sl  local_address                         remote_address                        st tx_queue rx_queue "
    "tr tm->when "
    "retrnsmt   uid  timeout inode ref pointer drops\n"
    " 4160: 00000000000000000000000000000000:1E61 00000000000000000000000000000000:0000 07 00000000:00000000 "
    "00:00000000 00000000     0        0 98765 2 0000 0\n";

std::uint16_t bound_port(int socket) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  BOOST_REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
  socklen_t length = sizeof(address);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);
  return ntohs(address.sin_port);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bound_ports)

BOOST_AUTO_TEST_CASE(sockets_are_found_by_their_port) {
  BOOST_TEST((sockets_on_port(tcp_table, transport::tcp, 7777) == inodes{22531}));
  BOOST_TEST((sockets_on_port(udp6_table, transport::udp, 7777) == inodes{98765}));
  BOOST_TEST(sockets_on_port(tcp_table, transport::tcp, 7778).empty());
  for (auto text :
       {"", "\n", "heading\nnonsense\n", "h\n 0: 1E61", "h\n 0: x:1E61 y 0A a b c d e notanumber"})
    BOOST_TEST(sockets_on_port(text, transport::tcp, 7777).empty());
}

BOOST_AUTO_TEST_CASE(a_port_is_the_games_when_one_of_its_processes_holds_the_socket) {
  const base::unique_fd udp(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const auto port = bound_port(udp.get());
  process_info us;
  us.pid = ::getpid();
  BOOST_TEST((who_has_port(transport::udp, port, {us}) == port_owner::game));
  BOOST_TEST((who_has_port(transport::udp, port, {}) == port_owner::unknown));
  BOOST_TEST((who_has_port(transport::tcp, port, {us}) == port_owner::nobody));
}

BOOST_AUTO_TEST_CASE(a_tcp_port_counts_once_it_listens) {
  const base::unique_fd tcp(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto port = bound_port(tcp.get());
  process_info us;
  us.pid = ::getpid();
  BOOST_TEST((who_has_port(transport::tcp, port, {us}) == port_owner::nobody));
  BOOST_REQUIRE(::listen(tcp.get(), 1) == 0);
  BOOST_TEST((who_has_port(transport::tcp, port, {us}) == port_owner::game));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(evidence)

BOOST_AUTO_TEST_CASE(a_recorded_process_is_described_thread_by_thread) {
  temporary_folder proc;
  proc.write("7/task/7/stat", "7 (game) D 1 7 7 0");
  proc.write("7/task/7/wchan", "futex_wait_queue");
  proc.write("7/task/7/syscall", "202 0x1 0x80 0x0");
  proc.write("7/task/7/stack", "[<0>] futex_wait_queue+0x60/0x90\n[<0>] do_futex+0x105/0x260\n");
  proc.write("7/task/12/stat", "12 (render) S 1 7 7 0");
  proc.write("7/task/12/wchan", "0");
  process_info game;
  game.pid = 7;
  game.name = "game";
  game.state = 'D';
  BOOST_TEST(collect_evidence({game}, proc.folder()) ==
             "process 7 game D\n"
             "  thread 7 game D in futex_wait_queue; system call 202 0x1 0x80 0x0\n"
             "    [<0>] futex_wait_queue+0x60/0x90\n"
             "    [<0>] do_futex+0x105/0x260\n"
             "  thread 12 render S\n");
}

BOOST_AUTO_TEST_CASE(a_real_process_has_a_state) {
  real_children real;
  real.start(real.shell("exec sleep 1000"));
  BOOST_TEST(collect_evidence(real.host.descendants()).find("  thread ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(there_is_an_end_to_it) {
  temporary_folder proc;
  process_info game;
  game.pid = 7;
  for (int id = 1; id <= 300; ++id)
    proc.write("7/task/" + std::to_string(id) + "/stat", std::to_string(id) + " (x) S 1 7 7 0");
  const auto text = collect_evidence({game, game}, proc.folder());
  BOOST_TEST(text.ends_with("and more\n"));
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 2 + base::limits::evidence_threads + 2);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(bound_sockets_of_a_table)

BOOST_AUTO_TEST_CASE(those_that_nobody_else_can_reach_are_told_apart) {
  const auto line = [](const char* local, const char* state) {
    return std::string("   1: ") + local + " 00000000:0000 " + state +
           " 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000\n";
  };
  const std::string head = "  sl  local_address\n";
  const auto loopback = [&](const char* local) {
    const auto all = bound_sockets(head + line(local, "07"), transport::udp);
    BOOST_TEST_REQUIRE(all.size() == 1u);
    BOOST_TEST(all.front().inode == 4711u);
    BOOST_TEST(all.front().port == 7777);
    return all.front().loopback;
  };
  BOOST_TEST(loopback("0100007F:1E61"));
  BOOST_TEST(loopback("0200007F:1E61"));
  BOOST_TEST(loopback("00000000000000000000000001000000:1E61"));
  BOOST_TEST(loopback("0000000000000000FFFF00000100007F:1E61"));
  BOOST_TEST(!loopback("00000000:1E61"));
  BOOST_TEST(!loopback("7F00000A:1E61"));
  BOOST_TEST(!loopback("00000000000000000000000000000000:1E61"));
  BOOST_TEST(!loopback("0000000000000000FFFF00000A00000A:1E61"));
  BOOST_TEST(!loopback("20010DB800000000000000000000007F:1E61"));
  // Of TCP only those that listen, and what has not that form is none.
  BOOST_TEST(bound_sockets(head + line("00000000:1E61", "01"), transport::tcp).empty());
  BOOST_TEST(bound_sockets(head + line("00000000:1E61", "0A"), transport::tcp).size() == 1u);
  for (auto text : {"", "\n", "head\nx y z\n", "head\n 1: 00000000:XXXX 0 07 0 0 0 0 0 5\n"})
    BOOST_TEST(bound_sockets(text, transport::udp).empty(), text);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(cgroups)

BOOST_AUTO_TEST_CASE(version_2_is_read) {
  temporary_folder files;
  files.write("proc/self/cgroup", "0::/game\n");
  files.write("fs/cgroup.controllers", "cpu memory");
  files.write("fs/game/cgroup.controllers", "");
  files.write("fs/game/memory.events", "low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\noom_group_kill 0\n");
  files.write("fs/game/memory.current", "1048576\n");
  files.write("fs/game/memory.peak", "2097152\n");
  files.write("fs/game/memory.max", "536870912\n");
  files.write("fs/game/cpu.max", "150000 100000\n");
  files.write("fs/game/cpu.stat",
              "usage_usec 1500\nuser_usec 1000\nnr_periods 9\nnr_throttled 4\nthrottled_usec 77\n");
  files.write("fs/game/memory.pressure",
              "some avg10=1.50 avg60=0.00 avg300=0.00 total=1\nfull avg10=0.25 avg60=0 total=1\n");
  files.write("fs/game/cpu.pressure", "some avg10=12.00 avg60=0.00 avg300=0.00 total=1\n");
  const auto group = cgroup::find(files.path("proc"), files.path("fs"));
  BOOST_TEST(group.version() == 2);
  const auto used = group.usage();
  BOOST_TEST(*used.oom_kills == 2u);
  BOOST_TEST(*used.memory_bytes == 1'048'576u);
  BOOST_TEST(*used.memory_peak_bytes == 2'097'152u);
  BOOST_TEST(*used.memory_limit_bytes == 536'870'912u);
  BOOST_TEST((used.cpu_time == microseconds(1500)));
  BOOST_TEST(*used.throttled_periods == 4u);
  BOOST_TEST((used.throttled_time == microseconds(77)));
  BOOST_TEST((group.throttled_time() == microseconds(77)));
  BOOST_TEST(*used.cpu_limit == 1.5);
  BOOST_TEST(used.memory_pressure->some == 1.5);
  BOOST_TEST(used.memory_pressure->full == 0.25);
  BOOST_TEST(used.cpu_pressure->some == 12.0);
}

BOOST_AUTO_TEST_CASE(in_a_container_the_mount_is_the_group_and_no_limit_is_none) {
  temporary_folder files;
  files.write("proc/self/cgroup", "0::/docker/0123\n");  // the host's path, which is not mounted here
  files.write("fs/cgroup.controllers", "cpu memory");
  files.write("fs/memory.max", "max\n");
  files.write("fs/cpu.max", "max 100000\n");
  files.write("fs/memory.current", "5\n");
  const auto used = cgroup::find(files.path("proc"), files.path("fs")).usage();
  BOOST_TEST(*used.memory_bytes == 5u);
  BOOST_TEST(!used.memory_limit_bytes);
  BOOST_TEST(!used.cpu_limit);
  BOOST_TEST(!used.oom_kills);
}

BOOST_AUTO_TEST_CASE(version_1_is_read) {
  temporary_folder files;
  files.write("proc/self/cgroup", "12:pids:/x\n5:cpu,cpuacct:/x\n4:memory:/x\n0::/x\n");
  files.write("fs/memory/memory.usage_in_bytes", "10\n");
  files.write("fs/memory/memory.max_usage_in_bytes", "20\n");
  files.write("fs/memory/memory.limit_in_bytes", "9223372036854771712\n");
  files.write("fs/memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
  files.write("fs/cpuacct/cpuacct.usage", "3000000\n");
  files.write("fs/cpu/cpu.cfs_quota_us", "50000\n");
  files.write("fs/cpu/cpu.cfs_period_us", "100000\n");
  files.write("fs/cpu/cpu.stat", "nr_periods 1\nnr_throttled 2\nthrottled_time 5000\n");
  const auto group = cgroup::find(files.path("proc"), files.path("fs"));
  BOOST_TEST(group.version() == 1);
  const auto used = group.usage();
  BOOST_TEST(*used.oom_kills == 1u);
  BOOST_TEST(*used.memory_bytes == 10u);
  BOOST_TEST(*used.memory_peak_bytes == 20u);
  BOOST_TEST(!used.memory_limit_bytes);
  BOOST_TEST((used.cpu_time == microseconds(3000)));
  BOOST_TEST(*used.throttled_periods == 2u);
  BOOST_TEST((used.throttled_time == microseconds(5)));
  BOOST_TEST((group.throttled_time() == microseconds(5)));
}

BOOST_AUTO_TEST_CASE(without_any_nothing_is_known) {
  const auto group = cgroup::find("/no/such/proc", "/no/such/fs");
  BOOST_TEST(group.version() == 0);
  BOOST_TEST(!group.usage().memory_bytes);
  for (auto text :
       {"", "some", "some avg10=", "some avg10=x", "some avg10=-1", "some avg10=nan", "full avg10=1"})
    BOOST_TEST(!parse_pressure(text), text);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(usage)

BOOST_AUTO_TEST_CASE(an_end_tells_what_was_used) {
  real_children real;
  real.wait_for(real.start(real.shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")));
  BOOST_REQUIRE(real.ended.size() == 1u);
  BOOST_TEST(real.ended[0].usage.peak_memory_bytes > 500'000u);
  BOOST_TEST((real.ended[0].usage.user_time > microseconds(1000)));
}

BOOST_AUTO_TEST_SUITE_END()
