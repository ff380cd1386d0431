#include "unit/edgegap/fleet.hpp"

#include <algorithm>

namespace gamekeeper::edgegap {

using namespace std::chrono_literals;
using base::duration;

namespace {

// As lib/lifecycle has them (policy::retry_min, retry_max).
constexpr duration stop_retry_min = 500ms, stop_retry_max = 30s;
constexpr duration near_for = 90s;
constexpr std::size_t looked_at = 500;

duration between(duration least, duration most, base::random_source& random) {
  const auto span = static_cast<double>((most - least).count());
  return least + duration(static_cast<duration::rep>(span * random.fraction()));
}

}  // namespace

fleet::fleet(setup what) : setup_(what), random_(what.seed) {
  for (int i = 0; i < setup_.agents; ++i) {
    agents_.push_back(
        agent{poll_pace(setup_.wishes), base::backoff(stop_retry_min, stop_retry_max, stop_retry_min)});
    plan(duration(std::int64_t{1000} * i / starts_per_second), i, kind::start);
  }
}

void fleet::run() {
  while (!events_.empty()) {
    const auto next = events_.top();
    if (!ended_ && next.at >= setup_.end_at) {
      end_all();
      continue;
    }
    events_.pop();
    // Ages are looked at in between, at the moments themselves.
    for (auto edge = bucket_size * static_cast<int>(ages_.size() + 1); !ended_ && edge <= next.at;
         edge += bucket_size) {
      now_ = edge;
      look();
    }
    now_ = next.at;
    handle(next);
  }
}

void fleet::handle(const event& next) {
  auto& each = agents_[static_cast<std::size_t>(next.agent)];
  if (next.what == kind::start) begin(next.agent);
  if (next.what == kind::empty && each.running) become_empty(next.agent);
  if (next.what == kind::stop) try_to_stop(next.agent);
  if (next.what == kind::poll && each.running && next.plan == each.plan) poll(next.agent);
}

void fleet::begin(int which) {
  auto& each = agents_[static_cast<std::size_t>(which)];
  each.pace = poll_pace(setup_.wishes);
  each.running = true;
  each.fresh = each.last_poll = now_;
  plan_poll(which, now_ + each.pace.first(random_));
  each.pace.set_near(false);
  plan(now_ + between(2h, 14h, random_), which, kind::empty);
}

void fleet::poll(int which) {
  auto& each = agents_[static_cast<std::size_t>(which)];
  each.last_poll = now_;
  switch (ask()) {
    case answer::served:
      each.fresh = now_;
      return plan_poll(which, now_ + each.pace.after_answer(random_));
    case answer::throttled:
      return plan_poll(which, now_ + each.pace.after_throttling(std::nullopt, random_));
    case answer::fault:
      return plan_poll(which, now_ + each.pace.after_fault(std::nullopt, random_));
  }
}

void fleet::become_empty(int which) {
  auto& each = agents_[static_cast<std::size_t>(which)];
  each.pace.set_near(true);
  plan_poll(which, std::min(each.next_poll, now_ + each.pace.sooner(random_)));
  plan(now_ + near_for, which, kind::stop);
}

void fleet::try_to_stop(int which) {
  auto& each = agents_[static_cast<std::size_t>(which)];
  if (each.running) {
    each.running = false;
    each.stopping = true;
    each.stop_begun = now_;
    ++stops_begun_;
  }
  if (ask() != answer::served) return plan(now_ + each.stop_retry.next(random_), which, kind::stop);
  ++stops_done_;
  each.stopping = false;
  longest_stop_ = std::max(longest_stop_, now_ - each.stop_begun);
  each.stop_retry.reset();
  if (!ended_) plan(now_ + 10s, which, kind::start);
}

void fleet::end_all() {
  ended_ = true;
  now_ = setup_.end_at;
  decltype(events_) nothing;
  events_.swap(nothing);
  for (std::size_t i = 0; i < agents_.size(); ++i)
    if (agents_[i].running || agents_[i].stopping) plan(now_, static_cast<int>(i), kind::stop);
}

void fleet::plan(duration at, int which, kind what) {
  events_.push({at, which, what, agents_[static_cast<std::size_t>(which)].plan});
}

void fleet::plan_poll(int which, duration at) {
  auto& each = agents_[static_cast<std::size_t>(which)];
  ++each.plan;
  each.next_poll = at;
  plan(at, which, kind::poll);
}

bool fleet::out() const {
  return now_ >= setup_.outage_at && now_ < setup_.outage_at + setup_.outage_for;
}

fleet::answer fleet::ask() {
  const auto second = now_ / 1s;
  if (second != second_) served_in_second_ = 0;
  second_ = second;
  seconds_.resize(std::max(seconds_.size(), static_cast<std::size_t>(second) + 1));
  ++seconds_[static_cast<std::size_t>(second)];
  buckets_.resize(std::max(buckets_.size(), static_cast<std::size_t>(now_ / bucket_size) + 1));
  auto& here = buckets_[static_cast<std::size_t>(now_ / bucket_size)];
  ++here.asked;
  if (out()) return answer::fault;
  if (served_in_second_ == limit) {
    ++here.throttled;
    return answer::throttled;
  }
  ++served_in_second_;
  ++here.served;
  return answer::served;
}

void fleet::look() {
  std::vector<int> now;
  // Every n-th, beginning with another one each time.
  const auto stride = std::max<std::size_t>(1, agents_.size() / looked_at);
  for (auto i = ages_.size() % stride; i < agents_.size(); i += stride)
    if (agents_[i].running) now.push_back(static_cast<int>((now_ - agents_[i].fresh).count()));
  std::sort(now.begin(), now.end());
  buckets_.resize(std::max(buckets_.size(), static_cast<std::size_t>(now_ / bucket_size)));
  if (!now.empty()) {
    buckets_[static_cast<std::size_t>(now_ / bucket_size) - 1].median_age_s = now[now.size() / 2] / 1000;
    buckets_[static_cast<std::size_t>(now_ / bucket_size) - 1].p99_age_s = now[now.size() * 99 / 100] / 1000;
  }
  ages_.push_back(std::move(now));
}

int fleet::busiest_second(duration from, duration to) const {
  int most = 0;
  for (auto second = from / 1s; second < to / 1s && second < static_cast<std::int64_t>(seconds_.size());
       ++second)
    most = std::max(most, seconds_[static_cast<std::size_t>(second)]);
  return most;
}

std::vector<int> fleet::ages(duration from, duration to) const {
  std::vector<int> all;
  for (auto i = from / bucket_size; i < to / bucket_size && i < static_cast<std::int64_t>(ages_.size());
       ++i) {
    const auto& here = ages_[static_cast<std::size_t>(i)];
    all.insert(all.end(), here.begin(), here.end());
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace gamekeeper::edgegap
