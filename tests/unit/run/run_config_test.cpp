#include "gamekeeper/run/run_config.hpp"

#include "settings/load.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;

BOOST_AUTO_TEST_SUITE(run_configs)

// The tests of lib/lifecycle play its own defaults: they have to be those of the settings.
BOOST_AUTO_TEST_CASE(the_default_settings_are_the_default_policy) {
  const auto made =
      run::make_run_config({"./server"}, settings::load({}).values, edgegap::injected_environment()).policy;
  const lifecycle::policy fresh;
  const auto same = [&](auto subject, auto member) {
    return (made.*subject).*member == (fresh.*subject).*member;
  };
  using namespace lifecycle;
  BOOST_TEST(made.dry_run == fresh.dry_run);
  BOOST_TEST(same(&policy::occupancy, &occupancy_policy::empty_after));
  BOOST_TEST(same(&policy::occupancy, &occupancy_policy::first_join_after));
  BOOST_TEST(same(&policy::uptime, &uptime_policy::min));
  BOOST_TEST(same(&policy::match, &match_policy::has_many));
  BOOST_TEST(same(&policy::match, &match_policy::max));
  BOOST_TEST(same(&policy::uptime, &uptime_policy::max));
  BOOST_TEST(same(&policy::uptime, &uptime_policy::platform_margin));
  BOOST_TEST(same(&policy::uptime, &uptime_policy::warn_before));
  BOOST_TEST(same(&policy::veto, &veto_policy::is_enabled));
  BOOST_TEST(same(&policy::veto, &veto_policy::retry));
  BOOST_TEST(same(&policy::veto, &veto_policy::max));
  BOOST_TEST(same(&policy::readiness, &readiness_policy::is_awaited));
  BOOST_TEST(same(&policy::readiness, &readiness_policy::timeout));
  BOOST_TEST(same(&policy::watchdog, &watchdog_policy::timeout));
  BOOST_TEST(same(&policy::watchdog, &watchdog_policy::signal));
  BOOST_TEST(same(&policy::watchdog, &watchdog_policy::grace));
  BOOST_TEST(same(&policy::game, &game_policy::on_exit));
  BOOST_TEST(same(&policy::game, &game_policy::on_crash));
  BOOST_TEST(same(&policy::restarts, &restart_policy::on_budget_exhausted));
  BOOST_TEST(same(&policy::restarts, &restart_policy::budget));
  BOOST_TEST(same(&policy::restarts, &restart_policy::window));
  BOOST_TEST(same(&policy::restarts, &restart_policy::wait_min));
  BOOST_TEST(same(&policy::restarts, &restart_policy::wait_max));
  BOOST_TEST(made.ladder.size() == 1u);
  BOOST_TEST((made.ladder.front().after == fresh.ladder.front().after &&
              made.ladder.front().signal == fresh.ladder.front().signal));
  BOOST_TEST(same(&policy::drain, &drain_policy::terminate_signal));
  BOOST_TEST(same(&policy::drain, &drain_policy::wait_for_tree));
  BOOST_TEST(same(&policy::drain, &drain_policy::grace));
  BOOST_TEST((made.extension_max == fresh.extension_max));
  BOOST_TEST(same(&policy::drain, &drain_policy::kill_wait));
  BOOST_TEST(same(&policy::drain, &drain_policy::platform_kill_after));
  BOOST_TEST(same(&policy::drain, &drain_policy::platform_kill_margin));
  BOOST_TEST(same(&policy::self_stop, &self_stop_policy::retry_min));
  BOOST_TEST(same(&policy::self_stop, &self_stop_policy::retry_max));
  BOOST_TEST(same(&policy::self_stop, &self_stop_policy::resend_every));
  BOOST_TEST(same(&policy::self_stop, &self_stop_policy::linger_max));
}

BOOST_AUTO_TEST_CASE(the_game_hears_of_the_agents_death_as_the_agent_of_its_parents) {
  const auto signal_with = [](std::map<std::string, std::string> flags) {
    settings::sources from;
    from.flags = std::move(flags);
    return run::make_run_config({"./server"}, settings::load(from).values, edgegap::injected_environment())
        .game.parent_death_signal;
  };
  BOOST_TEST(signal_with({}) == 0);
  BOOST_TEST(signal_with({{"init.parent_death", "TERM"}}) == SIGTERM);
  BOOST_TEST(signal_with({{"init.parent_death", "TERM"}, {"signal.parent_death", "KILL"}}) == SIGKILL);
  BOOST_TEST(signal_with({{"init.parent_death", "TERM"}, {"signal.parent_death", "off"}}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
