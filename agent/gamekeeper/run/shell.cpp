#include "gamekeeper/run/shell.hpp"

#include "lifecycle/signals.hpp"
#include "telemetry/event_types.hpp"

namespace gamekeeper::run {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all.append(all.empty() ? "" : " ").append(word);
  return all;
}

}  // namespace

shell::shell(base::clock& time, base::logger& log, telemetry_sinks told, process::process_host& host,
             surroundings& around, base::task_group& tasks, plan what, std::function<void(int)> leave)
    : time_(time),
      log_(log),
      told_(told),
      host_(host),
      around_(around),
      plan_(std::move(what)),
      leave_(std::move(leave)),
      core_(lifecycle::begin(plan_.rules, time.now())),
      alarm_(time.make_timer()),
      self_stop_(time_, log_, told_, tasks, {plan_.deployment, plan_.state_path, plan_.rules.can_self_stop},
                 [this](lifecycle::event event) {
                   self_stop_.retry_write(core_);
                   feed(std::move(event));
                 }),
      occupancy_(time_, log_, told_, plan_.detectors, plan_.unknown_warn_after,
                 [this](lifecycle::event event) { feed(std::move(event)); }),
      signals_(host_, log_, told_, {plan_.signals, plan_.stop_signals},
               {[this] { return game_pid_; },
                [this](int number) { return lifecycle::is_forwarded_only(core_, number); },
                [this](lifecycle::event event) { feed(std::move(event)); }}),
      asked_(host_, [this](const process::process_info& each) { return around_.owns(each); }),
      hooks_alarm_(time.make_timer()),
      started_(time.now()) {}

void shell::start() {
  host_.start({[this](process::process_ended ended) { on_process_ended(ended); },
               [this] {
                 if (game_pid_ == 0) feed(lifecycle::tree_empty{});
               },
               [this] { look_for_hooks(); }});
  miss_the_platform();
  occupancy_.check_unknown_detectors();
  if (!resume_earlier_stop()) spawn_game();
}

bool shell::resume_earlier_stop() {
  auto earlier = self_stop_.read_earlier_decision();
  if (!earlier) return false;
  stepping_ = true;
  const auto effects = lifecycle::resume(core_, plan_.rules, earlier->verdict, std::move(earlier->reason),
                                         earlier->game_exit_code, time_.now());
  for (const auto& each : effects) std::visit([this](const auto& e) { carry_out(e); }, each);
  stepping_ = false;
  rearm();
  return true;
}

void shell::spawn_game() {
  auto spec = plan_.game;
  spec.probes_files = core_.restarts.count > 0;  // the first start has nobody to keep waiting
  around_.before_start(spec);
  const auto spawned = host_.spawn(spec);
  if (!spawned) {
    around_.after_start(std::nullopt);
    log_.error("the game cannot be started",
               {{"what", spawned.error().message}, {"exit_code", spawned.error().exit_code}});
    return feed(lifecycle::start_failed{spawned.error().exit_code, spawned.error().message});
  }
  game_pid_ = *spawned;
  asked_.forget();
  log_.info("game started", {{"pid", game_pid_}, {"command", joined(plan_.game.command)}});
  record(telemetry::events::game_started(game_pid_, core_.restarts.count));
  around_.after_start(game_pid_);
  memory_kill_came();  // what was before is none of this game's
  feed(lifecycle::game_started{});
}

void shell::connect(edgegap::client& platform) {
  platform_ = &platform;
  self_stop_.connect(platform, core_);
}

void shell::feed(lifecycle::event happened) {
  // An effect can make the next event happen at once (a spawn that fails): it waits for its turn.
  waiting_.push_back(std::move(happened));
  if (stepping_) return;
  stepping_ = true;
  while (!waiting_.empty()) {
    const auto next = std::move(waiting_.front());
    waiting_.pop_front();
    for (const auto& each : lifecycle::step(core_, next, time_.now()))
      std::visit([this](const auto& e) { carry_out(e); }, each);
  }
  stepping_ = false;
  rearm();
}

void shell::rearm() {
  follow_pace();
  const auto next = core_.now_in == lifecycle::phase::done ? std::nullopt : next_moment();
  if (next == armed_for_) return;  // the usual case, and each change is a system call
  armed_for_ = next;
  if (next)
    alarm_->arm(*next, [this] { on_alarm(); });
  else
    alarm_->disarm();
}

std::optional<base::time_point> shell::next_moment() const {
  const auto now = time_.now();
  auto next = lifecycle::next_deadline(core_);
  const auto consider = [&next](const std::optional<base::time_point>& other) {
    if (other && (!next || *other < *next)) next = other;
  };
  consider(occupancy_.next_change());
  if (const auto ahead = coming_approach(); ahead && ahead->from > now) consider(ahead->from);
  if (const auto missed = started_ + plan_.first_word_within; missed > now) consider(missed);
  return next;
}

void shell::on_alarm() {
  armed_for_.reset();
  miss_the_platform();
  occupancy_.update();
  settle_look(false);
  occupancy_.check_unknown_detectors();
  feed(lifecycle::tick{});
}

void shell::on_reading(std::string_view detector, const occupancy::reading& seen) {
  occupancy_.record(detector, seen);
  occupancy_.update();
  occupancy_.check_unknown_detectors();
  rearm();
}

void shell::on_failure(std::string_view detector, const base::error& why) {
  occupancy_.record_failure(detector, why.message());
  occupancy_.check_unknown_detectors();
  rearm();
}

void shell::learn_limit(const edgegap::deployment& seen, base::time_point at) {
  if (!seen.max_duration || !seen.elapsed_time || *seen.max_duration <= std::chrono::minutes(0)) return;
  const auto left = base::duration(*seen.max_duration) - base::duration(*seen.elapsed_time);
  // elapsed_time counts whole seconds: a limit that wanders by one is the same limit.
  const auto limit = at + left;
  if (core_.uptime.platform_limit && limit - *core_.uptime.platform_limit < std::chrono::seconds(2) &&
      *core_.uptime.platform_limit - limit < std::chrono::seconds(2))
    return;
  feed(lifecycle::platform_limit_learned{limit});
}

namespace {
// What the metrics call a failed poll.
std::string class_of(const edgegap::api_error& why) {
  if (why.status() == 0) return std::string(base::to_string(why.code()));
  if (why.status() >= 500) return "http_5xx";
  return "http_" + std::to_string(why.status());
}
}  // namespace

void shell::on_observation(const edgegap::observation& seen) {
  told_.counters.poll_latency.observe(seen.took);
  if (!seen.answer) told_.counters.poll_errors.add(class_of(seen.answer.error()));
  set_source(seen.source == edgegap::operation_id::context_get ? "context" : "status");
  if (seen.answer) {
    platform_error_.clear();
    platform_seen_ = seen.at;
    if (seen.answer->status != platform_status_) {
      record(telemetry::events::platform_status(edgegap::to_string(seen.answer->status),
                                                edgegap::to_string(platform_status_)));
      platform_status_ = seen.answer->status;
      log_.info("the platform's status of this deployment changed", {{"status", seen.answer->status_text}});
    }
    // An absent count is said by nobody: it must not stay what it was.
    platform_sockets_ = seen.answer->sockets;
    platform_sockets_usage_ = seen.answer->sockets_usage;
    record_platform_count();
    learn_limit(*seen.answer, seen.at);
  } else {
    platform_error_ = seen.answer.error().message();
    platform_busy_ = seen.answer.error().kind() == edgegap::outcome_kind::throttled;
    // It is there and has no time: what it said last has to last until the pace lets us ask again.
    if (platform_busy_) record_platform_count();
    if (occupancy_.uses(occupancy::sockets_usage))
      occupancy_.record_failure(occupancy::sockets_usage, platform_error_);
  }
  occupancy_.update();
  look_at_memory();
  settle_look(seen.answer.has_value());
  occupancy_.check_unknown_detectors();
  if (seen.platform_done)
    feed(lifecycle::platform_gone{*seen.platform_done});
  else
    rearm();
}

}  // namespace gamekeeper::run
