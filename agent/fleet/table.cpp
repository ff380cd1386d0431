#include "fleet/table.hpp"

#include "base/terminal_text.hpp"
#include "fleet/text_width.hpp"

#include <algorithm>
#include <numeric>

namespace gamekeeper::fleet {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;  // a column is cut to this, or to its title

std::string padded(std::string_view text, std::size_t width) {
  const auto used = text_width(text);
  return std::string(text).append(used < width ? width - used : 0, ' ');
}

std::size_t whole_width(const std::vector<std::size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) + gap * (widths.size() - 1);
}

}  // namespace

void table::add(std::vector<cell> row) {
  row.resize(titles_.size(), cell(""));
  for (auto& each : row) each.text = base::terminal_text(each.text);
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> table::widths() const {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < titles_.size(); ++i) {
    auto width = text_width(titles_[i]);
    for (const auto& row : rows_) width = std::max(width, text_width(row[i].text));
    all.push_back(width);
  }
  return all;
}

void table::print(const screen& to) const {
  auto wide = widths();
  while (to.columns != 0 && whole_width(wide) > to.columns) {
    // The widest of those that can still give; the first of equals.
    std::size_t widest = wide.size();
    for (std::size_t i = 1; i < wide.size(); ++i) {
      if (wide[i] <= std::max(narrowest, text_width(titles_[i]))) continue;
      if (widest == wide.size() || wide[i] > wide[widest]) widest = i;
    }
    if (widest == wide.size()) return print_blocks(to);
    --wide[widest];
  }
  print_rows(to, wide);
}

void table::print_rows(const screen& to, const std::vector<std::size_t>& widths) const {
  std::string heading;
  for (std::size_t i = 0; i < titles_.size(); ++i)
    heading += i + 1 < titles_.size() ? padded(titles_[i], widths[i] + gap) : titles_[i];
  to.line(to.tinted(heading, tint::strong));
  for (const auto& row : rows_) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto shown = shortened(row[i].text, widths[i]);
      text += to.tinted(shown, row[i].how);
      if (i + 1 < row.size()) text += padded("", widths[i] + gap - text_width(shown));
    }
    text.erase(text.find_last_not_of(' ') + 1);
    to.line(text);
  }
}

void table::print_blocks(const screen& to) const {
  bool first = true;
  for (const auto& row : rows_) {
    if (!first) to.line("");
    first = false;
    fact_list facts;
    for (std::size_t i = 0; i < row.size(); ++i) facts.add(titles_[i], row[i]);
    facts.print(to);
  }
}

void fact_list::add(std::string label, cell text) {
  if (text.text.empty()) return;
  text.text = base::terminal_text(text.text);
  facts_.emplace_back(std::move(label), std::move(text));
}

void fact_list::print(const screen& to) const {
  std::size_t widest = 0;
  for (const auto& [label, text] : facts_) widest = std::max(widest, text_width(label));
  for (const auto& [label, text] : facts_)
    to.line(to.tinted(padded(label, widest + gap), tint::faint) + to.tinted(text.text, text.how));
}

}  // namespace gamekeeper::fleet
