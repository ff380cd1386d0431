#include "base/fd.hpp"
#include "net/lookup_process.hpp"
#include "net/name_lookup.hpp"
#include "net/resolver.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <fcntl.h>
#include <nss.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>

namespace gamekeeper::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// In a thread of its own, so that a name whose server is silent keeps no other name waiting. The thread closes its end
/// of a pipe when it has the answer: a loop that sleeps outside of Asio (process::signal_loop) sees a descriptor, but
/// not what another thread posts. Whatever becomes of the loop, the thread touches nothing of it.
/// False: no thread could be had, and `done` is not called.
bool start_in_thread(const asio::any_io_executor& loop, const std::string& host, std::uint16_t port,
                     const lookup_done& done) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  base::unique_fd heard(ends[0]);
  base::unique_fd told(ends[1]);
  const auto ear = std::make_shared<asio::posix::stream_descriptor>(loop);
  error_code refused;
  ear->assign(heard.get(), refused);
  if (refused) return false;
  heard.release();
  const auto answer = std::make_shared<name_answer>();
  try {
    std::thread([answer, host, port, told = std::move(told)]() mutable {
      *answer = look_up_name(host, port);
      told.reset();
    }).detach();
  } catch (const std::system_error&) {  // pids.max, RLIMIT_NPROC, a filter without clone3(2)
    return false;
  }
  ear->async_wait(asio::posix::stream_descriptor::wait_read, [ear, answer, done](error_code ec) {
    done(ec ? ec : answer->failure, std::move(answer->found));
  });
  return true;
}

/// A name is looked up with whatever there is: a thread, a process, or else by the caller, who then waits. A game
/// whose end is decided runs, and is billed, until the platform's name is known.
class system_resolver final : public resolver {
 public:
  system_resolver(const asio::any_io_executor& loop, base::clock& time)
      : processes_(std::make_shared<lookup_processes>(loop, time)),
        shared_(
            make_resolver(time, [loop, processes = processes_](const std::string& host, std::uint16_t port,
                                                               const lookup_done& done) {
              if (start_in_thread(loop, host, port, done) || processes->start(host, port, done)) return;
              auto answer = look_up_name_briefly(host, port);
              done(answer.failure, std::move(answer.found));
            })) {}

  asio::awaitable<base::result<std::vector<asio::ip::tcp::endpoint>>> resolve(
      std::string host, std::uint16_t port, base::time_point deadline) override {
    return shared_->resolve(std::move(host), port, deadline);
  }
  bool busy() const noexcept override { return shared_->busy(); }
  bool owns(pid_t pid) const override { return processes_->owns(pid); }

 private:
  std::shared_ptr<lookup_processes> processes_;
  std::unique_ptr<resolver> shared_;
};

}  // namespace

std::unique_ptr<resolver> make_system_resolver(asio::any_io_executor loop, base::clock& time) {
  // A module that the image's nsswitch.conf names would be loaded into a static program, with the image's own libc.
  __nss_configure_lookup("hosts", "files dns");
  return std::make_unique<system_resolver>(loop, time);
}

}  // namespace gamekeeper::net
