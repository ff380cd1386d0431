#pragma once

#include "base/fd.hpp"
#include "process/posix_host.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>

namespace gamekeeper::tests {

/// The caller's signal mask and dispositions, put back at the end: the test program goes on after
/// signal_block.
class caller_signals {
 public:
  caller_signals();
  ~caller_signals();
  caller_signals(const caller_signals&) = delete;
  caller_signals& operator=(const caller_signals&) = delete;

 private:
  sigset_t mask_;
  struct sigaction actions_[NSIG];
};

/// A pipe that a child writes to and the test reads.
class output_pipe {
 public:
  output_pipe();
  int write_end() const { return write_.get(); }
  int read_end() const { return read_.get(); }
  /// Up to the newline, which is left out.
  std::string line();
  /// Up to the end: until every process that holds the other end has ended.
  std::string rest();

 private:
  bool next(char& byte);
  base::unique_fd read_, write_;
};

/// A folder of its own below the system's folder for such things, removed at the end.
class temporary_folder {
 public:
  temporary_folder();
  ~temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  const std::filesystem::path& folder() const { return folder_; }
  /// Gives its path.
  std::string write(const std::string& name, const std::string& content, unsigned mode = 0755) const;

 private:
  std::filesystem::path folder_;
};

/// A real host on a loop of its own, with what it reported. Nothing of it runs on after the test.
class real_children {
 public:
  explicit real_children(process::process_host::events more = {});
  ~real_children();

  process::spawn_spec shell(const std::string& script) const;
  /// Starts it; the test fails here when that does not work.
  pid_t start(const process::spawn_spec& spec);
  /// Runs the loop until `pid` has been reaped.
  process::exit_status wait_for(pid_t pid);
  /// Runs the loop until nothing descends from us.
  void wait_for_all();
  bool has_ended(pid_t pid) const;
  std::string output_of(const process::spawn_spec& spec);

 private:
  caller_signals restored_;

 public:
  process::signal_block block;
  base::logger log;
  boost::asio::io_context loop{1};
  std::unique_ptr<process::signal_source> signals;
  process::posix_host host;
  std::vector<process::process_ended> ended;
  std::vector<int> other_signals;
  int no_children = 0;

 private:
  template <class Condition>
  void run_until(Condition condition);
};

}  // namespace gamekeeper::tests
