#include "process/memory_watch.hpp"

#include "base/limits.hpp"
#include "support/fake_clock.hpp"
#include "unit/process/real_children.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace gamekeeper;
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

struct watched {
  explicit watched(int version) {
    files.write("proc/self/cgroup", version == 2 ? "0::/\n" : "4:memory:/\n");
    if (version == 2)
      files.write("fs/cgroup.controllers", "memory");
    else
      files.write("fs/memory/memory.usage_in_bytes", "1\n");
    kills(0);
  }
  void start() {
    watch.emplace(loop.get_executor(), time, process::cgroup::find(files.path("proc"), files.path("fs")),
                  [this] { ++told; });
  }
  void kills(int count) {
    const auto name = std::string(files.folder() / "fs/cgroup.controllers");
    const bool second = std::ifstream(name).good();
    files.write(second ? "fs/memory.events" : "fs/memory/memory.oom_control",
                "oom_kill " + std::to_string(count) + "\n");
  }

  tests::temporary_folder files;
  asio::io_context loop{1};
  tests::fake_clock time{loop};
  int told = 0;
  std::optional<process::memory_watch> watch;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(memory_watch_suite)

BOOST_AUTO_TEST_CASE(version_2_tells_without_being_looked_at) {
  watched one(2);
  one.start();
  BOOST_TEST(one.time.waiting() == 0u);
  one.loop.poll();
  BOOST_TEST(one.told == 0);
  for (int kill = 1; kill <= 3; ++kill) {
    const auto before = one.told;
    one.kills(kill);
    one.loop.restart();
    one.loop.run_one();
    BOOST_TEST(one.told > before);
  }
}

BOOST_AUTO_TEST_CASE(version_1_without_the_right_to_be_told_is_looked_at) {
  watched one(1);
  one.start();
  one.time.advance(base::limits::memory_look_every - 1ms);
  BOOST_TEST(one.told == 0);
  one.time.advance(1ms);
  one.time.advance(base::limits::memory_look_every);
  BOOST_TEST(one.told == 2);
}

BOOST_AUTO_TEST_CASE(without_a_control_group_nothing_is_watched) {
  watched one(2);
  one.files.write("proc/self/cgroup", "");
  one.start();
  BOOST_TEST(one.time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(it_can_go_while_it_waits) {
  watched one(2);
  one.start();
  one.watch.reset();
  one.kills(1);
  one.loop.poll();
  BOOST_TEST(one.told == 0);
}

BOOST_AUTO_TEST_SUITE_END()
