#include "base/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace gamekeeper::base {

namespace {

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// Of fewer letters too much is the beginning.
constexpr std::size_t beginning_letters = 3;

}  // namespace

std::vector<std::string_view> completions(std::string_view word,
                                          std::span<const std::string_view> candidates) {
  std::vector<std::string_view> all;
  const auto dashes = std::min(word.find_first_not_of('-'), word.size());
  if (word.size() < dashes + beginning_letters) return all;
  for (auto candidate : candidates)
    if (candidate.starts_with(word)) all.push_back(candidate);
  return all;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (const auto all = completions(word, candidates); all.size() == 1) return all.front();
  std::string_view best;
  std::size_t best_edits = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (auto candidate : candidates) {
    const auto edits = edits_between(word, candidate);
    if (edits < best_edits) {
      best_edits = edits;
      best = candidate;
    }
  }
  return best;
}

}  // namespace gamekeeper::base
