#include "base/duration.hpp"
#include "unit/edgegap/fleet.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

// Fleets against the documented limit: the real pace, a virtual clock, half a day. The platform counts
// requests in seconds of its clock and refuses the 21st: the strictest reading of "20 a second", under which
// agents that do not know each other lose some requests by chance long before the limit is used up.

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;
using base::duration;

constexpr duration outage_at = 8h, outage_for = 10min, end_at = 12h;

struct case_of {
  int agents;
  duration slow;  ///< what an agent wishes while no decision is near
  bool demand;    ///< whether together they want more than the limit
  const char* what;
};

// 1,000 agents that may relax want 2 a second; so these do not relax, and want 100.
const std::vector<case_of> cases{{10, 450s, false, "10 agents"},
                                 {1000, 10s, true, "1,000 agents that never relax"},
                                 {10'000, 450s, true, "10,000 agents"}};

/// What a stretch of time came to.
struct figures {
  double used = 0;                         ///< of the limit
  double exceeded = 0;                     ///< requests refused, of all that came
  double median = 0, p99 = 0, oldest = 0;  ///< ages in seconds
  int busiest = 0;
  double ratio() const { return median > 0 ? p99 / median : 0; }
};

figures measure(const fleet& all, duration from, duration to) {
  int asked = 0, served = 0, throttled = 0;
  for (auto i = from / fleet::bucket_size; i < to / fleet::bucket_size; ++i) {
    const auto& each = all.buckets().at(static_cast<std::size_t>(i));
    asked += each.asked;
    served += each.served;
    throttled += each.throttled;
  }
  const auto ages = all.ages(from, to);
  figures got;
  got.used = served / (static_cast<double>((to - from) / 1s) * fleet::limit);
  got.exceeded = asked > 0 ? static_cast<double>(throttled) / asked : 0;
  got.median = ages.at(ages.size() / 2) / 1000.0;
  got.p99 = ages.at(ages.size() * 99 / 100) / 1000.0;
  got.oldest = ages.back() / 1000.0;
  got.busiest = all.busiest_second(from, to);
  return got;
}

std::string told(const char* when, const figures& got) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(1) << "  " << std::left << std::setw(22) << when << "limit used "
      << got.used * 100 << " %, refused " << got.exceeded * 100 << " %, age median " << got.median
      << " s, p99 " << got.p99 << " s (x " << std::setprecision(2) << got.ratio() << std::setprecision(1)
      << "), oldest " << got.oldest << " s, busiest second " << got.busiest;
  return out.str();
}

/// One line chart per fleet: requests a second, served and refused; the ages below it.
class picture {
 public:
  void add(const case_of& fleet_case, const fleet& all) {
    const auto top = static_cast<int>(panels_++) * 300;
    text(60, top + 24, fleet_case.what, 15);
    chart(top + 40, 110, 60, all, "requests / s",
          {{"#999", &asked}, {"#1a7f37", &served}, {"#cf222e", &throttled}});
    int most = 60;
    for (const auto& each : all.buckets()) most = std::max(most, each.p99_age_s);
    chart(top + 170, 100, most, all, "age of what is known, s: median, p99",
          {{"#0969da", &median}, {"#8250df", &p99}});
  }
  void write(const std::filesystem::path& file) const {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file)
        << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"" << panels_ * 300 + 30
        << "\" font-family=\"sans-serif\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        << body_.str() << "</svg>\n";
  }

 private:
  using value = double (*)(const fleet::bucket&);
  struct line {
    const char* colour;
    value what;
  };
  static double rate(int count) { return count / static_cast<double>(fleet::bucket_size / 1s); }
  static double asked(const fleet::bucket& b) { return rate(b.asked); }
  static double served(const fleet::bucket& b) { return rate(b.served); }
  static double throttled(const fleet::bucket& b) { return rate(b.throttled); }
  static double median(const fleet::bucket& b) { return b.median_age_s; }
  static double p99(const fleet::bucket& b) { return b.p99_age_s; }

  void text(int x, int y, const std::string& what, int size) {
    body_ << "<text x=\"" << x << "\" y=\"" << y << "\" font-size=\"" << size << "\">" << what << "</text>\n";
  }

  void chart(int top, int height, double most, const fleet& all, const char* title,
             const std::vector<line>& lines) {
    const auto buckets = static_cast<std::size_t>(end_at / fleet::bucket_size);
    const auto x = [&](std::size_t i) {
      return 60 + 860 * static_cast<double>(i) / static_cast<double>(buckets);
    };
    const auto y = [&](double v) { return top + height - height * std::min(v, most) / most; };
    body_ << "<rect x=\"60\" y=\"" << top << "\" width=\"860\" height=\"" << height
          << "\" fill=\"#f6f8fa\"/>\n<rect x=\""
          << x(static_cast<std::size_t>(outage_at / fleet::bucket_size)) << "\" y=\"" << top << "\" width=\""
          << 860.0 * (outage_for / 1s) / (end_at / 1s) << "\" height=\"" << height
          << "\" fill=\"#ffd8b5\"/>\n";
    text(64, top + 12, title, 10);
    text(10, top + 10, std::to_string(static_cast<int>(most)), 10);
    for (const auto& each : lines) {
      body_ << "<polyline fill=\"none\" stroke-width=\"0.8\" stroke=\"" << each.colour << "\" points=\"";
      for (std::size_t i = 0; i < std::min(buckets, all.buckets().size()); ++i)
        body_ << std::fixed << std::setprecision(1) << x(i) << ',' << y(each.what(all.buckets()[i])) << ' ';
      body_ << "\"/>\n";
    }
  }

  std::ostringstream body_;
  std::size_t panels_ = 0;
};

void check(const case_of& each, const fleet& all) {
  const auto steady = measure(all, 2h, outage_at);
  const auto out = measure(all, outage_at, outage_at + outage_for);
  const auto after = measure(all, outage_at + outage_for, outage_at + outage_for + 30min);
  BOOST_TEST_MESSAGE(each.what);
  BOOST_TEST_MESSAGE(told("the first ten minutes", measure(all, 0s, 10min)));
  BOOST_TEST_MESSAGE(told("hours 2 to 8", steady));
  BOOST_TEST_MESSAGE(told("the outage", out));
  BOOST_TEST_MESSAGE(told("half an hour after it", after));
  BOOST_TEST_MESSAGE(told("until the end", measure(all, outage_at + outage_for + 30min, end_at)));
  BOOST_TEST_MESSAGE("  self-stops: " << all.self_stops_done() << " of " << all.self_stops_begun()
                                      << ", the longest took "
                                      << base::format_duration(all.longest_self_stop()));

  // Nobody starves, the limit is used where it is wanted, and hardly exceeded.
  BOOST_TEST(steady.ratio() <= 3.0);
  BOOST_TEST(steady.exceeded <= 0.05);
  if (each.demand) BOOST_TEST(steady.used >= 0.8);
  // No burst: neither during an outage nor after it is any second much busier than before.
  BOOST_TEST(out.busiest <= std::max(2 * steady.busiest, 10));
  BOOST_TEST(after.busiest <= std::max(2 * steady.busiest, 10));
  // What is known is old after an outage, and half an hour later nobody has been forgotten.
  BOOST_TEST(measure(all, end_at - 1h, end_at).ratio() <= 3.0);
  // Every deployment that is to be stopped is, though all the rest stop at once in the end.
  BOOST_TEST(all.self_stops_done() == all.self_stops_begun());
  BOOST_TEST(all.self_stops_begun() >= each.agents);
}

std::filesystem::path picture_file() {
  const char* chosen = std::getenv("GAMEKEEPER_RESULTS");
  return std::filesystem::path(chosen ? chosen : GAMEKEEPER_RESULTS) / "fleet.svg";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fleet_simulation)

BOOST_AUTO_TEST_CASE(fleets_of_every_size_share_the_limit) {
  picture drawn;
  for (const auto& each : cases) {
    fleet::setup setup;
    setup.agents = each.agents;
    setup.outage_at = outage_at;
    setup.outage_for = outage_for;
    setup.end_at = end_at;
    setup.wishes.slow = each.slow;
    fleet all(setup);
    all.run();
    BOOST_TEST_CONTEXT(each.what) {
      check(each, all);
    }
    drawn.add(each, all);
  }
  drawn.write(picture_file());
  BOOST_TEST(std::filesystem::file_size(picture_file()) > 10'000U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
