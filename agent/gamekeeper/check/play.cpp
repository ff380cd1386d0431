#include "gamekeeper/check/play.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "control/client.hpp"
#include "gamekeeper/check/launch.hpp"
#include "process/proc_file.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace gamekeeper::check {

namespace asio = boost::asio;
namespace limits = base::limits;
using namespace std::chrono_literals;

namespace {

constexpr base::duration zombie_after = 1s;  // a parent that is busy may take a moment to wait for its child
constexpr base::duration outlived_after = 100ms;  // what dies with the main process may take a moment for it
constexpr base::duration left_running_after = 500ms;  // the same, without a main process
constexpr base::duration ask_every = 250ms;           // the agent, for what its detectors know
constexpr base::duration ask_wait = 2s;
constexpr std::size_t pipe_bytes = 1024 * 1024;

std::string named(const process::process_info& one) {
  return one.name + "(" + std::to_string(one.pid) + ")";
}

void add_once(std::vector<std::string>& all, std::string one) {
  if (all.size() < limits::check_named && std::find(all.begin(), all.end(), one) == all.end())
    all.push_back(std::move(one));
}

}  // namespace

play::play(base::clock& time, fake_platform& platform, const std::vector<guarded>& secrets, play_plan plan,
           const volatile std::sig_atomic_t& interrupted)
    : time_(time), platform_(platform), plan_(std::move(plan)), interrupted_(interrupted), output_(secrets) {}

play::~play() {
  platform_.on_self_stop({});
  kill_all();
}

asio::awaitable<played> play::run() {
  begun_ = time_.now();
  platform_.on_self_stop([this] { self_stop_ = true; });
  if (const auto started = start(); !started) {
    seen_.not_launched = started.error();
    co_return std::move(seen_);
  }
  co_await until_up();
  co_await until_answered();
  co_await watch();
  co_await look_for_background();
  co_await end();
  kill_all();
  read_output();
  output_.finish();
  seen_.agent = output_.agent();
  seen_.leaks = output_.leaks();
  seen_.last_lines = output_.last_lines();
  read_report();
  co_return std::move(seen_);
}

base::result<void> play::start() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return base::system_failure("no pipe", errno);
  reading_.reset(ends[0]);
  const base::unique_fd writing(ends[1]);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  ::fcntl(ends[0], F_SETPIPE_SZ, pipe_bytes);  // as large as it can be: a game should not wait for our looks
  launch_plan plan;
  plan.arguments = plan_.arguments;
  plan.environment = plan_.environment;
  plan.output_fd = writing.get();
  plan.read_only_root = plan_.read_only_root;
  plan.writable = plan_.folder;
  const auto launched = launch(plan);
  if (!launched) return launched.error();
  agent_ = *launched;
  return {};
}

bool play::over() const {
  return interrupted_ != 0 || time_.now() >= plan_.deadline;
}

bool play::main_alive() const {
  const auto pid = output_.agent().pid;
  return pid && std::any_of(tree_.begin(), tree_.end(),
                            [pid](const auto& each) { return each.pid == *pid && !each.ended(); });
}

bool play::is_up() const {
  if (!output_.agent().pid || !seen_.ready_after) return false;
  return std::all_of(plan_.ports.begin(), plan_.ports.end(), [this](const port_request& wanted) {
    const auto kinds = wanted.transports();
    return std::all_of(kinds.begin(), kinds.end(), [&](process::transport kind) {
      return std::any_of(seen_.ports.begin(), seen_.ports.end(), [&](const auto& each) {
        return each.first.what == kind && each.first.number == wanted.number;
      });
    });
  });
}

asio::awaitable<void> play::next_look() {
  co_await base::sleep_until(time_, time_.now() + limits::check_look_every);
  look();
  co_await ask_detectors();
}

asio::awaitable<void> play::ask_detectors() {
  if (plan_.detectors.empty() || seen_.asked || seen_.ended_early || !output_.agent().pid) co_return;
  if (time_.now() < detectors_asked_ + ask_every) co_return;
  const auto loop = co_await asio::this_coro::executor;
  net::http_request question("GET", "/v1/status");
  const auto deadline = time_.now() + ask_wait;
  const auto answer =
      co_await control::ask(loop, time_, plan_.folder + "/agent.sock", std::move(question), deadline);
  detectors_asked_ = time_.now();
  if (answer && answer->status == 200)
    merge_answers(seen_.detectors, detector_answers_in(answer->body), detectors_asked_ - begun_);
}

void play::look() {
  read_output();
  reap();
  tree_ = agent_ ? process::descendants_of(agent_) : std::vector<process::process_info>();
  if (!seen_.ready_after && output_.agent().pid && (plan_.ready_at_start || output_.agent().ready))
    seen_.ready_after = time_.now() - begun_;
  look_for_zombies();
  look_at_main();
  // Until the game is told of, what is below the agent may be a copy of it that has not become the game yet.
  if (!output_.agent().pid) return;
  if (time_.now() >= measured_ + (is_up() ? limits::check_measure_every : limits::check_look_every))
    measure();
}

void play::reap() {
  for (;;) {
    int status = 0;
    const pid_t pid = ::waitpid(-1, &status, WNOHANG);
    if (pid <= 0) return;
    if (pid != agent_) continue;
    agent_ = 0;
    seen_.agent_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (seen_.asked) seen_.all_gone_after = time_.now() - asked_at_;
  }
}

void play::read_output() {
  std::array<char, 16 * 1024> bytes;
  for (std::size_t taken = 0; reading_.valid() && taken < limits::check_turn_bytes;) {
    const auto got = ::read(reading_.get(), bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    output_.take({bytes.data(), static_cast<std::size_t>(got)});
    taken += static_cast<std::size_t>(got);
  }
}

void play::measure() {
  const auto now = time_.now();
  measured_ = now;
  auto held = holdings_of(tree_);
  seen_.peak_memory_bytes = std::max(seen_.peak_memory_bytes, held.memory_bytes);
  for (const auto& port : held.ports) {
    const auto same = [&port](const auto& each) { return each.first == port; };
    if (std::none_of(seen_.ports.begin(), seen_.ports.end(), same))
      seen_.ports.emplace_back(port, now - begun_);
  }
  for (auto& file : held.files) add_once(seen_.files, std::move(file));
  if (!plan_.memory_limit) return;
  seen_.over_memory = seen_.over_memory || held.memory_bytes > *plan_.memory_limit;
  if (held.memory_bytes < 2 * *plan_.memory_limit || seen_.killed_for_memory || !main_alive()) return;
  seen_.killed_for_memory = true;
  ::kill(*output_.agent().pid, SIGKILL);
}

void play::look_for_zombies() {
  const auto now = time_.now();
  for (const auto& each : tree_) {
    // The agent's own children are reaped by the agent.
    if (!each.ended() || each.parent == agent_) continue;
    const auto [since, fresh] = zombies_.try_emplace(each.pid, now);
    if (!fresh && now - since->second >= zombie_after)
      add_once(seen_.zombies, named(each) + ", a child of " + std::to_string(each.parent));
  }
}

void play::look_at_main() {
  const bool gone = !output_.agent().ended.empty() || (agent_ == 0 && seen_.agent_code) ||
                    !output_.agent().start_failure.empty() || self_stop_;
  if (!gone) return;
  if (!seen_.asked) {
    if (!seen_.ended_early) seen_.ran_for = time_.now() - begun_;
    seen_.ended_early = true;
    seen_.stopped_itself = self_stop_ && output_.agent().ended.empty();
    return;
  }
  if (!seen_.main_gone_after) seen_.main_gone_after = time_.now() - asked_at_;
  for (const auto& each : tree_) {
    if (each.ended()) continue;
    const auto [since, fresh] = outlived_.try_emplace(each.pid, time_.now());
    if (!fresh && time_.now() - since->second >= outlived_after) add_once(seen_.outlived_main, named(each));
  }
}

asio::awaitable<void> play::until_up() {
  const auto deadline = begun_ + plan_.ready_within;
  while (!over() && !seen_.ended_early && !is_up() && !seen_.over_memory && time_.now() < deadline)
    co_await next_look();
  seen_.up = is_up() && !seen_.ended_early;
}

// A game may answer long after it has bound its port. When it is not up, that time is over.
asio::awaitable<void> play::until_answered() {
  const auto deadline = begun_ + plan_.ready_within;
  const auto waits = [this] {
    return seen_.up && !over() && !seen_.ended_early && !seen_.over_memory &&
           !all_answered(plan_.detectors, seen_.detectors);
  };
  while (waits() && time_.now() < deadline) co_await next_look();
  seen_.detectors_waited = time_.now() - begun_;
}

asio::awaitable<void> play::watch() {
  if (!seen_.up) co_return;
  const auto until = time_.now() + plan_.watch_for;
  while (!over() && !seen_.ended_early && !seen_.over_memory && time_.now() < until) co_await next_look();
}

// A server that goes to the background ends its first process at once and lives on in another one.
asio::awaitable<void> play::look_for_background() {
  if (!seen_.ended_early || seen_.stopped_itself) co_return;
  const auto until = time_.now() + left_running_after;
  while (!over() && agent_ != 0 && time_.now() < until) co_await next_look();
  for (const auto& each : tree_)
    if (!each.ended()) add_once(seen_.left_running, named(each));
}

asio::awaitable<void> play::end() {
  seen_.cut_short = over();
  if (agent_ == 0) co_return;
  asked_at_ = time_.now();
  if (!seen_.ended_early) {
    seen_.asked = true;
    seen_.ran_for = asked_at_ - begun_;
  }
  ::kill(agent_, SIGTERM);
  const auto deadline = asked_at_ + plan_.kill_after + limits::check_end_slack;
  while (agent_ != 0 && interrupted_ == 0 && time_.now() < deadline) co_await next_look();
}

void play::read_report() {
  const auto text = process::read_text(plan_.folder + "/report.json", limits::state_file_bytes);
  const auto read = base::parse_json(text ? *text : "");
  if (!read) return;
  std::vector<std::string> ignored;
  const base::json_reader whole(*read, ignored);
  const auto game = whole.object("game");
  if (!game) return;
  if (const auto code = game->integer("exit_code")) seen_.game_code = static_cast<int>(*code);
  if (const auto signal = game->integer("signal")) seen_.game_signal = static_cast<int>(*signal);
}

// As a subreaper we inherit whatever the agent leaves, and what forks while it is killed is found in the next
// round.
void play::kill_all() {
  constexpr int pause = 2;  // milliseconds
  const auto deadline = time_.now() + limits::check_kill_wait;
  while (time_.now() < deadline) {
    const auto left = process::descendants_of(::getpid());
    if (left.empty()) break;
    for (const auto& each : left)
      if (!each.ended()) ::kill(each.pid, SIGKILL);
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    ::poll(nullptr, 0, pause);
  }
  agent_ = 0;
}

}  // namespace gamekeeper::check
