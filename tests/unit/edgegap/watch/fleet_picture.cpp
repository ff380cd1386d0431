#include "unit/edgegap/watch/fleet_picture.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iomanip>

namespace gamekeeper::edgegap {

using namespace std::chrono_literals;

namespace {

constexpr int left = 70, width = 900, panel_height = 380;

double rate(int count) {
  return count / static_cast<double>(fleet::slot_size / 1s);
}
double served(const fleet::slot& of) {
  return rate(of.served);
}
double refused(const fleet::slot& of) {
  return rate(of.throttled);
}
double median_age(const fleet::slot& of) {
  return of.ages.empty() ? 0 : of.ages[of.ages.size() / 2] / 1000.0;
}
double thrice_the_median(const fleet::slot& of) {
  return 3 * median_age(of);
}
double p99_age(const fleet::slot& of) {
  return of.ages.empty() ? 0 : of.ages[of.ages.size() * 99 / 100] / 1000.0;
}

double across(base::duration when, const fleet& all) {
  return left + width * static_cast<double>(when / 1s) / static_cast<double>(all.what().end_at / 1s);
}

}  // namespace

void fleet_picture::text(double x, double y, const std::string& what, int size, const char* anchor,
                         const char* colour) {
  body_ << "<text x=\"" << x << "\" y=\"" << y << "\" font-size=\"" << size << "\" text-anchor=\"" << anchor
        << "\" fill=\"" << colour << "\">" << what << "</text>\n";
}

void fleet_picture::add(const std::string& title, const fleet& all) {
  const int top = panels_++ * panel_height;
  text(left, top + 28, title, 17);
  text(left + width, top + 50, "the limit is 20/s, four fifths of it 16/s", 12, "end", "#57606a");
  draw(
      {top + 56, 120, 24, "/s", {16, 20}, {{"#1a7f37", "served", &served}, {"#cf222e", "refused", &refused}}},
      all);
  double usual = 30;
  for (const auto& each : all.slots()) usual = std::max(usual, median_age(each));
  const double most = std::ceil(2.2 * std::min(usual, all.measure(2h, all.what().outage_at).p99) / 60) * 60;
  draw({top + 216,
        120,
        most,
        " s",
        {most / 2},
        {{"#0969da", "age, median", &median_age},
         {"#8c959f", "3 x median", &thrice_the_median},
         {"#8250df", "age, p99", &p99_age}}},
       all);
}

void fleet_picture::frame(const chart& what, const fleet& all) {
  const auto& setup = all.what();
  body_ << "<rect x=\"" << left << "\" y=\"" << what.top << "\" width=\"" << width << "\" height=\""
        << what.height << "\" fill=\"#f6f8fa\"/>\n<rect x=\"" << across(setup.outage_at, all) << "\" y=\""
        << what.top << "\" width=\"" << across(setup.outage_for, all) - left << "\" height=\"" << what.height
        << "\" fill=\"#ffd8b5\"/>\n";
  text(across(setup.outage_at, all), what.top - 6, "outage", 11, "middle", "#953800");
  for (auto hour = 0h; hour <= setup.end_at; hour += 1h) {
    const auto x = across(hour, all);
    body_ << "<line x1=\"" << x << "\" x2=\"" << x << "\" y1=\"" << what.top + what.height << "\" y2=\""
          << what.top + what.height + 4 << "\" stroke=\"#57606a\"/>\n";
    text(x, what.top + what.height + 16, std::to_string(hour.count()) + " h", 11, "middle", "#57606a");
  }
  auto marks = what.marks;
  marks.insert(marks.end(), {0.0, what.most});
  for (const auto mark : marks) {
    const auto y = what.top + what.height * (1 - mark / what.most);
    body_ << "<line x1=\"" << left << "\" x2=\"" << left + width << "\" y1=\"" << y << "\" y2=\"" << y
          << "\" stroke=\"#d0d7de\"/>\n";
    text(left - 6, y + 4, std::to_string(static_cast<int>(mark)) + what.unit, 11, "end", "#57606a");
  }
}

void fleet_picture::draw(const chart& what, const fleet& all) {
  frame(what, all);
  double legend = left;
  for (const auto& each : what.curves) {
    body_ << "<polyline fill=\"none\" stroke-width=\"1.3\" stroke=\"" << each.colour << "\" points=\"";
    const auto last = static_cast<std::size_t>(all.what().end_at / fleet::slot_size);
    for (std::size_t i = 0; i < std::min(last, all.slots().size()); ++i)
      body_ << std::fixed << std::setprecision(1) << across(fleet::slot_size * static_cast<int>(i), all)
            << ','
            << what.top + what.height * (1 - std::min(each.what(all.slots()[i]), what.most) / what.most)
            << ' ';
    body_ << "\"/>\n<rect x=\"" << legend << "\" y=\"" << what.top - 12
          << "\" width=\"14\" height=\"4\" fill=\"" << each.colour << "\"/>\n";
    text(legend + 19, what.top - 6, each.name, 12);
    legend += 120;
  }
}

void fleet_picture::write(const std::filesystem::path& file) const {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file)
      << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1000\" height=\"" << panels_ * panel_height + 10
      << "\" font-family=\"sans-serif\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
      << body_.str() << "</svg>\n";
}

}  // namespace gamekeeper::edgegap
