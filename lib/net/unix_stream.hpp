#pragma once

#include "base/descriptor_closer.hpp"
#include "net/byte_stream.hpp"

#include <boost/asio/local/stream_protocol.hpp>

#include <memory>

namespace gamekeeper::net {

/// A connection that anybody may have made. Descriptors that he sends with his bytes (SCM_RIGHTS, unix(7)) go to
/// `closer`, and so does the connection itself when it ends with bytes that nobody has read: the kernel closes what
/// is among them on the time of whoever reads or closes, and that can last. `closer` outlives the stream.
std::unique_ptr<byte_stream> unix_stream(boost::asio::local::stream_protocol::socket socket,
                                         base::descriptor_closer& closer);

/// Closes a connection that is not to be read at all.
void close_unread(boost::asio::local::stream_protocol::socket& socket,
                  base::descriptor_closer& closer) noexcept;

}  // namespace gamekeeper::net
