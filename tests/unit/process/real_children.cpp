#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace gamekeeper::tests {

namespace {

/// Long enough for any machine; only a test that would otherwise hang for ever gets there.
constexpr std::chrono::seconds patience(60);
constexpr int steps_max = 100'000;

class no_sink final : public base::log_sink {
  void write(std::string_view) override {}
};

}  // namespace

caller_signals::caller_signals() {
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask_);
  for (int number = 1; number < NSIG; ++number) ::sigaction(number, nullptr, &actions_[number]);
}

caller_signals::~caller_signals() {
  // What is still pending would hit the test program once it is unblocked.
  const timespec now{};
  const sigset_t forwarded = process::forwarded_signals();
  while (::sigtimedwait(&forwarded, nullptr, &now) > 0) {
  }
  for (int number = 1; number < NSIG; ++number)
    if (number != SIGKILL && number != SIGSTOP) ::sigaction(number, &actions_[number], nullptr);
  ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
}

output_pipe::output_pipe() {
  int ends[2];
  BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  read_.reset(ends[0]);
  write_.reset(ends[1]);
}

bool output_pipe::next(char& byte) {
  pollfd readable{read_.get(), POLLIN, 0};
  const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(patience);
  BOOST_REQUIRE_MESSAGE(::poll(&readable, 1, static_cast<int>(wait.count())) == 1, "the child wrote nothing");
  return ::read(read_.get(), &byte, 1) == 1;
}

std::string output_pipe::line() {
  std::string text;
  for (char byte; next(byte) && byte != '\n';) text.push_back(byte);
  return text;
}

std::string output_pipe::rest() {
  write_.reset();
  std::string text;
  for (char byte; next(byte);) text.push_back(byte);
  return text;
}

temporary_folder::temporary_folder() {
  auto form = (std::filesystem::temp_directory_path() / "gamekeeper-process-XXXXXX").string();
  BOOST_REQUIRE(::mkdtemp(form.data()) != nullptr);
  folder_ = form;
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string temporary_folder::write(const std::string& name, const std::string& content,
                                    unsigned mode) const {
  const auto file = folder_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << content;
  std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
  return file.string();
}

real_children::real_children(process::process_host::events more)
    : log(std::make_unique<no_sink>(), base::log_format::text, base::log_level::error),
      signals(process::make_signal_source(loop.get_executor())),
      host(block, log) {
  host.start({[this, also = more.on_ended](process::process_ended one) {
                ended.push_back(one);
                if (also) also(one);
              },
              [this, also = more.on_no_children] {
                ++no_children;
                if (also) also();
              },
              more.on_some_left});
  signals->start([this](process::received_signal received) {
    if (received.number == SIGCHLD)
      host.child_signal();
    else
      other_signals.push_back(received.number);
  });
}

real_children::~real_children() {
  host.start({});
  for (int round = 0; round < steps_max && !host.descendants().empty(); ++round) {
    host.kill_tree();
    host.child_signal();
  }
}

process::spawn_spec real_children::shell(const std::string& script) const {
  process::spawn_spec spec;
  spec.command = {"/bin/sh", "-c", script};
  spec.environment = {"PATH=/usr/bin:/bin"};
  return spec;
}

pid_t real_children::start(const process::spawn_spec& spec) {
  const auto started = host.spawn(spec);
  BOOST_REQUIRE_MESSAGE(started.has_value(), started.error().message);
  return *started;
}

template <class Condition>
void real_children::run_until(Condition condition) {
  for (int step = 0; step < steps_max && !condition(); ++step) {
    loop.restart();
    BOOST_REQUIRE_MESSAGE(loop.run_one_for(patience) == 1, "no signal arrived");
  }
  BOOST_REQUIRE(condition());
}

process::exit_status real_children::wait_for(pid_t pid) {
  run_until([&] { return has_ended(pid); });
  return std::find_if(ended.begin(), ended.end(), [&](const auto& one) { return one.pid == pid; })->status;
}

void real_children::wait_for_all() {
  run_until([&] { return no_children > 0; });
}

bool real_children::has_ended(pid_t pid) const {
  return std::any_of(ended.begin(), ended.end(), [&](const auto& one) { return one.pid == pid; });
}

std::string real_children::output_of(const process::spawn_spec& spec) {
  output_pipe output;
  auto with_output = spec;
  with_output.output_fd = output.write_end();
  const pid_t pid = start(with_output);
  auto text = output.rest();
  wait_for(pid);
  return text;
}

}  // namespace gamekeeper::tests
