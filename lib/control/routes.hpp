#pragma once

#include "base/error.hpp"
#include "control/api.hpp"

#include <boost/asio/awaitable.hpp>

#include <string_view>

/// What stands behind each route of api.hpp.
namespace gamekeeper::control::routes {

/// A request with the part of its path that the route leaves open, decoded: a hold's id, a tag's name.
struct call {
  const api_parts& parts;
  shared_tags& tags;
  const net::http_request& request;
  std::string name;
  std::string client;  ///< http_peer::client()
};

// Changes: done, or why not.
base::result<void> match_start(const call& asked);
base::result<void> match_end(const call& asked);
base::result<void> players(const call& asked);
base::result<void> hold(const call& asked);
base::result<void> release(const call& asked);
base::result<void> ready(const call& asked);
base::result<void> ping(const call& asked);
base::result<void> extend(const call& asked);
base::result<void> drain(const call& asked);
base::result<void> stop(const call& asked);
base::result<void> restart(const call& asked);
base::result<void> send_signal(const call& asked);
base::result<void> log_level(const call& asked);

// Looks.
net::http_response status(const call& asked);
net::http_response why(const call& asked);
net::http_response deployment(const call& asked);
net::http_response settings(const call& asked);
net::http_response events(const call& asked);
net::http_response metrics(const call& asked);
net::http_response health(const call& asked);

// What may take a while. The call lives until the answer is there.
boost::asio::awaitable<net::http_response> status_or_wait(const call& asked);
boost::asio::awaitable<net::http_response> tags(const call& asked);
boost::asio::awaitable<net::http_response> tag_add(const call& asked);
boost::asio::awaitable<net::http_response> tag_remove(const call& asked);

}  // namespace gamekeeper::control::routes
