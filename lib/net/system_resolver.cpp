#include "base/fd.hpp"
#include "net/resolver.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <fcntl.h>
#include <nss.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace gamekeeper::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

struct answer {
  error_code failure;
  std::vector<tcp::endpoint> found;
};

/// getaddrinfo(3), which takes the time that it takes.
void look_up(const std::string& host, std::uint16_t port, answer& given) noexcept try {
  asio::io_context unused;  // Asio wants one, and nothing runs in it
  tcp::resolver names(unused);
  for (const auto& each :
       names.resolve(host, std::to_string(port), tcp::resolver::numeric_service, given.failure))
    given.found.push_back(each.endpoint());
} catch (const std::bad_alloc&) {
  given.failure = asio::error::no_memory;
}

/// In a thread of its own, so that a name whose server is silent keeps no other name waiting. The thread closes its end
/// of a pipe when it has the answer: a loop that sleeps outside of Asio (process::signal_loop) sees a descriptor, but
/// not what another thread posts. Whatever becomes of the loop, the thread touches nothing of it.
void start_lookup(const asio::any_io_executor& loop, const std::string& host, std::uint16_t port,
                  const lookup_done& done) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return done({errno, boost::system::system_category()}, {});
  base::unique_fd heard(ends[0]);
  base::unique_fd told(ends[1]);
  const auto ear = std::make_shared<asio::posix::stream_descriptor>(loop);
  error_code refused;
  ear->assign(heard.get(), refused);
  if (refused) return done(refused, {});
  heard.release();
  const auto given = std::make_shared<answer>();
  try {
    std::thread([given, host, port, told = std::move(told)]() mutable {
      look_up(host, port, *given);
      told.reset();
    }).detach();
  } catch (const std::system_error& no_thread) {  // pids.max, RLIMIT_NPROC
    return done(no_thread.code(), {});
  }
  ear->async_wait(asio::posix::stream_descriptor::wait_read, [ear, given, done](error_code ec) {
    done(ec ? ec : given->failure, std::move(given->found));
  });
}

}  // namespace

std::unique_ptr<resolver> make_system_resolver(asio::any_io_executor loop, base::clock& time) {
  // A module that the image's nsswitch.conf names would be loaded into a static program, with the image's own libc.
  __nss_configure_lookup("hosts", "files dns");
  return make_resolver(time, [loop](const std::string& host, std::uint16_t port, const lookup_done& done) {
    start_lookup(loop, host, port, done);
  });
}

}  // namespace gamekeeper::net
