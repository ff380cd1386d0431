#include "unit/lifecycle/played.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

// 200,000 random events over many deployments, under random rules. The world behind the machine is simulated just
// enough to be consistent (a process that is gone does not exit twice); everything else comes in any order and at
// any time.

using namespace gamekeeper::lifecycle;
using namespace std::chrono_literals;

namespace {

class world {
 public:
  explicit world(std::mt19937_64& random) : random_(random) {
    policy rules;
    rules.on_platform = pick(4) != 0;
    rules.can_self_stop = rules.on_platform && pick(5) != 0;
    rules.drain.grace = std::chrono::seconds(pick(40));
    if (pick(8) == 0) rules.occupancy.empty_after.reset();
    if (pick(2)) rules.occupancy.first_join_after = std::chrono::seconds(1 + pick(100));
    if (pick(3) == 0) rules.match.max = std::chrono::seconds(1 + pick(300));
    if (pick(3) == 0) rules.uptime.max = std::chrono::seconds(1 + pick(2000));
    if (pick(4) == 0) rules.uptime.min = std::chrono::seconds(pick(300));
    if (pick(4) == 0) rules.watchdog.timeout = std::chrono::seconds(1 + pick(60));
    rules.match.has_many = pick(3) == 0;
    rules.veto.is_enabled = pick(4) == 0;
    rules.recheck.is_enabled = pick(2) == 0;
    rules.dry_run = pick(10) == 0;
    rules.readiness.is_awaited = pick(3) == 0;
    if (pick(2)) rules.readiness.timeout = std::chrono::seconds(1 + pick(60));
    rules.game.on_crash = static_cast<after_drain>(pick(3));
    rules.game.on_exit = static_cast<after_drain>(pick(3));
    rules.drain.wait_for_tree = pick(4) != 0;
    if (pick(3) == 0) rules.ladder = {{0s, 0}, {std::chrono::seconds(pick(60)), SIGINT}, {60s, SIGTERM}};
    rules.self_stop.seed = random_();
    state_ = begin(rules, now_);
  }

  bool done() const { return state_.phase == phase::done; }

  void random_event() {
    now_ += std::chrono::milliseconds(pick(20'000));
    switch (pick(26)) {
      case 25:
        return game_forks();
      case 24:
        return look();
      case 0:
        return start();
      case 1:
        return pick(3) ? feed(tick{}) : game_ends();
      case 2:
        return orphans_end();
      case 3:
      case 4:
        return occupancy(presence::players, 1 + pick(20));
      case 5:
        return occupancy(presence::none, 0);
      case 6:
        return occupancy(presence::unknown, 0);
      case 7:
        return feed(match_started{});
      case 8:
        return rarely(match_ended{});
      case 9:
        return rarely(stop_requested{"told to"});
      case 10:
        return feed(signal_arrived{pick(10) ? SIGUSR1 : SIGTERM});
      case 11:
        return rarely(platform_gone{"TERMINATED"});
      case 12:
        return answer(static_cast<stop_answer>(pick(4)));
      case 13:
        return feed(game_ready{});
      case 14:
      case 15:
        return feed(heartbeat{});
      case 16:
        return feed(hold_placed{std::to_string(pick(3)), "", now_ + std::chrono::seconds(pick(600))});
      case 17:
        return feed(hold_released{std::to_string(pick(3))});
      case 18:
        return feed(veto_answered{pick(2) == 0, ""});
      case 19:
        return rarely(drain_requested{"told to", std::chrono::seconds(pick(600))});
      case 20:
        return rarely(restart_requested{"told to"});
      case 21:
        return pick(4) ? feed(extension_requested{std::chrono::seconds(pick(60))})
                       : rarely(platform_limit_learned{now_ + std::chrono::seconds(pick(3000))});
      case 22:
        return pick(4) ? feed(watchdog_set{std::chrono::seconds(pick(60))}) : rarely(watchdog_triggered{});
      default:
        return pass_deadlines();
    }
  }

  // From here on everybody does what they should, and the end has to come within the sum of the policy's
  // times.
  void settle() {
    start();
    const auto& rules = state_.rules;
    // A rehearsal ends only when the platform wants it.
    if (!state_.ending.verdict && !rules.dry_run) feed(stop_requested{"the walk is over"});
    if (!state_.ending.verdict) feed(signal_arrived{SIGTERM});
    const auto bound = now_ + rules.drain.grace + rules.extension_max + rules.drain.kill_wait +
                       rules.self_stop.retry_max + rules.self_stop.linger_max + 1min;
    while (!done() && now_ < bound) {
      if (killed_) {
        game_ends();
        orphans_end();
      }
      start();
      answer(stop_answer::accepted);
      if (const auto next = next_deadline(state_)) now_ = std::max(now_, *next);
      feed(tick{});
    }
    BOOST_TEST_REQUIRE(done(), "an end that was decided did not come: phase " << to_string(state_.phase));
  }

 private:
  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

  template <class Event>
  void rarely(Event e) {
    pick(10) ? feed(tick{}) : feed(std::move(e));
  }

  // The game is spawned when the machine asks for it; the first time nobody asks.
  void start() {
    if (!spawn_wanted_) return;
    spawn_wanted_ = false;
    if (pick(20) == 0) return feed(start_failed{127, "not found"});
    alive_ = anything_ = true;
    processes_ = {process{now_, {}}};
    feed(game_started{});
  }
  void game_ends() {
    if (!alive_) return;
    alive_ = false;
    feed(game_exited{pick(3), 0, "exited"});
    if (pick(3)) orphans_end();
  }
  void game_forks() {
    if (anything_) processes_.push_back(process{now_, {}});
    feed(tick{});
  }
  void orphans_end() {
    if (alive_ || !anything_) return;
    anything_ = false;
    processes_.clear();
    feed(tree_empty{});
  }
  void look() {
    looked_ = state_.recheck.requested_at.has_value();
    feed(recheck_done{});
  }
  void occupancy(presence what, int players) {
    if (what != presence::none) looked_ = false;
    known_players_ = what == presence::players;
    feed(occupancy_changed{what, players});
  }
  void answer(stop_answer what) {
    if (!in_flight_) return;
    in_flight_ = false;
    feed(self_stop_answered{what, pick(4) ? std::optional<duration>{} : std::chrono::seconds(pick(60))});
  }
  void pass_deadlines() {
    if (const auto next = next_deadline(state_)) now_ = std::max(now_, *next);
    feed(tick{});
  }

  void feed(const event& happened) {
    const bool was_done = done();
    const auto effects = step(state_, happened, now_);
    BOOST_TEST_REQUIRE((!was_done || effects.empty()));
    for (const auto& each : effects) std::visit([this](const auto& e) { check(e); }, each);
    if (const auto next = next_deadline(state_))
      BOOST_TEST_REQUIRE((*next > now_), "a deadline that is due was left");
    BOOST_TEST_REQUIRE((done() == left_));
  }

  void check(const decided& e) {
    BOOST_TEST_REQUIRE(!decided_, "the end was decided twice, now " << to_string(e.why) << " in "
                                                                    << to_string(state_.phase));
    decided_ = true;
    if (e.why == verdict::empty || e.why == verdict::never_joined) {
      BOOST_TEST_REQUIRE(!known_players_, "stopped as idle under players");
      BOOST_TEST_REQUIRE((state_.occupancy.presence == presence::none),
                         "stopped as idle without anybody who knows");
      BOOST_TEST_REQUIRE((looked_ || !state_.rules.recheck.is_enabled),
                         "stopped as idle without one more look");
    }
    if (e.why == verdict::empty || e.why == verdict::never_joined || e.why == verdict::match_ended) {
      for (const auto& each : state_.holds) BOOST_TEST_REQUIRE((each.until <= now_), "stopped under a hold");
      BOOST_TEST_REQUIRE((now_ >= state_.started_at + state_.rules.uptime.min),
                         "stopped before the minimum uptime");
    }
    platform_ = e.why == verdict::platform_stop;
    if (state_.rules.dry_run) {
      BOOST_TEST_REQUIRE((!e.remember && (platform_ || !alive_)), "a rehearsal ended something");
    }
  }
  void check(const start_game&) {
    BOOST_TEST_REQUIRE(!decided_, "a new game although the end is decided");
    BOOST_TEST_REQUIRE(!alive_, "a second game beside the first");
    spawn_wanted_ = true;
    killed_ = false;
    noticed_.reset();
  }
  void check(const send_self_stop&) {
    BOOST_TEST_REQUIRE(!in_flight_, "two self-stops in flight");
    BOOST_TEST_REQUIRE(decided_, "a self-stop without a reason");
    BOOST_TEST_REQUIRE(!platform_, "a self-stop although the platform stops us");
    BOOST_TEST_REQUIRE((state_.rules.can_self_stop && !state_.rules.dry_run));
    BOOST_TEST_REQUIRE((!alive_ || killed_), "a self-stop while the game still has time to save");
    in_flight_ = true;
  }
  void ask_processes() {
    for (auto& each : processes_)
      if (!each.asked) each.asked = now_;
  }
  void check(const kill_tree& e) {
    BOOST_TEST_REQUIRE((decided_ || state_.ending.after_drain == after_drain::restart));
    if (!e.again) {
      BOOST_TEST_REQUIRE((noticed_ && *noticed_ < now_), "a kill without a notice before it");
      // What has started since the notice can only be asked together with its end.
      for (const auto& each : processes_)
        BOOST_TEST_REQUIRE(((each.asked && *each.asked < now_) || each.started >= *noticed_),
                           "a process was killed that was not asked first");
    }
    killed_ = true;
  }
  void check(const terminate_rest&) {
    BOOST_TEST_REQUIRE((state_.ending.verdict || state_.watchdog.is_hung ||
                        state_.ending.after_drain == after_drain::restart),
                       "asked to end although no end has begun");
    noticed_ = now_;
    ask_processes();
  }
  void check(const signal_tree& e) {
    BOOST_TEST_REQUIRE(anything_, "a signal for a tree that is not there");
    BOOST_TEST_REQUIRE((decided_ || state_.ending.after_drain == after_drain::restart),
                       "asked to end although it goes on");
    BOOST_TEST_REQUIRE(e.number != SIGKILL);
    ask_processes();
  }
  void check(const signal_game& e) {
    BOOST_TEST_REQUIRE(alive_, "a signal for a game that is not there");
    BOOST_TEST_REQUIRE(e.number != SIGKILL);
  }
  void check(const leave&) {
    BOOST_TEST_REQUIRE(!left_, "left twice");
    left_ = true;
  }
  template <class Other>
  void check(const Other&) {}

  std::mt19937_64& random_;
  time_point now_{1h};
  state state_;
  struct process {
    time_point started{};
    std::optional<time_point> asked;
  };
  std::vector<process> processes_;
  std::optional<time_point> noticed_;
  bool spawn_wanted_ = true, alive_ = false, anything_ = false;
  bool known_players_ = false, looked_ = false, in_flight_ = false, decided_ = false, platform_ = false,
       killed_ = false, left_ = false;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_random_walk_of_200000_events_keeps_the_invariants) {
  std::mt19937_64 random(20'261);
  int deployments = 0;
  for (int events = 0; events < 200'000; ++deployments) {
    world one(random);
    const auto length = std::uniform_int_distribution<int>(1, 200)(random);
    for (int i = 0; i < length && !one.done(); ++i, ++events) one.random_event();
    if (!one.done()) one.settle();
  }
  BOOST_TEST(deployments > 500);
}
