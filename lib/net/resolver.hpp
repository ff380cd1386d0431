#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::net {

/// The seam for names.
class resolver {
 public:
  virtual ~resolver() = default;
  /// At least one endpoint, or dns / timed_out. A numeric host is not looked up.
  virtual boost::asio::awaitable<base::result<std::vector<boost::asio::ip::tcp::endpoint>>> resolve(
      std::string host, std::uint16_t port, base::time_point deadline) = 0;
  /// Whether a lookup is still under way that nobody should wait for any more, because ending it would mean
  /// to join its thread.
  virtual bool busy() const noexcept { return false; }
  /// Whether this process is a child that looks up a name, and so no part of what else this process has started.
  virtual bool owns(pid_t) const { return false; }
};

/// Starts looking up a host and a port, and calls back once, on the loop.
using lookup_done =
    std::function<void(boost::system::error_code, std::vector<boost::asio::ip::tcp::endpoint>)>;
using lookup = std::function<void(std::string host, std::uint16_t port, lookup_done done)>;

/// A resolver over any way of looking up. A lookup that outlives its deadline is abandoned, not waited for;
/// who asks for the same name meanwhile waits for the same lookup, so a silent DNS server never makes a
/// queue. Beyond limits::lookups names at a time the answer is dns.
std::unique_ptr<resolver> make_resolver(base::clock& time, lookup look_up);

/// getaddrinfo(3), each lookup in a thread of its own; where none can be had in a short-lived process, and where that
/// is refused, too, by the caller, within seconds (look_up_name_briefly). One that outlives its deadline is abandoned,
/// not waited for; the process therefore leaves with _Exit. Sets the name service to "files dns", so that no module of
/// the image is loaded.
std::unique_ptr<resolver> make_system_resolver(boost::asio::any_io_executor loop, base::clock& time);

}  // namespace gamekeeper::net
