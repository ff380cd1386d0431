// How many requests the local API answers over one keep-alive connection, one request after the other.
//   api_load SOCKET REQUESTS    prints one line of JSON: requests/s and the latencies' percentiles in microseconds
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

int connect_to(const char* path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (std::strlen(path) >= sizeof address.sun_path) fail(path);
  std::strcpy(address.sun_path, path);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail(path);
  return fd;
}

// One answer, of which `held` may have a part: its head says how long its body is.
void read_answer(int fd, std::string& held) {
  for (;;) {
    const auto head = held.find("\r\n\r\n");
    if (head != std::string::npos) {
      const auto length = held.find("Content-Length: ");
      if (length == std::string::npos || length > head || !held.starts_with("HTTP/1.1 200"))
        fail("not a 200");
      const auto whole = head + 4 + std::strtoul(held.c_str() + length + 16, nullptr, 10);
      if (held.size() >= whole) {
        held.erase(0, whole);
        return;
      }
    }
    char bytes[16384];
    const auto n = ::read(fd, bytes, sizeof bytes);
    if (n <= 0) fail("read");
    held.append(bytes, static_cast<std::size_t>(n));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: api_load SOCKET REQUESTS\n");
    return 2;
  }
  const auto wanted = std::strtoul(argv[2], nullptr, 10);
  const int fd = connect_to(argv[1]);
  const std::string request = "GET /v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n";
  std::vector<double> micros;
  micros.reserve(wanted);
  std::string held;
  using clock = std::chrono::steady_clock;
  const auto began = clock::now();
  for (unsigned long i = 0; i < wanted; ++i) {
    const auto asked = clock::now();
    if (::write(fd, request.data(), request.size()) != static_cast<ssize_t>(request.size())) fail("write");
    read_answer(fd, held);
    micros.push_back(std::chrono::duration<double, std::micro>(clock::now() - asked).count());
  }
  const double seconds = std::chrono::duration<double>(clock::now() - began).count();
  std::sort(micros.begin(), micros.end());
  const auto at = [&micros](double part) {
    return micros[static_cast<std::size_t>(part * double(micros.size() - 1))];
  };
  std::printf("{\"requests_per_second\": %.0f, \"p50_us\": %.1f, \"p99_us\": %.1f, \"max_us\": %.1f}\n",
              static_cast<double>(wanted) / seconds, at(0.5), at(0.99), micros.back());
}
