#pragma once

#include "base/error.hpp"

#include <boost/system/error_code.hpp>

#include <string_view>

namespace gamekeeper::net {

/// What Asio reports, as an error of ours: cancelled when we closed or cancelled, tls when OpenSSL refused,
/// unreachable when a connection broke, otherwise what fits the errno.
base::error socket_failure(std::string_view message, const boost::system::error_code& ec);

}  // namespace gamekeeper::net
