#include "base/error.hpp"
#include "process/signals.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace gamekeeper::process {

namespace asio = boost::asio;

namespace {

/// What a pending wait refers to: it outlives the source, which `on_signal` may destroy.
struct signal_stream : std::enable_shared_from_this<signal_stream> {
  signal_stream(const asio::any_io_executor& loop, int fd) : descriptor(loop, fd) {}

  void wait() {
    descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this()](const boost::system::error_code& ec) {
                            if (ec || self->stopped) return;
                            self->read();
                            if (!self->stopped) self->wait();
                          });
  }

  /// One batch in a turn of the loop: the wait comes back at once if there is more, and whoever floods us
  /// with signals does not keep the loop from everything else.
  void read() {
    std::array<signalfd_siginfo, 16> batch;
    const auto bytes = ::read(descriptor.native_handle(), batch.data(), sizeof(batch));
    if (bytes < 0) {
      if (errno == EAGAIN || errno == EINTR) return;
      throw std::system_error(errno, std::generic_category(), "read from signalfd");
    }
    const auto count = static_cast<std::size_t>(bytes) / sizeof(batch[0]);
    for (std::size_t i = 0; i < count && !stopped; ++i) {
      const auto number = static_cast<int>(batch[i].ssi_signo);
      const auto sender = vouched_sender(number, batch[i].ssi_code, static_cast<pid_t>(batch[i].ssi_pid));
      if (sender != ::getpid()) on_signal({number, sender});
    }
  }

  asio::posix::stream_descriptor descriptor;
  std::function<void(received_signal)> on_signal;
  bool stopped = false;
};

class descriptor_signal_source final : public signal_source {
 public:
  descriptor_signal_source(asio::any_io_executor loop, int fd)
      : stream_(std::make_shared<signal_stream>(std::move(loop), fd)) {}
  ~descriptor_signal_source() override {
    stream_->stopped = true;
    boost::system::error_code ignored;  // closing a signalfd has nothing to lose
    stream_->descriptor.close(ignored);
  }
  void start(std::function<void(received_signal)> on_signal) override {
    stream_->on_signal = std::move(on_signal);
    stream_->wait();
  }

 private:
  std::shared_ptr<signal_stream> stream_;
};

}  // namespace

std::unique_ptr<signal_source> make_signal_source(asio::any_io_executor loop) {
  const sigset_t forwarded = forwarded_signals();
  const int fd = ::signalfd(-1, &forwarded, SFD_NONBLOCK | SFD_CLOEXEC);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
  return std::make_unique<descriptor_signal_source>(std::move(loop), fd);
}

}  // namespace gamekeeper::process
