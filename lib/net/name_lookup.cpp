#include "net/name_lookup.hpp"

#include <boost/asio/error.hpp>

#include <netdb.h>
#include <resolv.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <new>

namespace gamekeeper::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

error_code failure_of(int answer, int number) {
  switch (answer) {
    case 0:
      return {};
    case EAI_AGAIN:
      return asio::error::host_not_found_try_again;
    case EAI_FAIL:
      return asio::error::no_recovery;
    case EAI_MEMORY:
      return asio::error::no_memory;
    case EAI_SYSTEM:
      return {number, boost::system::system_category()};
    default:
      return asio::error::host_not_found;
  }
}

struct free_addresses {
  void operator()(addrinfo* first) const noexcept { ::freeaddrinfo(first); }
};

}  // namespace

name_answer look_up_name(const std::string& host, std::uint16_t port) noexcept try {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* first = nullptr;
  name_answer answer;
  const int outcome = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &first);
  answer.failure = failure_of(outcome, errno);
  const std::unique_ptr<addrinfo, free_addresses> all(first);
  for (const auto* entry = first; entry; entry = entry->ai_next) {
    tcp::endpoint endpoint;
    if (entry->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
    endpoint.resize(entry->ai_addrlen);
    answer.found.push_back(endpoint);
  }
  return answer;
} catch (const std::bad_alloc&) {
  return {asio::error::no_memory, {}};
}

name_answer look_up_name_briefly(const std::string& host, std::uint16_t port) noexcept {
  // _res is this thread's alone; a child of this thread would go by it, too.
  if (::res_init() != 0) return {asio::error::no_recovery, {}};
  const auto retrans = _res.retrans;
  const auto retry = _res.retry;
  const auto options = _res.options;
  _res.retrans = 1;
  _res.retry = 1;
  _res.options |= RES_IGNTC;  // a TCP server that is silent has no deadline in the C library
  _res.options &= ~static_cast<unsigned long>(RES_USEVC);
  auto answer = look_up_name(host, port);
  _res.retrans = retrans;
  _res.retry = retry;
  _res.options = options;
  return answer;
}

}  // namespace gamekeeper::net
