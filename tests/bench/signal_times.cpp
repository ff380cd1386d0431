// How long a signal takes through an init: started by it, this reports on a FIFO when SIGUSR1 arrives.
//   signal_times echo FIFO             the game: writes the time of each SIGUSR1 (CLOCK_MONOTONIC, ns) to FIFO
//   signal_times send PID FIFO TIMES   sends SIGUSR1 to PID, TIMES times, each after the last was reported; prints the
//                                      delays in microseconds as one line of JSON
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace {

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

std::int64_t now() {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1'000'000'000LL + t.tv_nsec;
}

int echo(const char* fifo) {
  sigset_t usr1;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  ::sigprocmask(SIG_BLOCK, &usr1, nullptr);
  const int fd = ::open(fifo, O_WRONLY);
  if (fd < 0) fail(fifo);
  std::int64_t stamp = now();  // the first tells that it is ready
  for (;;) {
    if (::write(fd, &stamp, sizeof stamp) != sizeof stamp) return 0;
    int got = 0;
    if (::sigwait(&usr1, &got) != 0) fail("sigwait");
    stamp = now();
  }
}

int send(pid_t pid, const char* fifo, int times) {
  const int fd = ::open(fifo, O_RDONLY);
  if (fd < 0) fail(fifo);
  std::int64_t stamp = 0;
  if (::read(fd, &stamp, sizeof stamp) != sizeof stamp) fail("the game did not report");
  std::vector<double> micros;
  for (int i = 0; i < times; ++i) {
    const timespec rest{0, 1'000'000};  // the init is asleep again
    ::nanosleep(&rest, nullptr);
    const auto sent = now();
    if (::kill(pid, SIGUSR1) != 0) fail("kill");
    if (::read(fd, &stamp, sizeof stamp) != sizeof stamp) fail("the game did not report");
    micros.push_back(static_cast<double>(stamp - sent) / 1000);
  }
  std::sort(micros.begin(), micros.end());
  const auto at = [&micros](double part) {
    return micros[static_cast<std::size_t>(part * double(micros.size() - 1))];
  };
  std::printf("{\"p50_us\": %.1f, \"p90_us\": %.1f, \"p99_us\": %.1f}\n", at(0.5), at(0.9), at(0.99));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && !std::strcmp(argv[1], "echo")) return echo(argv[2]);
  if (argc == 5 && !std::strcmp(argv[1], "send"))
    return send(std::atoi(argv[2]), argv[3], std::atoi(argv[4]));
  std::fprintf(stderr, "usage: signal_times echo FIFO | send PID FIFO TIMES\n");
  return 2;
}
