#include "lifecycle/forecast.hpp"

#include "unit/lifecycle/played.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

// What `why` says is what then happens.

using namespace gamekeeper::lifecycle;
using namespace std::chrono_literals;
using gamekeeper::tests::played;

namespace {

played running(const policy& rules = played::on_platform()) {
  played game(rules);
  game.happens(game_started{});
  return game;
}

const timer_view& timer(const forecast& seen, std::string_view name) {
  for (const auto& each : seen.timers)
    if (each.name == name) return each;
  BOOST_FAIL("no timer " << name);
  throw 0;
}

/// A server somewhere in its life, under random rules.
class timeline {
 public:
  explicit timeline(std::mt19937_64& random) : random_(random) {
    auto rules = played::on_platform();
    if (pick(2)) rules.occupancy.first_join_after = seconds(1 + pick(600));
    if (pick(5) == 0) rules.occupancy.empty_after.reset();
    if (pick(2)) rules.match.max = seconds(1 + pick(3000));
    if (pick(2)) rules.uptime.max = seconds(1 + pick(5000));
    if (pick(3) == 0) rules.uptime.min = seconds(pick(1000));
    rules.match.has_many = pick(3) == 0;
    rules.veto.is_enabled = pick(4) == 0;
    rules.recheck.is_enabled = pick(2) == 0;
    game = running(rules);
  }

  void live() {
    for (int left = pick(30); left > 0 && game.state.phase == phase::running; --left) {
      game.passes(seconds(pick(60)));
      happen();
    }
  }

  played game;

 private:
  void happen() {
    switch (pick(10)) {
      case 9:
        return void(game.happens(recheck_done{}));
      case 0:
      case 1:
        return void(game.happens(occupancy_changed{presence::players, 1 + pick(9)}));
      case 2:
        return void(game.happens(occupancy_changed{presence::none, 0}));
      case 3:
        return void(game.happens(occupancy_changed{presence::unknown, 0}));
      case 4:
        return void(game.happens(match_started{}));
      case 5:
        return void(pick(4) ? "" : game.happens(match_ended{}));
      case 6:
        return void(game.happens(hold_placed{std::to_string(pick(3)), "", game.now + seconds(pick(900))}));
      case 7:
        return void(game.happens(veto_answered{pick(2) == 0, ""}));
      default:
        return void(pick(4) ? "" : game.happens(drain_requested{"", seconds(pick(3000))}));
    }
  }
  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  static std::chrono::seconds seconds(int count) { return std::chrono::seconds(count); }
  std::mt19937_64& random_;
};

/// Whoever is asked to look does, and sees what was seen before; the hook that is asked agrees.
void answer_all(played& game) {
  if (game.state.recheck.requested_at) game.happens(recheck_done{});
  if (game.state.veto.is_in_flight) game.happens(veto_answered{});
}

/// Lets the shell's clock run until the end is decided.
std::optional<prediction> what_happens(played game) {
  answer_all(game);
  while (game.state.phase == phase::running) {
    const auto next = next_deadline(game.state);
    if (!next) return std::nullopt;
    game.now = std::max(game.now, *next);
    game.happens(tick{});
    answer_all(game);
  }
  return prediction{game.state.ending.verdict.value(), game.state.ending.reason, game.now};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(forecast_)

BOOST_AUTO_TEST_CASE(predictions_hold_in_10000_random_timelines) {
  std::mt19937_64 random(42);
  int ends = 0, never = 0;
  for (int i = 0; i < 10'000; ++i) {
    timeline one(random);
    one.live();
    if (one.game.state.phase != phase::running) continue;
    const auto said = make_forecast(one.game.state, one.game.now).as_it_is;
    const auto came = what_happens(one.game);
    BOOST_TEST_REQUIRE(said.has_value() == came.has_value());
    if (!said) {
      ++never;
      continue;
    }
    ++ends;
    BOOST_TEST_REQUIRE(to_string(said->why) == to_string(came->why));
    BOOST_TEST_REQUIRE((said->at == came->at));
    BOOST_TEST_REQUIRE(said->reason == came->reason);
  }
  BOOST_TEST(ends > 1000);
  BOOST_TEST(never > 500);
}

BOOST_AUTO_TEST_CASE(the_timer_that_fires_first_is_the_prediction) {
  auto rules = played::on_platform();
  rules.uptime.max = 10h;
  auto game = running(rules);
  game.happens(occupancy_changed{presence::players, 1});
  game.happens(occupancy_changed{presence::none, 0});
  game.happens(hold_placed{"backup", "nightly", game.now + 5min});
  const auto seen = make_forecast(game.state, game.now);
  BOOST_TEST((timer(seen, "empty").now == timer_view::condition::held));
  BOOST_TEST((*timer(seen, "empty").fires == game.now + 5min));
  BOOST_TEST((timer(seen, "first_join").now == timer_view::condition::off));
  BOOST_TEST((timer(seen, "uptime").now == timer_view::condition::running));
  BOOST_TEST((timer(seen, "match").now == timer_view::condition::off));
  BOOST_TEST((seen.as_it_is->why == verdict::empty));
  BOOST_TEST((seen.as_it_is->at == game.now + 5min));
  BOOST_TEST_REQUIRE(seen.because.size() == 1u);
  BOOST_TEST(seen.because[0] == "the hold 'backup' lasts (nightly)");
}

BOOST_AUTO_TEST_CASE(while_players_are_on_it_says_what_would_happen_without_them) {
  auto game = running();
  game.happens(occupancy_changed{presence::players, 3});
  game.happens(match_started{});
  const auto seen = make_forecast(game.state, game.now);
  BOOST_TEST(seen.because[0] == "3 players are on");
  BOOST_TEST(seen.because[1] == "a match is running");
  BOOST_TEST(!seen.as_it_is.has_value());
  BOOST_TEST((seen.if_everyone_left->why == verdict::empty));
  BOOST_TEST((seen.if_everyone_left->at == game.now + 60s));
  BOOST_TEST((seen.if_the_match_ended->why == verdict::match_ended));
  BOOST_TEST((seen.if_the_match_ended->at == game.now));
}

BOOST_AUTO_TEST_CASE(what_nobody_knows_is_said) {
  const auto game = running();
  const auto seen = make_forecast(game.state, game.now);
  BOOST_TEST(seen.because[0] == "no detector knows whether anyone is here");
  BOOST_TEST(!seen.as_it_is.has_value());
}

BOOST_AUTO_TEST_CASE(a_rehearsal_foresees_what_it_will_say) {
  auto rules = played::on_platform();
  rules.dry_run = true;
  auto game = running(rules);
  game.happens(occupancy_changed{presence::players, 3});
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST((make_forecast(game.state, game.now).as_it_is->why == verdict::empty));
  game.passes(60s);
  BOOST_TEST(!make_forecast(game.state, game.now).as_it_is.has_value());
}

BOOST_AUTO_TEST_CASE(a_draining_server_shows_its_deadline_and_foresees_nothing) {
  auto game = running();
  game.happens(match_ended{});
  const auto seen = make_forecast(game.state, game.now);
  BOOST_TEST((*timer(seen, "drain").fires == game.now + 30s));
  BOOST_TEST(seen.because.empty());
  BOOST_TEST(!seen.as_it_is.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
