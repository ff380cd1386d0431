#include "gamekeeper/run/plan.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;

BOOST_AUTO_TEST_SUITE(plan)

// The tests of lib/lifecycle play its own defaults: they have to be those of the settings.
BOOST_AUTO_TEST_CASE(the_default_settings_are_the_default_policy) {
  const auto made =
      run::make_plan({"./server"}, settings::load({}).values, edgegap::injected_environment()).rules;
  const lifecycle::policy fresh;
  const auto same = [&](auto member) { return made.*member == fresh.*member; };
  using lifecycle::policy;
  BOOST_TEST(same(&policy::dry_run));
  BOOST_TEST(same(&policy::empty_after));
  BOOST_TEST(same(&policy::first_join_after));
  BOOST_TEST(same(&policy::min_uptime));
  BOOST_TEST(same(&policy::many_matches));
  BOOST_TEST(same(&policy::match_max));
  BOOST_TEST(same(&policy::uptime_max));
  BOOST_TEST(same(&policy::platform_limit_margin));
  BOOST_TEST(same(&policy::uptime_warning));
  BOOST_TEST(same(&policy::veto));
  BOOST_TEST(same(&policy::veto_retry));
  BOOST_TEST(same(&policy::veto_max));
  BOOST_TEST(same(&policy::wait_for_ready));
  BOOST_TEST(same(&policy::ready_within));
  BOOST_TEST(same(&policy::watchdog));
  BOOST_TEST(same(&policy::hang_signal));
  BOOST_TEST(same(&policy::hang_grace));
  BOOST_TEST(same(&policy::on_exit));
  BOOST_TEST(same(&policy::on_crash));
  BOOST_TEST(same(&policy::when_spent));
  BOOST_TEST(same(&policy::restart_budget));
  BOOST_TEST(same(&policy::restart_window));
  BOOST_TEST(same(&policy::restart_wait_min));
  BOOST_TEST(same(&policy::restart_wait_max));
  BOOST_TEST(made.ladder.size() == 1u);
  BOOST_TEST((made.ladder.front().after == fresh.ladder.front().after &&
              made.ladder.front().signal == fresh.ladder.front().signal));
  BOOST_TEST(same(&policy::terminate_signal));
  BOOST_TEST(same(&policy::wait_for_tree));
  BOOST_TEST(same(&policy::drain_grace));
  BOOST_TEST(same(&policy::extension_max));
  BOOST_TEST(same(&policy::kill_wait));
  BOOST_TEST(same(&policy::platform_kill_after));
  BOOST_TEST(same(&policy::platform_kill_margin));
  BOOST_TEST(same(&policy::retry_min));
  BOOST_TEST(same(&policy::retry_max));
  BOOST_TEST(same(&policy::resend_every));
  BOOST_TEST(same(&policy::linger_max));
}

BOOST_AUTO_TEST_CASE(the_game_hears_of_the_agents_death_as_the_agent_of_its_parents) {
  const auto signal_with = [](std::map<std::string, std::string> flags) {
    settings::sources from;
    from.flags = std::move(flags);
    return run::make_plan({"./server"}, settings::load(from).values, edgegap::injected_environment())
        .game.parent_death_signal;
  };
  BOOST_TEST(signal_with({}) == 0);
  BOOST_TEST(signal_with({{"init.parent_death", "TERM"}}) == SIGTERM);
  BOOST_TEST(signal_with({{"init.parent_death", "TERM"}, {"signal.parent_death", "KILL"}}) == SIGKILL);
  BOOST_TEST(signal_with({{"init.parent_death", "TERM"}, {"signal.parent_death", "off"}}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
