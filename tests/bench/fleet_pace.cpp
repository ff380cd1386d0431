// Fleets of many sizes against one limit, with many seeds: the figures behind the constants of
// lib/edgegap/watch/poll_scheduler.cpp.   fleet_pace AGENTS counted|idle TOLD_FLEET SEEDS
#include "base/duration.hpp"
#include "unit/edgegap/watch/fleet.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

using namespace gamekeeper::edgegap;
using namespace std::chrono_literals;

namespace {

void row(const char* when, const fleet::figures& got) {
  std::printf("  %-22s used %5.1f %%  refused %5.2f %%  age median %6.1f s  p99 %6.1f s (x %.2f)\n", when,
              got.used * 100, got.exceeded * 100, got.median, got.p99, got.ratio());
}

void show(const fleet& all) {
  const auto& what = all.what();
  const auto back = what.outage_at + what.outage_for;
  std::printf(
      "seed %d: self-stops %d of %d, the longest %lld s; the longest wait for a first answer %lld s\n",
      static_cast<int>(what.seed), all.self_stops_done(), all.self_stops_begun(),
      static_cast<long long>(all.longest_self_stop() / 1s),
      static_cast<long long>(all.longest_first_wait() / 1s));
  row("minutes 0 to 10", all.measure(0s, 10min));
  row("minutes 10 to 20", all.measure(10min, 20min));
  row("minutes 20 to 120", all.measure(20min, 2h));
  row("hours 2 to 8", all.measure(2h, what.outage_at));
  row("10 min after outage", all.measure(back, back + 10min));
  row("30 min after that", all.measure(back + 10min, back + 40min));
  row("until the end", all.measure(back + 40min, what.end_at));
  row("the end", all.measure(what.end_at, what.end_at + 10min));
  const auto worst = worst_of(all);
  std::printf(
      "  of %d windows: refused > 5 %%: %d (worst %.2f %% at %d min); used < 80 %%: %d (%.1f %% at %d min); "
      "p99 > 3 x median: %d (%.2f at %d min)\n",
      worst.windows, worst.overdrawn, worst.exceeded * 100, static_cast<int>(worst.exceeded_at / 1min),
      worst.unused, worst.used * 100, static_cast<int>(worst.used_at / 1min), worst.unfair, worst.ratio,
      static_cast<int>(worst.ratio_at / 1min));
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) return std::fprintf(stderr, "fleet_pace AGENTS counted|idle TOLD_FLEET SEEDS\n"), 2;
  for (int seed = 1; seed <= std::atoi(words[4]); ++seed) {
    fleet::setup setup;
    setup.agents = std::atoi(words[1]);
    setup.counted_by_platform = std::string_view(words[2]) == "counted";
    setup.told_fleet = std::atoi(words[3]);
    setup.seed = static_cast<std::uint64_t>(seed);
    fleet all(setup);
    all.run();
    show(all);
  }
}
