#include "telemetry/event_history.hpp"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

namespace gamekeeper::telemetry {

namespace {

base::slot_quota any_client() {
  base::slot_quota out;
  out.total = base::limits::event_readers;
  return out;
}

}  // namespace

struct event_history::state {
  explicit state(std::size_t k) : kept(k) {}
  std::size_t kept;
  std::deque<recorded_event> events;
  std::uint64_t last = 0;
  std::uint64_t dropped = 0;
  std::vector<reader*> readers;
  base::slot_pool places{any_client()};
  bool open = true;

  std::uint64_t first() const noexcept { return last - events.size() + 1; }
};

event_history::event_history(base::clock& time, std::size_t kept, const base::redactor* secrets)
    : time_(time),
      secrets_(secrets),
      epoch_(time.wall().time_since_epoch().count()),
      state_(std::make_shared<state>(kept)) {}

event_history::~event_history() {
  close();
}

void event_history::close() {
  state_->open = false;
  for (auto* each : state_->readers)
    if (auto news = std::exchange(each->news_, nullptr)) news();
}

std::uint64_t event_history::record(const event& what) {
  auto& s = *state_;
  recorded_event made;
  made.seq = s.last + 1;
  made.type = what.type();
  auto text = what.to_json(made.seq, time_.wall());
  made.json =
      std::make_shared<const std::string>(secrets_ ? secrets_->redact(std::move(text)) : std::move(text));
  if (s.open) keep(made);
  for (const auto& observer : observers_) observer(made);
  return made.seq;
}

void event_history::keep(const recorded_event& made) {
  auto& s = *state_;
  s.last = made.seq;
  s.events.push_back(made);
  if (s.events.size() > s.kept) s.events.pop_front();
  for (auto* each : s.readers) {
    if (!each->dropped_ && each->next_ < s.first()) {
      each->dropped_ = true;
      ++s.dropped;
    }
    if (auto news = std::exchange(each->news_, nullptr)) news();
  }
}

std::uint64_t event_history::last() const noexcept {
  return state_->last;
}

std::uint64_t event_history::dropped() const noexcept {
  return state_->dropped;
}

void event_history::observe(std::function<void(const recorded_event&)> observer) {
  observers_.push_back(std::move(observer));
}

std::size_t event_history::readers() const noexcept {
  return state_->readers.size();
}

void event_history::share_readers(base::slot_quota quota) {
  state_->places = base::slot_pool(std::move(quota));
}

std::unique_ptr<event_history::reader> event_history::read_since(std::uint64_t since,
                                                                 const std::string& client) {
  auto place = state_->places.acquire(client);
  if (!place) return nullptr;
  return std::unique_ptr<reader>(new reader(state_, since, std::move(place)));
}

event_history::reader::reader(std::shared_ptr<state> history, std::uint64_t since,
                              std::unique_ptr<base::slot_pool::slot> place)
    : history_(std::move(history)), place_(std::move(place)) {
  wait_idle();
  auto& s = *history_;
  const bool from_another_agent = since > s.last;
  next_ = from_another_agent ? s.first() : std::max(since + 1, s.first());
  if (from_another_agent || since + 1 < s.first()) {
    const auto lost = from_another_agent ? std::string("null") : std::to_string(next_ - since - 1);
    gap_ = std::make_shared<const std::string>(R"({"type":"gap","since":)" + std::to_string(since) +
                                               R"(,"next":)" + std::to_string(next_) + R"(,"lost":)" + lost +
                                               "}");
  }
  s.readers.push_back(this);
}

event_history::reader::~reader() {
  std::erase(history_->readers, this);
}

void event_history::reader::wait_idle() {
  place_->set_idle([this] {
    if (!std::exchange(dropped_, true)) ++history_->dropped;
    if (auto news = std::exchange(news_, nullptr)) news();
  });
}

std::shared_ptr<const std::string> event_history::reader::next() {
  if (dropped_) return nullptr;
  if (gap_) return std::exchange(gap_, nullptr);
  const auto& s = *history_;
  if (next_ > s.last) return nullptr;
  wait_idle();
  return s.events[next_++ - s.first()].json;
}

bool event_history::reader::over() const noexcept {
  return dropped_ || (!history_->open && !gap_ && next_ > history_->last);
}

}  // namespace gamekeeper::telemetry
