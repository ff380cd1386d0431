#include "gamekeeper/check/check.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"
#include "base/system_clock.hpp"
#include "gamekeeper/check/judge.hpp"
#include "gamekeeper/ctl/terminal.hpp"
#include "settings/list_text.hpp"
#include "settings/setting.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

namespace gamekeeper::check {

namespace asio = boost::asio;
namespace limits = base::limits;
using findings::finding;
using findings::outcome;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view title = "gamekeeper check";
constexpr base::duration more_time = 5s;    // and four times the platform's, for a game that ends, but slowly
constexpr base::duration asked_every = 5s;  // the detectors, for a check does not wait for an hour's interval
constexpr std::size_t shown_command = 120;

// The signal that came for us. A handler can reach nothing but what is global.
volatile std::sig_atomic_t interrupted = 0;

void note_signal(int number) {
  interrupted = number;
}

/// A folder of our own, removed with the files that an agent leaves in it.
class own_folder {
 public:
  own_folder() {
    for (const std::string parent : {"/tmp", "/run", "/dev/shm"}) {
      auto name = parent + "/gamekeeper-check-XXXXXX";
      if (!::mkdtemp(name.data())) continue;
      path_ = std::move(name);
      return;
    }
  }
  ~own_folder() {
    if (path_.empty()) return;
    clear();
    ::rmdir(path_.c_str());
  }
  own_folder(const own_folder&) = delete;
  own_folder& operator=(const own_folder&) = delete;

  void clear() const {
    for (const char* name : {"/report.json", "/state.json", "/agent.sock", "/agent.sock.notify"})
      ::unlink((path_ + name).c_str());
  }
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

void set(std::vector<std::string>& environment, std::string entry) {
  const auto name = entry.substr(0, entry.find('=') + 1);
  std::erase_if(environment, [&name](const auto& each) { return each.starts_with(name); });
  environment.push_back(std::move(entry));
}

/// What the agent gets: the container's own variables and what was given on the command line, the platform's,
/// and what keeps a deployment that is only played from reaching anybody.
std::vector<std::string> environment_of(const check_options& wanted, const fake_platform& platform,
                                        const settings::agent_settings& chosen, const std::string& folder) {
  std::vector<std::string> all;
  for (const auto& entry : wanted.from.environment)
    if (!entry.starts_with("ARBITRIUM_") && !entry.starts_with("EDGEGAP_API_TOKEN=")) all.push_back(entry);
  for (const auto& [key, text] : wanted.from.flags)
    if (const auto* row = settings::find(key)) set(all, row->variable() + "=" + text);
  if (wanted.from.file) set(all, "GAMEKEEPER_CONFIG=" + wanted.from.file->path);
  for (auto& each : platform.variables()) set(all, std::move(each));
  for (const char* fixed :
       {"GAMEKEEPER_EVENTS_HOOKS=[]", "GAMEKEEPER_METRICS_LISTEN=off", "GAMEKEEPER_LOG_FORMAT=json",
        "GAMEKEEPER_LOG_LEVEL=info", "GAMEKEEPER_RESTART_ON_EXIT=stop", "GAMEKEEPER_RESTART_ON_CRASH=stop",
        "GAMEKEEPER_POLICY_DRY_RUN=off", "GAMEKEEPER_PLATFORM_SOURCE=context",
        "GAMEKEEPER_OCCUPANCY_FIRST_JOIN_AFTER=off"})
    set(all, fixed);
  if (chosen.occupancy.query_interval > asked_every)
    set(all, "GAMEKEEPER_OCCUPANCY_QUERY_INTERVAL=" + base::format_duration(asked_every));
  set(all, "GAMEKEEPER_PLATFORM_API_URL=" + platform.api_url());
  set(all, "GAMEKEEPER_CONTROL_SOCKET=" + folder + "/agent.sock");
  set(all, "GAMEKEEPER_STATE_FILE=" + folder + "/state.json");
  set(all, "GAMEKEEPER_REPORT_FILE=" + folder + "/report.json");
  return all;
}

bool root_is_read_only() {
  struct statvfs info {};
  return ::statvfs("/", &info) == 0 && (info.f_flag & ST_RDONLY) != 0;
}

class checking {
 public:
  checking(const check_options& wanted, const settings::agent_settings& chosen, const std::string& folder,
           const own_folder& files, findings::listener tell)
      : wanted_(wanted),
        chosen_(chosen),
        files_(files),
        tell_(std::move(tell)),
        log_(base::make_fd_sink(STDERR_FILENO), base::log_format::text, base::log_level::error),
        time_(loop_.get_executor()),
        platform_(loop_.get_executor(), time_, log_, wanted.ports, wanted.memory_mb),
        deadline_(time_.now() + wanted.timeout) {
    plan_.arguments = {"run", "--"};
    plan_.arguments.insert(plan_.arguments.end(), wanted.command.begin(), wanted.command.end());
    plan_.ports = wanted.ports;
    measure_.detectors = plan_.detectors = chosen.occupancy.detectors;
    // Nobody waits for what cannot be asked.
    std::erase_if(plan_.detectors, [mapping = mapping_of(wanted.ports)](const auto& each) {
      return !occupancy::resolve_ports(each, mapping);
    });
    plan_.folder = folder;
    plan_.ready_at_start = chosen.ready.when.what == settings::ready_condition::kind::start;
    plan_.ready_within = wanted.ready_within;
    plan_.watch_for = wanted.watch_for;
    plan_.kill_after = chosen.platform.kill_after;
    plan_.deadline = deadline_;
    if (wanted.memory_mb) plan_.memory_limit = *wanted.memory_mb * 1024 * 1024;
    measure_.ports = wanted.ports;
    measure_.ready = chosen.ready.when;
    measure_.ready_within = wanted.ready_within;
    measure_.kill_after = plan_.kill_after;
    measure_.memory_limit = plan_.memory_limit;
  }

  /// False when nothing could be tried; the reason has been told.
  bool run() {
    if (const auto listening = platform_.listen(); !listening) {
      tell_({outcome::fail, "platform", listening.error().message(), "Loopback has to be up in here"});
      return false;
    }
    plan_.environment = environment_of(wanted_, platform_, chosen_, plan_.folder);
    secrets_ = secrets_of(plan_.environment);
    bool tried = true;
    asio::co_spawn(loop_, play_all(), [this, &tried](std::exception_ptr escaped, bool went) {
      loop_.stop();
      tried = went;
      if (escaped) std::rethrow_exception(escaped);
    });
    loop_.run();
    return tried;
  }

 private:
  asio::awaitable<played> play_once(play_plan plan) {
    files_.clear();
    play one(time_, platform_, secrets_, std::move(plan), interrupted);
    co_return co_await one.run();
  }

  bool time_is_up() const { return interrupted != 0 || time_.now() >= deadline_; }

  asio::awaitable<bool> play_all() {
    const auto first = co_await play_once(plan_);
    if (interrupted != 0) co_return true;
    if (first.not_launched) {
      tell_({outcome::fail, "starts", first.not_launched->message(), "/proc has to be mounted in here"});
      co_return false;
    }
    judge(first, measure_, tell_);
    if (needs_something_else(first)) co_await try_other_ways(first);
    if (first.agent.pid && !first.ended_early) co_await try_read_only(first);
    if (time_.now() >= deadline_)
      tell_({outcome::fail, "time",
             "not everything was tried within " + base::format_duration(wanted_.timeout),
             "Give it more: --timeout"});
    co_return true;
  }

  /// Like the first one, but no longer than needed.
  play_plan shorter(const played& first) const {
    auto plan = plan_;
    plan.detectors.clear();
    plan.ready_within = first.up ? first.ran_for * 2 + 5s : std::min(plan_.ready_within, first.ran_for);
    plan.watch_for = std::min<base::duration>(plan_.watch_for, 500ms);
    return plan;
  }

  asio::awaitable<void> try_other_ways(const played& first) {
    for (const auto& way : other_ways()) {
      if (time_is_up()) co_return;
      auto plan = shorter(first);
      set(plan.environment, way.setting);
      if (!way.setting.starts_with("GAMEKEEPER_DRAIN_LADDER"))
        set(plan.environment, "GAMEKEEPER_DRAIN_LADDER=[]");
      const auto seen = co_await play_once(std::move(plan));
      if (!seen.asked || seen.cut_short || needs_something_else(seen)) continue;
      tell_(judge_other_ways(&way, seen.main_gone_after.value_or(base::duration()), std::nullopt, {}));
      co_return;
    }
    if (time_is_up()) co_return;
    auto plan = shorter(first);
    plan.kill_after = plan.kill_after * 4 + more_time;
    const auto more = plan.kill_after;
    set(plan.environment, "GAMEKEEPER_PLATFORM_KILL_AFTER=" + base::format_duration(more));
    const auto seen = co_await play_once(std::move(plan));
    if (seen.cut_short) co_return;
    const bool slow = seen.asked && !needs_something_else(seen);
    tell_(judge_other_ways(nullptr, {}, slow ? seen.main_gone_after : std::nullopt, more));
  }

  asio::awaitable<void> try_read_only(const played& first) {
    if (time_is_up()) co_return;
    if (root_is_read_only()) {
      tell_({outcome::ok, "read-only root", "the root here is one: all of the above was tried on it"});
      co_return;
    }
    auto plan = shorter(first);
    plan.read_only_root = true;
    const auto seen = co_await play_once(std::move(plan));
    if (seen.not_launched)
      tell_({wanted_.root_must_be_read_only ? outcome::fail : outcome::skip, "read-only root",
             "not tried: " + seen.not_launched->message(),
             "To try it, run the check on one: docker run --read-only --tmpfs /tmp ..."});
    else if (!seen.cut_short)
      tell_(judge_read_only(first, seen, wanted_.root_must_be_read_only));
  }

  const check_options& wanted_;
  const settings::agent_settings& chosen_;
  const own_folder& files_;
  findings::listener tell_;
  base::logger log_;
  std::vector<guarded> secrets_;
  asio::io_context loop_{1};
  base::system_clock time_;
  fake_platform platform_;
  base::time_point deadline_;
  play_plan plan_;
  expectations measure_;
};

std::string summary_of(const check_options& wanted, const settings::agent_settings& chosen) {
  std::string text;
  for (const auto& word : wanted.command) text.append(text.empty() ? "" : " ").append(word);
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  if (text.size() > shown_command) text.replace(shown_command, std::string::npos, "...");
  text += ": SIGKILL " + short_time(chosen.platform.kill_after) + " after SIGTERM";
  if (wanted.memory_mb) text += ", " + std::to_string(*wanted.memory_mb) + " MB";
  return text;
}

bool write_junit(const std::string& where, const std::vector<finding>& all) {
  const auto xml = findings::as_junit(title, all);
  if (where == "-") return findings::write_all(STDOUT_FILENO, xml);
  const base::unique_fd file(::open(where.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  return file.valid() && findings::write_all(file.get(), xml);
}

void tell_settings(const settings::loaded& loaded, const findings::listener& tell) {
  for (const auto& each : loaded.problems) {
    const bool wrong = each.weight == settings::problem::severity::error;
    tell({wrong ? outcome::fail : outcome::warn, "settings", each.describe(),
          "`gamekeeper config default` explains every setting"});
  }
}

}  // namespace

int check(const check_options& wanted) {
  const own_folder folder;
  if (folder.path().empty()) {
    findings::write_all(STDERR_FILENO, "gamekeeper: no folder can be made in /tmp, /run or /dev/shm\n");
    return 2;
  }
  for (int number : {SIGINT, SIGTERM, SIGHUP}) std::signal(number, note_signal);
  // What an agent or a game leaves behind comes to us.
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);

  const bool taken = wanted.json || wanted.junit == "-";  // stdout is for a machine
  const int people = taken ? STDERR_FILENO : STDOUT_FILENO;
  const auto look = taken ? ctl::look() : ctl::look_of_stdout();
  std::vector<finding> all;
  const findings::listener tell = [&](const finding& one) {
    all.push_back(one);
    if (!wanted.json) findings::write_all(people, findings::as_lines(one, look));
  };
  const auto loaded = settings::load(wanted.from);
  if (!wanted.json) findings::write_all(people, summary_of(wanted, loaded.values) + "\n");
  tell_settings(loaded, tell);
  const bool tried = checking(wanted, loaded.values, folder.path(), folder, tell).run();
  if (interrupted != 0) {
    findings::write_all(STDERR_FILENO, "interrupted; nothing is left running\n");
    return 128 + interrupted;
  }
  if (wanted.json)
    findings::write_all(STDOUT_FILENO, findings::as_json(title, all));
  else
    findings::write_all(people, findings::counted(all) + "\n");
  if (!wanted.junit.empty() && !write_junit(wanted.junit, all)) {
    findings::write_all(
        STDERR_FILENO,
        "gamekeeper: " + base::system_failure(wanted.junit + " cannot be written", errno).message() + "\n");
    return 2;
  }
  return !tried ? 2 : findings::passed(all) ? 0 : 1;
}

}  // namespace gamekeeper::check
