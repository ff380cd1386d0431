#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace gamekeeper::net {

struct name_answer {
  boost::system::error_code failure;
  std::vector<boost::asio::ip::tcp::endpoint> found;
};

/// getaddrinfo(3), which takes the time that it takes.
name_answer look_up_name(const std::string& host, std::uint16_t port) noexcept;

/// The same for a thread that has other things to do: each of the image's name servers is asked once, over UDP, and has
/// a second, for the name as it is and for the first search domain. So silent ones cost two seconds each.
name_answer look_up_name_briefly(const std::string& host, std::uint16_t port) noexcept;

}  // namespace gamekeeper::net
