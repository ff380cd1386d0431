#include "unit/edgegap/watch/fleet.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gamekeeper::edgegap {

using namespace std::chrono_literals;
using base::duration;

namespace {

// As lib/lifecycle has them (policy::retry_min, retry_max).
constexpr duration stop_retry_min = 500ms, stop_retry_max = 30s;
constexpr duration empty_after = 60s;
constexpr std::size_t looked_at = 200;  // agents, each minute

duration between(duration least, duration most, base::random_source& random) {
  const auto span = static_cast<double>((most - least).count());
  return least + duration(static_cast<duration::rep>(span * random.fraction()));
}

}  // namespace

fleet::fleet(setup what) : setup_(what), random_(what.seed) {
  for (int i = 0; i < setup_.agents; ++i) {
    agents_.push_back(
        agent{poll_scheduler(preferences()), base::backoff(stop_retry_min, stop_retry_max, stop_retry_min)});
    plan(start_within * i / setup_.agents, i, kind::start);
  }
}

poll_preferences fleet::preferences() const {
  return {10s, 450s, 0.2, setup_.told_fleet};
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
    for (auto edge = slot_size * static_cast<int>(looked_ + 1); !ended_ && edge <= next.at;
         edge += slot_size) {
      now_ = edge;
      look_at_ages();
    }
    now_ = next.at;
    handle(next);
  }
}

void fleet::handle(const event& next) {
  const auto& each = at(next.agent);
  switch (next.what) {
    case kind::start:
      return begin(next.agent);
    case kind::poll:
      if (each.running && next.plan == each.plan) poll(next.agent);
      return;
    case kind::empty:
      if (each.running) become_empty(next.agent);
      return;
    case kind::look:
      if (each.running) look_once_more(next.agent);
      return;
    case kind::stop:
      return try_to_stop(next.agent);
  }
}

void fleet::begin(int which) {
  auto& each = at(which);
  each.pace = poll_scheduler(preferences());
  each.running = true;
  each.knows = each.empty = each.awaits_look = each.faulty = false;
  each.began = each.fresh = now_;
  each.empty_from = now_ + between(2h, 14h, random_);
  plan_poll(which, now_ + each.pace.first(random_));
  if (!setup_.counted_by_platform) plan(each.empty_from, which, kind::empty);
}

void fleet::poll(int which) {
  auto& each = at(which);
  const auto told = ask();
  each.faulty = told == answer::fault;
  switch (told) {
    case answer::served:
      return served(which);
    case answer::throttled:
      return plan_poll(which, now_ + each.pace.after_throttling(std::nullopt, random_));
    case answer::fault:
      return plan_poll(which, now_ + each.pace.after_fault(std::nullopt, random_));
  }
}

void fleet::served(int which) {
  auto& each = at(which);
  if (!each.knows) longest_first_ = std::max(longest_first_, now_ - each.began);
  each.knows = true;
  each.fresh = now_;
  if (each.awaits_look) return try_to_stop(which);
  each.pace.set_matters(setup_.counted_by_platform || each.empty);
  plan_poll(which, now_ + each.pace.after_answer(random_));
  if (setup_.counted_by_platform && !each.empty && now_ >= each.empty_from) become_empty(which);
}

void fleet::become_empty(int which) {
  auto& each = at(which);
  each.empty = true;
  each.pace.set_matters(true);
  each.pace.set_near(true);
  if (!each.faulty) plan_poll(which, std::min(each.next_poll, now_ + each.pace.soon(random_)));
  plan(now_ + empty_after, which, kind::look);
}

void fleet::look_once_more(int which) {
  auto& each = at(which);
  each.awaits_look = true;
  if (!each.faulty) plan_poll(which, std::min(each.next_poll, now_ + each.pace.immediately(random_)));
}

void fleet::try_to_stop(int which) {
  auto& each = at(which);
  if (each.running) {
    each.running = false;
    each.stop_begun = now_;
    ++stops_begun_;
  }
  if (ask() != answer::served) return plan(now_ + each.stop_retry.next(random_), which, kind::stop);
  ++stops_done_;
  longest_stop_ = std::max(longest_stop_, now_ - each.stop_begun);
  each.stop_retry.reset();
  if (!ended_) plan(now_ + 10s, which, kind::start);
}

void fleet::end_all() {
  ended_ = true;
  now_ = setup_.end_at;
  decltype(events_) kept;
  for (; !events_.empty(); events_.pop())
    if (events_.top().what == kind::stop) kept.push(events_.top());
  events_.swap(kept);
  for (std::size_t i = 0; i < agents_.size(); ++i)
    if (agents_[i].running) plan(now_, static_cast<int>(i), kind::stop);
}

void fleet::plan(duration at_time, int which, kind what) {
  events_.push({at_time, which, what, at(which).plan});
}

void fleet::plan_poll(int which, duration at_time) {
  auto& each = at(which);
  ++each.plan;
  each.next_poll = at_time;
  plan(at_time, which, kind::poll);
}

bool fleet::out() const {
  return now_ >= setup_.outage_at && now_ < setup_.outage_at + setup_.outage_for;
}

fleet::slot& fleet::current() {
  const auto index = static_cast<std::size_t>(now_ / slot_size);
  slots_.resize(std::max(slots_.size(), index + 1));
  return slots_[index];
}

fleet::answer fleet::ask() {
  const auto second = now_ / 1s;
  if (second != second_) served_in_second_ = 0;
  second_ = second;
  auto& here = current();
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

void fleet::look_at_ages() {
  auto& here = slots_.at((slots_.resize(std::max(slots_.size(), looked_ + 1)), looked_)).ages;
  // Every n-th, beginning with another one each time.
  const auto stride = std::max<std::size_t>(1, agents_.size() / looked_at);
  for (auto i = looked_ % stride; i < agents_.size(); i += stride)
    if (agents_[i].running && agents_[i].knows)
      here.push_back(static_cast<int>((now_ - agents_[i].fresh).count()));
  std::sort(here.begin(), here.end());
  ++looked_;
}

fleet::figures fleet::measure(duration from, duration to) const {
  int asked = 0, served = 0, throttled = 0;
  std::vector<int> ages;
  for (auto i = from / slot_size; i < to / slot_size && i < static_cast<std::int64_t>(slots_.size()); ++i) {
    const auto& each = slots_[static_cast<std::size_t>(i)];
    asked += each.asked;
    served += each.served;
    throttled += each.throttled;
    ages.insert(ages.end(), each.ages.begin(), each.ages.end());
  }
  figures got;
  got.used = served / (static_cast<double>((to - from) / 1s) * limit);
  got.exceeded = asked > 0 ? static_cast<double>(throttled) / asked : 0;
  if (ages.empty()) return got;
  // Windows are many, and only two places of the order are wanted.
  const auto place = [&ages](std::size_t from_start) {
    const auto where = ages.begin() + static_cast<std::ptrdiff_t>(from_start);
    std::nth_element(ages.begin(), where, ages.end());
    return *where / 1000.0;
  };
  got.median = place(ages.size() / 2);
  got.p99 = place(ages.size() * 99 / 100);
  got.oldest = *std::max_element(ages.begin(), ages.end()) / 1000.0;
  return got;
}

worst_windows worst_of(const fleet& all) {
  const auto& what = all.what();
  const auto outage_end = what.outage_at + what.outage_for;
  worst_windows found;
  for (duration from{}; from + fleet::window <= what.end_at; from += fleet::slot_size) {
    if (from + fleet::window > what.outage_at && from < outage_end) continue;
    const auto got = all.measure(from, from + fleet::window);
    ++found.windows;
    if (got.exceeded > 0.05) ++found.overdrawn;
    if (got.exceeded > found.exceeded) found.exceeded = got.exceeded, found.exceeded_at = from;
    if (from >= fleet::window) {
      if (got.used < 0.8) ++found.unused;
      if (got.used < found.used) found.used = got.used, found.used_at = from;
    }
    const bool settled = from >= base::limits::poll_first_within &&
                         (from < what.outage_at || from >= outage_end + base::limits::poll_interval_max);
    if (!settled) continue;
    if (got.ratio() > 3) ++found.unfair;
    if (got.ratio() > found.ratio) found.ratio = got.ratio(), found.ratio_at = from;
  }
  return found;
}

}  // namespace gamekeeper::edgegap
