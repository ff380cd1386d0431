#include "process/hook.hpp"

#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_process_host.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::tests;
using namespace std::chrono_literals;

namespace {

struct hooked {
  boost::asio::io_context loop{1};
  fake_clock time{loop};
  captured_log log;
  fake_process_host host;
  process::hook_runner hooks{host, time, log.log};
  std::vector<process::hook_ended> ends;
  std::vector<pid_t> others;

  hooked() {
    host.start({[this](process::process_ended one) {
                  if (!hooks.ended(one)) others.push_back(one.pid);
                },
                {}});
  }
  pid_t run(base::duration within) {
    process::spawn_spec spec;
    spec.command = {"save"};
    return hooks.run(spec, time.now() + within, [this](process::hook_ended how) { ends.push_back(how); })
        .value();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(hooks)

BOOST_AUTO_TEST_CASE(the_end_of_a_hook_is_told_once_and_is_nobody_elses) {
  hooked h;
  const pid_t pid = h.run(5s);
  BOOST_TEST(h.hooks.any());
  BOOST_TEST(h.hooks.owns({pid + 5, pid, pid, 'S', "child"}));
  h.host.end(pid, {3, 0, false});
  BOOST_REQUIRE(h.ends.size() == 1u);
  BOOST_TEST(h.ends[0].status.code == 3);
  BOOST_TEST(!h.ends[0].timed_out);
  BOOST_TEST(h.others.empty());
  BOOST_TEST(!h.hooks.any());
  h.time.advance(10s);
  BOOST_TEST(h.host.signals.empty());
}

BOOST_AUTO_TEST_CASE(a_hook_past_its_deadline_is_killed_with_its_group_and_waited_for) {
  hooked h;
  const pid_t pid = h.run(5s);
  h.time.advance(4999ms);
  BOOST_TEST(h.host.signals.empty());
  h.time.advance(1ms);
  BOOST_REQUIRE(h.host.signals.size() == 1u);
  BOOST_TEST((h.host.signals[0] == fake_process_host::sent{pid, SIGKILL, true}));
  BOOST_TEST(h.ends.empty());
  h.host.end(pid, {0, SIGKILL, false});
  BOOST_REQUIRE(h.ends.size() == 1u);
  BOOST_TEST(h.ends[0].timed_out);
}

BOOST_AUTO_TEST_CASE(a_hook_that_cannot_start_is_the_callers_failure) {
  hooked h;
  h.host.spawn_fails = process::spawn_failure{127, "save: not found"};
  BOOST_TEST(h.hooks.run({}, h.time.now() + 1s, {}).has_error());
  BOOST_TEST(!h.hooks.any());
}

BOOST_AUTO_TEST_CASE(the_end_of_a_hook_may_start_the_next_one) {
  hooked h;
  pid_t second = 0;
  process::spawn_spec spec;
  spec.command = {"first"};
  const auto first =
      h.hooks.run(spec, h.time.now() + 1s, [&](process::hook_ended) { second = h.run(1s); }).value();
  h.host.end(first, {});
  BOOST_TEST(second != 0);
  BOOST_TEST(h.hooks.any());
  h.host.end(second, {});
  BOOST_TEST(h.ends.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
