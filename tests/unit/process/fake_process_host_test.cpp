#include "support/fake_process_host.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::process;
using gamekeeper::tests::fake_process_host;

namespace {

struct watched {
  fake_process_host host;
  std::vector<process_ended> ended;
  int no_children = 0;
  int some_left = 0;
  watched() {
    host.start({[this](process_ended one) { ended.push_back(one); }, [this] { ++no_children; },
                [this] { ++some_left; }});
  }
};

gamekeeper::process::spawn_spec command(std::vector<std::string> words) {
  gamekeeper::process::spawn_spec spec;
  spec.command = std::move(words);
  return spec;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fake_process_host_suite)

BOOST_AUTO_TEST_CASE(a_spawn_is_recorded_and_ends_when_the_test_says_so) {
  watched w;
  const pid_t pid = w.host.spawn(command({"game", "-x"})).value();
  BOOST_TEST(w.host.spawns.at(0).spec.command.at(1) == "-x");
  BOOST_TEST(w.ended.empty());
  w.host.end(pid, {3, 0, false});
  BOOST_TEST(w.ended.at(0).pid == pid);
  BOOST_TEST(w.ended.at(0).status.code == 3);
  BOOST_TEST(w.no_children == 1);
}

BOOST_AUTO_TEST_CASE(an_orphan_keeps_the_tree_alive) {
  watched w;
  const pid_t pid = w.host.spawn(command({"game"})).value();
  w.host.add_orphan(7, "helper");
  w.host.end(pid, {});
  BOOST_TEST(w.no_children == 0);
  BOOST_TEST(w.some_left == 1);
  w.host.end(7, {});
  BOOST_TEST(w.no_children == 1);
}

BOOST_AUTO_TEST_CASE(kill_tree_ends_all_by_signal_9_unless_unkillable) {
  watched w;
  (void)w.host.spawn(command({"game"}));
  w.host.add_orphan(7, "helper");
  w.host.unkillable = true;
  BOOST_TEST(w.host.kill_tree().size() == 2u);
  BOOST_TEST(w.host.live() == 2u);
  w.host.unkillable = false;
  BOOST_TEST(w.host.kill_tree().size() == 2u);
  BOOST_TEST(w.ended.at(1).status.signal == SIGKILL);
  BOOST_TEST(w.no_children == 1);
  BOOST_TEST(w.host.tree_kills == 2);
}

BOOST_AUTO_TEST_CASE(no_children_is_said_once_even_when_a_listener_kills_the_rest) {
  watched w;
  (void)w.host.spawn(command({"game"}));
  w.host.add_orphan(7, "helper");
  w.host.start({[&](process_ended) { w.host.kill_tree(); }, [&] { ++w.no_children; }, {}});
  w.host.end(7, {});
  BOOST_TEST(w.no_children == 1);
}

BOOST_AUTO_TEST_CASE(signals_are_recorded_while_the_process_is_there) {
  watched w;
  const pid_t pid = w.host.spawn(command({"game"})).value();
  w.host.on_signal = [&](const fake_process_host::sent& s) { w.host.end(s.target, {0, s.signal, false}); };
  BOOST_TEST(w.host.signal_group(pid, SIGTERM).has_value());
  BOOST_TEST((w.host.signals.at(0) == fake_process_host::sent{pid, SIGTERM, true}));
  BOOST_TEST((w.host.signal_group(pid, SIGTERM).error().code() == gamekeeper::base::errc::not_found));
  BOOST_TEST((w.host.signal_process(pid, SIGTERM).error().code() == gamekeeper::base::errc::not_found));
  BOOST_TEST(w.host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_spawn_can_fail) {
  watched w;
  w.host.spawn_fails = spawn_failure{127, "no such thing"};
  BOOST_TEST(w.host.spawn(command({"game"})).error().exit_code == 127);
  BOOST_TEST(w.host.spawns.empty());
}

BOOST_AUTO_TEST_SUITE_END()
