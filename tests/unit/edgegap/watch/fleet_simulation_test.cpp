#include "base/duration.hpp"
#include "unit/edgegap/watch/fleet.hpp"
#include "unit/edgegap/watch/fleet_picture.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

// Fleets against the documented limit: the real pace, a virtual clock, half a day. The platform counts
// requests in seconds of its clock and refuses the 21st: the strictest reading of "20 a second", under which
// agents that do not know each other lose some requests by chance long before the limit is used up.
//
// Two seeds here; tests/bench/fleet_pace.cpp runs many, and other sizes.

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;
using base::duration;

struct case_of {
  int agents;
  bool counted_by_platform;
  bool demand;  ///< whether together they want more than the limit
  const char* what;
};

const std::vector<case_of> cases{
    {10, false, false, "10 agents whose games report their players"},
    {1000, true, true, "1,000 agents whose players only the platform counts"},
    {10'000, false, true, "10,000 agents whose games report their players"},
};

std::string told(const char* when, const fleet::figures& got) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(1) << "  " << std::left << std::setw(22) << when << "limit used "
      << got.used * 100 << " %, refused " << got.exceeded * 100 << " %, age median " << got.median
      << " s, p99 " << got.p99 << " s (x " << std::setprecision(2) << got.ratio() << "), oldest "
      << got.oldest << " s";
  return out.str();
}

void say(const case_of& each, const fleet& all, const worst_windows& worst) {
  const auto back = all.what().outage_at + all.what().outage_for;
  BOOST_TEST_MESSAGE(each.what << ", seed " << all.what().seed);
  BOOST_TEST_MESSAGE(told("the first ten minutes", all.measure(0s, 10min)));
  BOOST_TEST_MESSAGE(told("ten to twenty", all.measure(10min, 20min)));
  BOOST_TEST_MESSAGE(told("hours 2 to 8", all.measure(2h, all.what().outage_at)));
  BOOST_TEST_MESSAGE(told("ten after the outage", all.measure(back, back + 10min)));
  BOOST_TEST_MESSAGE(told("until the end", all.measure(back + 10min, all.what().end_at)));
  BOOST_TEST_MESSAGE("  of " << worst.windows << " windows of ten minutes " << worst.overdrawn
                             << " past 5 % (worst " << worst.exceeded * 100 << "), " << worst.unused
                             << " under 80 % (least " << worst.used * 100 << "), " << worst.unfair
                             << " past x 3 (worst " << worst.ratio << ")");
  BOOST_TEST_MESSAGE("  self-stops: " << all.self_stops_done() << " of " << all.self_stops_begun()
                                      << ", the longest took "
                                      << base::format_duration(all.longest_self_stop()));
}

void check(const case_of& each, const fleet& all) {
  const auto worst = worst_of(all);
  say(each, all, worst);
  // Nobody starves, the limit is used where it is wanted, and hardly exceeded: over the whole day...
  const auto steady = all.measure(2h, all.what().outage_at);
  BOOST_TEST(steady.ratio() <= 3.0);
  BOOST_TEST(steady.exceeded <= 0.05);
  if (each.demand) BOOST_TEST(steady.used >= 0.8);
  // ... and in any ten minutes of it, from the first start on, but for what chance adds now and then.
  BOOST_TEST(worst.exceeded <= 0.06);
  BOOST_TEST(worst.overdrawn * 20 <= worst.windows);
  if (each.demand) BOOST_TEST(worst.used >= 0.79);
  if (each.agents >= 1000) BOOST_TEST(worst.unfair * 100 <= worst.windows);
  // An outage is asked through at the same pace, so that nothing bursts at its end.
  const auto back = all.what().outage_at + all.what().outage_for;
  const auto minute = [&](duration at) { return all.slots().at(static_cast<std::size_t>(at / 1min)).asked; };
  for (auto at = all.what().outage_at; at < back + 10min; at += 1min)
    BOOST_TEST(minute(at) <= std::max(20, 60 * fleet::limit * 3 / 2));
  // Every deployment that is to be stopped is, though all the rest stop at once in the end.
  BOOST_TEST(all.self_stops_done() == all.self_stops_begun());
  BOOST_TEST(all.self_stops_begun() >= each.agents);
}

std::filesystem::path picture_file() {
  const char* chosen = std::getenv("GAMEKEEPER_RESULTS");
  return std::filesystem::path(chosen ? chosen : GAMEKEEPER_RESULTS) / "fleet.svg";
}

fleet played(const case_of& each, std::uint64_t seed) {
  fleet::setup setup;
  setup.agents = each.agents;
  setup.counted_by_platform = each.counted_by_platform;
  setup.seed = seed;
  fleet all(setup);
  all.run();
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fleet_simulation)

BOOST_AUTO_TEST_CASE(fleets_of_every_size_share_the_limit) {
  fleet_picture drawn;
  for (const auto& each : cases) {
    for (std::uint64_t seed : {1, 2}) {
      const auto all = played(each, seed);
      BOOST_TEST_CONTEXT(each.what << ", seed " << seed) {
        check(each, all);
      }
      if (seed == 1) drawn.add(each.what, all);
    }
  }
  drawn.write(picture_file());
  BOOST_TEST(std::filesystem::file_size(picture_file()) > 10'000U);
}

// Sizes between those that the pace begins with are what an agent cannot find out.
BOOST_AUTO_TEST_CASE(a_fleet_that_knows_its_size_shares_from_the_start) {
  fleet::setup setup;
  setup.agents = setup.told_fleet = 3000;
  setup.counted_by_platform = true;
  setup.outage_at = 3h;
  setup.end_at = 4h;
  fleet all(setup);
  all.run();
  const auto steady = all.measure(1h, setup.outage_at);
  BOOST_TEST(steady.ratio() <= 3.0);
  BOOST_TEST(steady.exceeded <= 0.05);
  BOOST_TEST(steady.used >= 0.8);
  BOOST_TEST(all.measure(0s, 10min).exceeded <= 0.05);
  BOOST_TEST(all.self_stops_done() == all.self_stops_begun());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
