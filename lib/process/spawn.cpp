#include "process/spawn.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace gamekeeper::process {

namespace {

constexpr int not_found = 127;
constexpr int not_executable = 126;

/// posix_spawn's two descriptions of the child. The first error of any call is kept and read once.
class child_plan {
 public:
  child_plan(const spawn_spec& spec, const signal_block& signals) {
    keep(::posix_spawnattr_init(&attributes_));
    keep(::posix_spawn_file_actions_init(&actions_));
    keep(::posix_spawnattr_setflags(&attributes_,
                                    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP));
    keep(::posix_spawnattr_setsigmask(&attributes_, &signals.original_mask()));
    keep(::posix_spawnattr_setsigdefault(&attributes_, &signals.defaults_for_child()));
    keep(::posix_spawnattr_setpgroup(&attributes_, 0));
    if (spec.output_fd >= 0) {
      keep(::posix_spawn_file_actions_adddup2(&actions_, spec.output_fd, STDOUT_FILENO));
      keep(::posix_spawn_file_actions_adddup2(&actions_, spec.output_fd, STDERR_FILENO));
    }
    // Done in the child, before its program runs: a game that reads its terminal at once must not be stopped
    // for it. Only when the terminal is ours to give; a background job's is not. Without a terminal tcgetpgrp
    // fails.
    if (spec.foreground && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp())
      keep(::posix_spawn_file_actions_addtcsetpgrp_np(&actions_, STDIN_FILENO));
    keep(::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1));
  }
  ~child_plan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  child_plan(const child_plan&) = delete;
  child_plan& operator=(const child_plan&) = delete;

  /// errno's value, 0 when the child runs.
  int start(pid_t& pid, const char* program, char* const* arguments, char* const* environment) const {
    if (error_) return error_;
    return ::posix_spawn(&pid, program, &actions_, &attributes_, arguments, environment);
  }

 private:
  void keep(int error) {
    if (!error_) error_ = error;
  }

  posix_spawnattr_t attributes_{};
  posix_spawn_file_actions_t actions_{};
  int error_ = 0;
};

/// The form that exec takes; the texts stay where they are.
std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// PATH as the child will have it; what execvp(3) takes when there is none.
std::string search_path(const std::vector<std::string>& environment) {
  constexpr std::string_view variable = "PATH=";
  for (const auto& entry : environment)
    if (entry.starts_with(variable)) return entry.substr(variable.size());
  return "/bin:/usr/bin";
}

/// A shell runs a file without "#!" as a script, but not one with a NUL near its start: that is a program for
/// another machine, and the shell's complaints about its bytes would hide it.
bool looks_like_text(const std::string& path) {
  const base::unique_fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  std::array<char, 128> start;
  const auto bytes = fd.valid() ? ::read(fd.get(), start.data(), start.size()) : -1;
  if (bytes < 0) return false;
  return std::string_view(start.data(), static_cast<std::size_t>(bytes)).find('\0') == std::string_view::npos;
}

class starter {
 public:
  starter(const spawn_spec& spec, const signal_block& signals)
      : spec_(spec), plan_(spec, signals), environment_(pointers_to(spec.environment)) {
    arguments_ = pointers_to(spec.command);
  }

  boost::system::result<pid_t, spawn_failure> start() {
    const auto& word = spec_.command.front();
    return word.find('/') == std::string::npos ? search() : start_file();
  }

 private:
  boost::system::result<pid_t, spawn_failure> start_file() {
    const auto& path = spec_.command.front();
    const int error = try_file(path);
    if (error == 0) return pid_;
    if (error == ENOENT && exists(path)) return no_interpreter(path);
    if (error == ENOENT || error == ENOTDIR) return spawn_failure{not_found, path + ": not found"};
    return refused(path, error);
  }

  /// As execvp(3): the entries in order; an empty one is the current folder; a refusal is remembered while a
  /// later entry may still have it.
  boost::system::result<pid_t, spawn_failure> search() {
    const auto& word = spec_.command.front();
    const auto path = search_path(spec_.environment);
    std::string denied;
    std::string broken;
    for (std::size_t begin = 0; !word.empty() && begin <= path.size();) {
      const auto end = std::min(path.find(':', begin), path.size());
      std::string file = path.substr(begin, end - begin);
      begin = end + 1;
      if (!file.empty()) file.push_back('/');
      file.append(word);
      // Asked first, because every posix_spawn that fails is a child made for nothing.
      if (!exists(file)) continue;
      const int error = try_file(file);
      if (error == 0) return pid_;
      if (error == EACCES && denied.empty()) denied = file;
      if (error == ENOENT && broken.empty()) broken = file;
      if (error != EACCES && error != ENOENT && error != ENOTDIR) return refused(file, error);
    }
    if (!denied.empty()) return refused(denied, EACCES);
    if (!broken.empty()) return no_interpreter(broken);
    return spawn_failure{not_found, "'" + word + "' not found in PATH=" + path};
  }

  /// errno's value of the attempt to run exactly this file, 0 when it runs.
  int try_file(const std::string& path) {
    const int error = plan_.start(pid_, path.c_str(), arguments_.data(), environment_.data());
    if (error != ENOEXEC || !looks_like_text(path)) return error;
    std::vector<char*> script = arguments_;
    script.front() = const_cast<char*>(path.c_str());
    script.insert(script.begin(), const_cast<char*>("/bin/sh"));
    return plan_.start(pid_, "/bin/sh", script.data(), environment_.data()) == 0 ? 0 : ENOEXEC;
  }

  static bool exists(const std::string& path) {
    return ::access(path.c_str(), F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
  }

  static spawn_failure no_interpreter(const std::string& path) {
    return {not_found,
            path +
                ": found, but the interpreter or loader that it names is not (a script's first line, "
                "or a program for another C library)"};
  }

  static spawn_failure refused(const std::string& path, int error) {
    return {not_executable, path + ": " + std::generic_category().message(error)};
  }

  const spawn_spec& spec_;
  child_plan plan_;
  std::vector<char*> environment_;
  std::vector<char*> arguments_;
  pid_t pid_ = 0;
};

}  // namespace

boost::system::result<pid_t, spawn_failure> spawn_command(const spawn_spec& spec,
                                                          const signal_block& signals) {
  if (spec.command.empty())
    return spawn_failure{not_found, "no command to start: it needs at least one word"};
  return starter(spec, signals).start();
}

}  // namespace gamekeeper::process
