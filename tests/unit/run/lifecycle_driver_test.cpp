#include "gamekeeper/run/lifecycle_driver.hpp"

#include "support/fake_clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

/// Notes the phases that are entered and how often the driver settles.
struct driver_fixture {
  driver_fixture() {
    driver.emplace(time, lifecycle::policy(),
                   run::lifecycle_driver::seams{[this](const lifecycle::effect& effect) { apply(effect); },
                                                [this] { ++settled; }, [this] { ++alarms; }});
  }
  void apply(const lifecycle::effect& effect) {
    const auto* entered = std::get_if<lifecycle::phase_entered>(&effect);
    if (!entered) return;
    phases.push_back(entered->phase);
    if (on_phase) on_phase();
    phases_settled.push_back(settled);
  }

  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  std::function<void()> on_phase;
  std::vector<lifecycle::phase> phases;
  std::vector<int> phases_settled;
  int settled = 0;
  int alarms = 0;
  std::optional<run::lifecycle_driver> driver;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(lifecycle_drivers, driver_fixture)

BOOST_AUTO_TEST_CASE(what_an_effect_posts_is_handled_after_the_other_effects_and_settles_once) {
  on_phase = [this] {
    on_phase = nullptr;
    driver->post(lifecycle::stop_requested{"enough"});
    BOOST_TEST(!driver->state().ending.verdict.has_value());
  };
  driver->post(lifecycle::game_started{});
  BOOST_TEST((phases == std::vector{lifecycle::phase::running, lifecycle::phase::draining}));
  BOOST_TEST(settled == 1);
  BOOST_TEST(phases_settled == std::vector<int>(2, 0), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(after_a_resume_what_its_effects_post_waits_for_the_next_event) {
  on_phase = [this] {
    on_phase = nullptr;
    driver->post(lifecycle::self_stop_answered{lifecycle::stop_answer::accepted, std::nullopt});
  };
  driver->resume(lifecycle::verdict::empty, "nobody was here", 7);
  BOOST_TEST((driver->state().phase == lifecycle::phase::stopping));
  BOOST_TEST(*driver->state().game.exit_code == 7);
  driver->post(lifecycle::tick{});
  BOOST_TEST((driver->state().phase == lifecycle::phase::lingering));
}

BOOST_AUTO_TEST_CASE(the_timer_is_set_to_whichever_deadline_comes_first) {
  driver->post(lifecycle::game_started{});
  driver->reschedule(std::nullopt);
  BOOST_TEST(time.waiting() == 0u);
  driver->reschedule(time.now() + 5s);
  BOOST_TEST(time.waiting() == 1u);
  time.advance(5s);
  BOOST_TEST(alarms == 1);
  driver->post(lifecycle::stop_requested{"enough"});
  driver->reschedule(time.now() + 24h);
  time.advance(30s);
  BOOST_TEST(alarms == 2);
}

BOOST_AUTO_TEST_CASE(nothing_is_waited_for_once_it_is_done) {
  driver->post(lifecycle::start_failed{127, "./server: not found"});
  driver->post(lifecycle::tree_empty{});
  BOOST_TEST_REQUIRE((driver->state().phase == lifecycle::phase::done));
  driver->reschedule(time.now() + 5s);
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
