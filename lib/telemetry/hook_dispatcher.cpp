#include "telemetry/hook_dispatcher.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <deque>

namespace gamekeeper::telemetry {

namespace limits = base::limits;

namespace {

std::string_view to_string(hook_result::kind what) noexcept {
  switch (what) {
    case hook_result::kind::done:
      return "done";
    case hook_result::kind::failed:
      return "failed";
    case hook_result::kind::timed_out:
      return "timed_out";
  }
  return "failed";
}

}  // namespace

/// One hook with what waits for it. Shared with the calls under way, which may end after the dispatcher.
struct hook_dispatcher::lane : std::enable_shared_from_this<lane> {
  lane(base::clock& t, base::random_source& r, hook h, const seams& o)
      : time(t),
        random(r),
        what(std::move(h)),
        outside(o),
        pause(limits::hook_backoff_first, limits::hook_backoff_max),
        alarm(t.make_timer()) {}

  void offer(const recorded_event& happened) {
    if (waiting.size() >= limits::hook_queue)
      return tell(happened, "dropped", 0, std::to_string(limits::hook_queue) + " events wait for this hook");
    waiting.push_back(happened);
    if (waiting.size() == 1) begin();
  }

  void begin() {
    attempts = 0;
    pause.reset();
    attempt();
  }

  void attempt() {
    ++attempts;
    hook_call call;
    call.command = what.command;
    call.url = what.url;
    call.headers = what.headers;
    call.event = *waiting.front().json;
    call.event_type = waiting.front().type;
    const auto& carrier = what.is_webhook() ? outside.call_webhook : outside.run_command;
    call.deadline =
        time.now() + (what.is_webhook() ? limits::hook_webhook_deadline : limits::hook_command_deadline);
    carrier(std::move(call), [weak = weak_from_this()](hook_result how) {
      if (const auto self = weak.lock()) self->attempted(how);
    });
  }

  void attempted(const hook_result& how) {
    const bool again = how.again && how.what != hook_result::kind::done && what.is_webhook() &&
                       attempts < limits::hook_webhook_attempts;
    if (again) {
      const auto wait = std::max(
          pause.next(random), std::min(how.retry_after.value_or(base::duration(0)), limits::retry_after_max));
      alarm->arm(time.now() + wait, [this] { attempt(); });
      return;
    }
    const auto done = std::move(waiting.front());
    waiting.pop_front();
    tell(done, to_string(how.what), attempts, how.detail);
    if (!waiting.empty()) begin();
  }

  void tell(const recorded_event& happened, std::string_view outcome, int tries, const std::string& detail) {
    hook_outcome out;
    out.name = what.name;
    out.on = happened.type;
    out.on_seq = happened.seq;
    out.outcome = outcome;
    out.attempts = tries;
    out.detail = detail;
    outside.tell(out);
  }

  base::clock& time;
  base::random_source& random;
  hook what;
  seams outside;
  base::backoff pause;
  std::unique_ptr<base::timer> alarm;
  std::deque<recorded_event> waiting;  // the first is under way
  int attempts = 0;
};

hook_dispatcher::hook_dispatcher(base::clock& time, base::random_source& random, std::vector<hook> hooks,
                                 seams outside) {
  for (auto& each : hooks) lanes_.push_back(std::make_shared<lane>(time, random, std::move(each), outside));
}

hook_dispatcher::~hook_dispatcher() = default;

void hook_dispatcher::offer(const recorded_event& happened) {
  // A hook about hooks would never come to an end.
  if (happened.type == "hook") return;
  for (const auto& each : lanes_)
    if (each->what.wants(happened.type)) each->offer(happened);
}

bool hook_dispatcher::idle() const noexcept {
  return std::all_of(lanes_.begin(), lanes_.end(), [](const auto& each) { return each->waiting.empty(); });
}

}  // namespace gamekeeper::telemetry
