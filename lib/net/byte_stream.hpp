#pragma once

#include "base/error.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <memory>

namespace gamekeeper::net {

/// One connection, whatever carries it. At most one read and one write at a time. Deadlines are the caller's:
/// it closes the stream when time is up, and the operation under way then ends with `cancelled`.
class byte_stream {
 public:
  virtual ~byte_stream() = default;
  /// At least one byte, or 0 when the peer has ended the stream in an orderly way. A TLS stream that was cut
  /// without close_notify is `unreachable`, like a reset.
  virtual boost::asio::awaitable<base::result<std::size_t>> read_some(boost::asio::mutable_buffer into) = 0;
  /// All of it.
  virtual boost::asio::awaitable<base::result<void>> write(boost::asio::const_buffer all) = 0;
  /// The read under way and every later one end with `cancelled`; writing still works. So a server can tell a
  /// peer that it was too slow.
  virtual void stop_reading() noexcept = 0;
  /// Nothing more will be written: the peer reads the end of the stream. Reading goes on.
  virtual void end_writing() noexcept = 0;
  /// At once and without ceremony; idempotent.
  virtual void close() noexcept = 0;
  /// The same, and the peer gets a reset where there is such a thing, not an end.
  virtual void reset() noexcept { close(); }
};

}  // namespace gamekeeper::net
