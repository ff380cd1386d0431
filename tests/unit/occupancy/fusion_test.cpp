#include "occupancy/fusion.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>

using namespace gamekeeper::occupancy;
namespace limits = gamekeeper::base::limits;
using gamekeeper::base::time_point;
using namespace std::chrono_literals;

namespace {

constexpr time_point start{1h};
constexpr std::array<std::string_view, 3> names{"a2s", reported, sockets_usage};

reading unknown_at(time_point when) {
  return {presence::unknown, 0, when, {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fusing)

BOOST_AUTO_TEST_CASE(nobody_asked_is_unknown) {
  const fusion all;
  BOOST_TEST((all.at(start) == fused{}));
  BOOST_TEST(!all.next_change(start));
  BOOST_TEST(all.detectors(start).empty());
}

// Every combination of what three detectors can say, absent included. The expectation is written as the
// sentence in the design: players if any sees players, none if at least one says none and no one sees
// players, else unknown.
BOOST_AUTO_TEST_CASE(every_combination_of_three_detectors) {
  enum said { absent, unknown, none, one, five };
  constexpr std::array all_said{absent, unknown, none, one, five};
  int combinations = 0;
  for (auto first : all_said)
    for (auto second : all_said)
      for (auto third : all_said) {
        ++combinations;
        const std::array say{first, second, third};
        fusion all;
        for (std::size_t i = 0; i < say.size(); ++i) {
          if (say[i] == unknown) all.record(names[i], unknown_at(start));
          if (say[i] == none) all.record(names[i], counted(0, start));
          if (say[i] == one) all.record(names[i], counted(1, start));
          if (say[i] == five) all.record(names[i], counted(5, start));
        }
        const auto says = [&say](said what) { return std::find(say.begin(), say.end(), what) != say.end(); };
        fused expected;
        if (says(five))
          expected = {presence::players, 5};
        else if (says(one))
          expected = {presence::players, 1};
        else if (says(none))
          expected = {presence::none, 0};
        BOOST_TEST_CONTEXT(first << " " << second << " " << third) {
          BOOST_TEST((all.at(start + 24h) == expected));
          BOOST_TEST(!all.next_change(start));
        }
      }
  BOOST_TEST(combinations == 125);
}

// The same with age: each of three detectors in each state that it can be in. Expired readings and failures
// say nothing of their own, and a failure takes nothing away from what was seen before.
BOOST_AUTO_TEST_CASE(every_combination_of_three_detectors_with_age_and_failures) {
  struct state {
    const char* name;
    std::optional<int> said;  // nothing: unknown; -1 stands for never asked
    std::optional<gamekeeper::base::duration> max_age;
    bool failed_since;
    presence counts_as;  // 20 s later
  };
  const std::array states{
      state{"never asked", -1, {}, false, presence::unknown},
      state{"never answered", -1, {}, true, presence::unknown},
      state{"unknown", {}, {}, false, presence::unknown},
      state{"none", 0, 45s, false, presence::none},
      state{"none for ever", 0, {}, false, presence::none},
      state{"none, then failed", 0, 45s, true, presence::none},
      state{"none, expired", 0, 15s, false, presence::unknown},
      state{"none, expires now", 0, 20s, true, presence::unknown},
      state{"players", 4, 45s, false, presence::players},
      state{"players, then failed", 4, 45s, true, presence::players},
      state{"players, expired", 4, 15s, true, presence::unknown},
  };
  int combinations = 0;
  for (const auto& a : states)
    for (const auto& b : states)
      for (const auto& c : states) {
        ++combinations;
        const std::array say{&a, &b, &c};
        fusion all;
        for (std::size_t i = 0; i < say.size(); ++i) {
          const auto& each = *say[i];
          if (!each.said) all.record(names[i], unknown_at(start));
          if (each.said && *each.said >= 0) all.record(names[i], counted(*each.said, start, each.max_age));
          if (each.failed_since) all.record_failure(names[i], "no answer");
        }
        const auto counts = [&say](presence what) {
          return std::any_of(say.begin(), say.end(),
                             [what](const auto* each) { return each->counts_as == what; });
        };
        const auto expected = counts(presence::players) ? fused{presence::players, 4}
                              : counts(presence::none)  ? fused{presence::none, 0}
                                                        : fused{};
        BOOST_TEST_CONTEXT(a.name << " / " << b.name << " / " << c.name) {
          BOOST_TEST((all.at(start + 20s) == expected));
          for (const auto& view : all.detectors(start + 20s)) {
            const auto at =
                static_cast<std::size_t>(std::find(names.begin(), names.end(), view.name) - names.begin());
            BOOST_TEST((view.what == say[at]->counts_as));
            BOOST_TEST(view.last_error.empty() != say[at]->failed_since);
          }
          // Nothing changes before next_change(), and something does at it.
          const auto change = all.next_change(start + 20s);
          if (change) BOOST_TEST((all.at(*change - 1ms) == expected && all.at(*change) != expected));
          if (!change) BOOST_TEST((all.at(start + 24h) == expected));
        }
      }
  BOOST_TEST(combinations == 11 * 11 * 11);
}

BOOST_AUTO_TEST_CASE(players_without_a_count_are_at_least_one) {
  fusion all;
  all.record("tcp", {presence::players, 0, start, {}});
  BOOST_TEST((all.at(start) == fused{presence::players, 1}));
}

BOOST_AUTO_TEST_CASE(a_reading_expires_into_unknown_at_its_max_age_and_not_before) {
  fusion all;
  all.record(sockets_usage, counted(0, start, 45s));
  BOOST_TEST((all.at(start + 45s - 1ms).what == presence::none));
  BOOST_TEST((all.at(start + 45s).what == presence::unknown));
}

BOOST_AUTO_TEST_CASE(players_that_expire_leave_what_the_others_say) {
  fusion all;
  all.record(sockets_usage, counted(3, start, 45s));
  all.record(reported, counted(0, start));
  BOOST_TEST((all.at(start) == fused{presence::players, 3}));
  BOOST_TEST((all.at(start + 45s) == fused{presence::none, 0}));
}

BOOST_AUTO_TEST_CASE(a_new_reading_replaces_the_old_and_starts_its_age_anew) {
  fusion all;
  all.record(sockets_usage, counted(3, start, 45s));
  all.record(sockets_usage, counted(0, start + 40s, 45s));
  BOOST_TEST((all.at(start + 60s) == fused{presence::none, 0}));
}

BOOST_AUTO_TEST_CASE(the_next_change_is_the_first_expiry_that_matters) {
  fusion all;
  all.record("a", counted(0, start, 10s));
  all.record("b", counted(4, start, 20s));
  all.record("c", counted(2, start, 30s));
  // When the none of "a" expires, the players of "b" still decide.
  BOOST_TEST((all.next_change(start) == start + 20s));
  BOOST_TEST((all.at(start + 20s) == fused{presence::players, 2}));
  BOOST_TEST((all.next_change(start + 20s) == start + 30s));
  BOOST_TEST((all.at(start + 30s) == fused{}));
  BOOST_TEST(!all.next_change(start + 30s));
}

BOOST_AUTO_TEST_CASE(an_unknown_that_expires_changes_nothing) {
  fusion all;
  all.record("a", {presence::unknown, 0, start, 10s});
  BOOST_TEST(!all.next_change(start));
}

BOOST_AUTO_TEST_CASE(a_failed_attempt_keeps_the_last_reading_until_it_expires) {
  fusion all;
  all.record(sockets_usage, counted(0, start, 45s));
  all.record_failure(sockets_usage, "timed out");
  BOOST_TEST((all.at(start + 10s).what == presence::none));
  BOOST_TEST((all.at(start + 45s).what == presence::unknown));
  BOOST_TEST(all.detectors(start).front().last_error == "timed out");
  all.record(sockets_usage, counted(1, start + 50s, 45s));
  BOOST_TEST(all.detectors(start + 50s).front().last_error.empty());
}

BOOST_AUTO_TEST_CASE(a_detector_that_never_succeeded_is_shown_with_its_error_and_says_nothing) {
  fusion all;
  all.record_failure("a2s", "no answer");
  BOOST_TEST((all.at(start) == fused{}));
  const auto views = all.detectors(start);
  BOOST_REQUIRE(views.size() == 1u);
  BOOST_TEST(views[0].last_error == "no answer");
  BOOST_TEST(!views[0].age);
}

BOOST_AUTO_TEST_CASE(a_forgotten_detector_says_nothing) {
  fusion all;
  all.record(reported, counted(7, start));
  all.record(sockets_usage, counted(0, start));
  all.forget(reported);
  all.forget("never there");
  BOOST_TEST((all.at(start) == fused{presence::none, 0}));
  BOOST_TEST(all.detectors(start).size() == 1u);
}

BOOST_AUTO_TEST_CASE(each_detector_is_shown_with_its_age_and_whether_it_has_expired) {
  fusion all;
  all.record(sockets_usage, counted(3, start, 45s));
  all.record(reported, counted(2, start + 5s));
  const auto views = all.detectors(start + 50s);
  BOOST_REQUIRE(views.size() == 2u);
  BOOST_TEST(views[0].name == reported);
  BOOST_TEST((views[0].what == presence::players && views[0].players == 2 && views[0].age == 45s));
  BOOST_TEST(!views[0].expired);
  BOOST_TEST(views[1].name == sockets_usage);
  BOOST_TEST((views[1].what == presence::unknown && views[1].players == 0 && views[1].age == 50s));
  BOOST_TEST(views[1].expired);
}

BOOST_AUTO_TEST_CASE(a_count_below_zero_is_unknown_and_one_past_the_limit_is_cut) {
  BOOST_TEST((counted(-1, start).what == presence::unknown));
  BOOST_TEST(counted(-1, start).players == 0);
  BOOST_TEST(counted(limits::players_max + 1, start).players == limits::players_max);
}

BOOST_AUTO_TEST_SUITE_END()
