#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gamekeeper::telemetry {

/// Counts events by one label's value, e.g. errors by class. What was named at the beginning is there with 0.
class labelled_counter {
 public:
  labelled_counter(std::string_view label, std::initializer_list<std::string_view> values = {});
  /// At most `values_max` different values are told apart; the others count as "other".
  void add(std::string_view value, std::uint64_t by = 1);
  std::string_view label() const noexcept { return label_; }
  const std::map<std::string, std::uint64_t, std::less<>>& values() const noexcept { return values_; }

  static constexpr std::size_t values_max = 64;

 private:
  std::string_view label_;  // a literal
  std::map<std::string, std::uint64_t, std::less<>> values_;
};

/// How long things take, in fixed buckets.
class histogram {
 public:
  /// `bounds` in seconds, rising; a last bucket without a bound is always there.
  explicit histogram(std::initializer_list<double> bounds);
  void observe(base::duration took);

  std::span<const double> bounds() const noexcept { return bounds_; }
  /// Observations in each bucket by itself, the one without a bound last.
  std::span<const std::uint64_t> counts() const noexcept { return counts_; }
  double sum_seconds() const noexcept { return static_cast<double>(sum_.count()) / 1000; }

 private:
  std::vector<double> bounds_;
  std::vector<std::uint64_t> counts_;
  base::duration sum_{};
};

/// Writes Prometheus' text format, version 0.0.4. A family is written as a whole: its help and type, then its
/// samples.
class metrics_text {
 public:
  using labels = std::vector<std::pair<std::string_view, std::string>>;
  static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

  /// `name` ends in the unit, and a counter's in _total.
  void family(std::string_view name, std::string_view type, std::string_view help);
  /// One more of the family begun last.
  void sample(double value, const labels& of = {});

  void gauge(std::string_view name, std::string_view help, double value);
  void counter(std::string_view name, std::string_view help, double value);
  void counter(std::string_view name, std::string_view help, const labelled_counter& counted);
  /// 1 for the state that is, 0 for all the others.
  void states(std::string_view name, std::string_view help, std::string_view label,
              std::span<const std::string_view> all, std::string_view now);
  void write(std::string_view name, std::string_view help, const histogram& measured);

  std::string take() { return std::move(text_); }

 private:
  void line(std::string_view suffix, const labels& of, double value);
  std::string text_;
  std::string_view name_;
};

}  // namespace gamekeeper::telemetry
