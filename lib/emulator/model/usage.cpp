#include "emulator/model/usage.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gamekeeper::emulator {

namespace {

/// Sums over the samples of one step.
struct step_sums {
  base::wall_time begin{};
  std::int64_t samples = 0;
  double cpu = 0, memory = 0, received = 0, sent = 0;
  usage_sample last;

  void add(const usage_sample& sample, const usage_sample* before) {
    ++samples;
    memory += static_cast<double>(sample.memory_bytes) / (1024 * 1024);
    last = sample;
    const auto passed = before ? static_cast<double>((sample.when - before->when).count()) : 0;
    if (passed <= 0) return;
    cpu += static_cast<double>(sample.cpu_ms - before->cpu_ms) / passed * 1024;
    received += static_cast<double>(sample.received_bytes - before->received_bytes) / passed * 1000;
    sent += static_cast<double>(sample.sent_bytes - before->sent_bytes) / passed * 1000;
  }
  usage_point mean() const {
    const auto of = [this](double sum) {
      return static_cast<std::int64_t>(sum / static_cast<double>(samples) + 0.5);
    };
    return {begin, of(cpu), of(memory), of(received), of(sent), last};
  }
};

}  // namespace

void usage_series::add(usage_sample sample) {
  if (!samples_.empty()) {
    // Whoever ends takes what it used out of the sums, unless its parent waited for it.
    const auto& last = samples_.back();
    sample.cpu_ms = std::max(sample.cpu_ms, last.cpu_ms);
    sample.received_bytes = std::max(sample.received_bytes, last.received_bytes);
    sample.sent_bytes = std::max(sample.sent_bytes, last.sent_bytes);
    sample.disk_read_bytes = std::max(sample.disk_read_bytes, last.disk_read_bytes);
    sample.disk_written_bytes = std::max(sample.disk_written_bytes, last.disk_written_bytes);
  }
  samples_.push_back(sample);
  if (samples_.size() < base::limits::emulator_metrics_samples) return;
  std::size_t kept = 0;
  for (std::size_t i = 1; i < samples_.size(); i += 2) samples_[kept++] = samples_[i];
  samples_.resize(kept);
}

std::vector<usage_point> aggregate(const std::vector<usage_sample>& samples, base::wall_time from,
                                   base::wall_time to, std::optional<base::duration> step) {
  std::vector<usage_point> points;
  step_sums sums;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto& sample = samples[i];
    if (sample.when < from || sample.when >= to) continue;
    const auto begin = step ? from + *step * ((sample.when - from) / *step) : sample.when;
    if (sums.samples > 0 && sums.begin != begin) points.push_back(std::exchange(sums, step_sums{}).mean());
    sums.begin = begin;
    sums.add(sample, i > 0 ? &samples[i - 1] : nullptr);
  }
  if (sums.samples > 0) points.push_back(sums.mean());
  return points;
}

}  // namespace gamekeeper::emulator
