#include "occupancy/detector_runner.hpp"

#include "occupancy/fusion.hpp"
#include "occupancy/unknown_watch.hpp"
#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_peers.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::occupancy {

namespace {

using namespace std::chrono_literals;
using base::errc;

/// Says what the test says, after a while, but never past its deadline.
class scripted_probe final : public probe {
 public:
  struct script {
    std::optional<int> players = 0;  ///< nothing: it fails
    base::duration takes{0};
    std::vector<base::time_point> asked;
  };
  scripted_probe(base::clock& time, script& what) : time_(time), script_(what) {}

  boost::asio::awaitable<base::result<reading>> ask(base::time_point deadline) override {
    script_.asked.push_back(time_.now());
    const auto due = std::min(time_.now() + script_.takes, deadline);
    if (due > time_.now()) co_await base::sleep_until(time_, due);
    if (!script_.players) co_return base::error(errc::timed_out, "no answer");
    co_return counted(*script_.players, time_.now());
  }

 private:
  base::clock& time_;
  script& script_;
};

struct running {
  boost::asio::io_context loop;
  tests::fake_clock time{loop};
  tests::captured_log captured;
  base::random_source random{5};
  base::task_group tasks{loop.get_executor(), captured.log};
  tests::fake_peers peers{time};
  fusion all;
  unknown_watch watch{1min};
  std::vector<unknown_notice> notices;
  poll_timing timing;
  std::unique_ptr<detector_runner> runner;

  ~running() {
    tasks.cancel();
    time.advance(0ms);
    BOOST_TEST(tasks.size() == 0U);
    BOOST_TEST(time.waiting() == 0U);
    BOOST_TEST(!captured.has("internal error"));
  }

  void start() {
    detector_runner::listener tell;
    tell.seen = [this](std::string_view name, const reading& seen) {
      all.record(name, seen);
      look();
    };
    tell.failed = [this](std::string_view name, const base::error& why) {
      all.record_failure(name, why.message());
      look();
    };
    runner = std::make_unique<detector_runner>(time, random, tasks, timing, std::move(tell));
  }

  void look() {
    for (auto& each : watch.look(all.detectors(time.now()), time.now())) notices.push_back(std::move(each));
  }

  void add(std::string name, scripted_probe::script& what) {
    runner->add(std::move(name), std::make_unique<scripted_probe>(time, what));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(detector_running, running)

BOOST_AUTO_TEST_CASE(each_is_asked_at_once_and_then_at_the_interval_give_or_take) {
  scripted_probe::script a, b;
  start();
  add("a", a);
  add("b", b);
  time.advance(0ms);
  BOOST_TEST(a.asked.size() == 1U);
  BOOST_TEST(b.asked.size() == 1U);
  time.advance(1h);
  for (const auto* each : {&a, &b}) {
    BOOST_TEST(each->asked.size() > 700U);
    BOOST_TEST(each->asked.size() < 740U);
    for (std::size_t i = 1; i < each->asked.size(); ++i) {
      const auto wait = each->asked[i] - each->asked[i - 1];
      BOOST_REQUIRE((wait >= 4500ms && wait <= 5500ms));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_slow_one_delays_no_other_and_not_its_own_next_look) {
  scripted_probe::script slow, fast;
  slow.takes = 1h;
  start();
  add("slow", slow);
  add("fast", fast);
  time.advance(1min);
  BOOST_TEST(fast.asked.size() > 10U);
  BOOST_TEST(slow.asked.size() > 10U);
}

BOOST_AUTO_TEST_CASE(what_was_seen_stands_through_failures_until_it_is_too_old) {
  scripted_probe::script a;
  a.players = 3;
  start();
  add("a", a);
  time.advance(1s);
  BOOST_TEST((all.at(time.now()) == fused{presence::players, 3}));
  a.players.reset();
  time.advance(9s);
  BOOST_TEST((all.at(time.now()) == fused{presence::players, 3}));
  BOOST_TEST(all.detectors(time.now())[0].last_error == "no answer");
  time.advance(10s);
  BOOST_TEST((all.at(time.now()) == fused{}));
  a.players = 0;
  time.advance(6s);
  BOOST_TEST((all.at(time.now()) == fused{presence::none, 0}));
  BOOST_TEST(all.detectors(time.now())[0].last_error.empty());
}

BOOST_AUTO_TEST_CASE(long_unknown_is_said_once_and_so_is_the_recovery) {
  scripted_probe::script a, b;
  a.players.reset();
  start();
  add("a", a);
  add("b", b);
  time.advance(55s);
  BOOST_TEST(notices.empty());
  time.advance(1h);
  BOOST_REQUIRE(notices.size() == 1U);
  BOOST_TEST(notices[0].detector == "a");
  BOOST_TEST(!notices[0].recovered);
  BOOST_TEST((notices[0].unknown_for >= 1min && notices[0].unknown_for < 66s));
  BOOST_TEST(notices[0].last_error == "no answer");
  a.players = 1;
  time.advance(6s);
  BOOST_REQUIRE(notices.size() == 2U);
  BOOST_TEST(notices[1].recovered);
  BOOST_TEST((notices[1].unknown_for > 1h));
  a.players.reset();
  time.advance(1h);
  BOOST_TEST(notices.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_name_that_the_mapping_does_not_have_is_told_and_harms_no_other) {
  start();
  const probe_world world{peers, time, random, "/nowhere"};
  runner->add(parse_detector("a2s:query").value(), {}, world);
  runner->add(parse_detector("tcp:7777").value(), {}, world);
  time.advance(1s);
  const auto views = all.detectors(time.now());
  BOOST_REQUIRE(views.size() == 2U);
  BOOST_TEST(views[0].last_error == "the platform's mapping has no port named 'query', it is empty");
  BOOST_TEST(views[1].last_error.find("/nowhere/net/tcp") != std::string::npos);
  BOOST_TEST(tasks.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_notice_says_why_where_no_attempt_failed) {
  all.record("a", counted(3, time.now(), 10s));
  all.record("b", counted(-1, time.now()));
  time.advance(10s);
  look();
  time.advance(1min);
  look();
  BOOST_REQUIRE(notices.size() == 2U);
  BOOST_TEST(notices[0].last_error == "its last reading is too old to count");
  BOOST_TEST(notices[1].last_error == "it answers without a number of players");
  all.record("a", counted(3, time.now(), 10s));
  look();
  BOOST_REQUIRE(notices.size() == 3U);
  BOOST_TEST(notices[2].last_error == "");
}

BOOST_AUTO_TEST_CASE(the_watch_knows_when_it_will_have_something_to_say) {
  const auto begun = time.now();
  BOOST_TEST(!watch.next());
  all.record_failure("a", "x");
  look();
  BOOST_TEST((watch.next() == begun + 1min));
  time.advance(1min);
  look();
  BOOST_TEST(notices.size() == 1U);
  BOOST_TEST(!watch.next());
  all.forget("a");
  look();
  BOOST_TEST(notices.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
