#include "process/spawn.hpp"

#include "base/fd.hpp"
#include "process/child.hpp"
#include "process/terminal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

namespace gamekeeper::process {

namespace {

constexpr int not_found = 127;
constexpr int not_executable = 126;

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

std::string from_folder(const std::string& folder, const std::string& path) {
  return path.starts_with('/') || folder.empty() ? path : folder + "/" + path;
}

/// As execvp(3) tries them, in order; an empty entry is the current folder.
std::vector<std::string> candidates(const std::string& word, const std::string& path) {
  std::vector<std::string> files;
  for (std::size_t begin = 0; !word.empty() && begin <= path.size();) {
    const auto end = std::min(path.find(':', begin), path.size());
    std::string file = path.substr(begin, end - begin);
    begin = end + 1;
    if (!file.empty()) file.push_back('/');
    files.push_back(file.append(word));
  }
  return files;
}

bool is_searched(const std::string& word) {
  return word.find('/') == std::string::npos;
}

child_plan plan_for(const spawn_spec& spec, const signal_block& signals) {
  child_plan plan;
  plan.signals = spec.keep_signal_dispositions ? signals.for_child_as_inherited() : signals.for_child();
  plan.input_fd = spec.input_fd;
  plan.output_fd = spec.output_fd;
  plan.error_fd = spec.error_fd >= 0 ? spec.error_fd : spec.output_fd;
  if (!spec.working_directory.empty()) plan.folder = spec.working_directory.c_str();
  plan.limits = spec.limits;
  plan.no_new_privileges = spec.no_new_privileges;
  plan.parent_death_signal = spec.parent_death_signal;
  return plan;
}

/// What the child could not do, in words; nothing for its program, of which the caller knows more.
std::string describe(const spawn_spec& spec, const child_failure& failure) {
  switch (failure.at) {
    case child_step::fork:
      return "no new process";
    case child_step::group:
      return "no process group of its own";
    case child_step::descriptors:
      return "its stdin, stdout or stderr cannot be set";
    case child_step::folder:
      return "cannot enter its folder " + spec.working_directory;
    case child_step::limit:
      return "cannot set its limit " + std::string(resource_name(failure.limit));
    case child_step::groups:
    case child_step::group_id:
    case child_step::user_id:
      return "cannot become user " + spec.user;
    case child_step::privileges:
      return "cannot give up privileges";
    case child_step::parent_death:
      return "cannot ask for a signal at the agent's death";
    case child_step::program:
      break;
  }
  return "";
}

class starter {
 public:
  starter(const spawn_spec& spec, const signal_block& signals, std::optional<user_identity> user)
      : spec_(spec), plan_(plan_for(spec, signals)), environment_(pointers_to(spec.environment)) {
    arguments_ = pointers_to(spec.command);
    plan_.user = std::move(user);
    // Only when the terminal is ours to give; a background job's is not.
    if (spec.foreground) terminal_ = terminal_in_our_foreground();
    plan_.terminal = terminal_.get();
  }

  boost::system::result<pid_t, spawn_failure> start() {
    const auto& word = spec_.command.front();
    return is_searched(word) ? search() : start_file();
  }

 private:
  boost::system::result<pid_t, spawn_failure> start_file() {
    const auto& path = spec_.command.front();
    const int error = try_file(path);
    if (error == 0) return pid_;
    if (error == not_even_tried) return unprepared();
    if (error == ENOENT && exists(path)) return no_interpreter(path);
    if (error == ENOENT || error == ENOTDIR) return spawn_failure{not_found, path + ": not found"};
    return refused(path, error);
  }

  /// As execvp(3): a refusal is remembered while a later entry may still have it.
  boost::system::result<pid_t, spawn_failure> search() {
    const auto& word = spec_.command.front();
    const auto path = search_path(spec_.environment);
    std::string denied;
    std::string broken;
    for (const auto& file : candidates(word, path)) {
      // Asked first, because every start that fails is a child made for nothing.
      if (!exists(file)) continue;
      const int error = try_file(file);
      if (error == 0) return pid_;
      if (error == not_even_tried) return unprepared();
      if (error == EACCES && denied.empty()) denied = file;
      if (error == ENOENT && broken.empty()) broken = file;
      if (error != EACCES && error != ENOENT && error != ENOTDIR) return refused(file, error);
    }
    if (!denied.empty()) return refused(denied, EACCES);
    if (!broken.empty()) return no_interpreter(broken);
    return spawn_failure{not_found, "'" + word + "' not found in PATH=" + path};
  }

  /// errno's value of the attempt to run exactly this file, 0 when it runs, not_even_tried when the child
  /// failed before.
  int try_file(const std::string& path) {
    const int error = try_program(path, arguments_);
    if (error != ENOEXEC || !looks_like_text(from_its_folder(path))) return error;
    std::vector<char*> script = arguments_;
    script.front() = const_cast<char*>(path.c_str());
    script.insert(script.begin(), const_cast<char*>("/bin/sh"));
    return try_program("/bin/sh", script) == 0 ? 0 : ENOEXEC;
  }

  int try_program(const std::string& path, const std::vector<char*>& arguments) {
    failure_ = start_child(plan_, path.c_str(), arguments.data(), environment_.data(), pid_);
    return failure_.error != 0 && failure_.at != child_step::program ? not_even_tried : failure_.error;
  }

  std::string from_its_folder(const std::string& path) const {
    return from_folder(spec_.working_directory, path);
  }

  bool exists(const std::string& path) const {
    return ::access(from_its_folder(path).c_str(), F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
  }

  spawn_failure unprepared() const {
    return refused(spec_.command.front() + ": " + describe(spec_, failure_), failure_.error);
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

  static constexpr int not_even_tried = -1;

  const spawn_spec& spec_;
  child_plan plan_;
  base::unique_fd terminal_;
  child_failure failure_;
  std::vector<char*> environment_;
  std::vector<char*> arguments_;
  pid_t pid_ = 0;
};

}  // namespace

boost::system::result<pid_t, spawn_failure> spawn_command(const spawn_spec& spec,
                                                          const signal_block& signals) {
  if (spec.command.empty())
    return spawn_failure{not_found, "no command to start: it needs at least one word"};
  if (!spec.refused.empty()) return spawn_failure{not_executable, spec.refused};
  std::optional<user_identity> user;
  if (!spec.user.empty()) {
    auto found = find_user(spec.user);
    if (!found)
      return spawn_failure{not_executable, "cannot run as '" + spec.user + "': " + found.error().message()};
    user = std::move(*found);
  }
  return starter(spec, signals, std::move(user)).start();
}

std::vector<std::string> files_read_by(const spawn_spec& spec) {
  std::vector<std::string> files;
  if (!spec.working_directory.empty()) files.push_back(spec.working_directory);
  if (spec.command.empty()) return files;
  const auto& word = spec.command.front();
  for (const auto& file :
       is_searched(word) ? candidates(word, search_path(spec.environment)) : std::vector{word})
    files.push_back(from_folder(spec.working_directory, file));
  return files;
}

}  // namespace gamekeeper::process
