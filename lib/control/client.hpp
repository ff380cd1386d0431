#pragma once

#include "base/clock.hpp"
#include "net/http.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

namespace gamekeeper::control {

/// Asks a running agent over its socket: one request, one connection. not_found: there is no socket file at
/// `path`; unreachable: the file is there and nobody listens (the agent is gone); timed_out: it did not
/// answer by `deadline`.
boost::asio::awaitable<base::result<net::http_response>> ask(boost::asio::any_io_executor loop,
                                                             base::clock& time, std::string path,
                                                             net::http_request request,
                                                             base::time_point deadline);

/// The same for an answer that goes on: `line` gets each line of its body as it comes, and there is no
/// deadline once it has begun. Gives the answer's head; with the whole body when its status is not 200.
boost::asio::awaitable<base::result<net::http_response>> follow(boost::asio::any_io_executor loop,
                                                                base::clock& time, std::string path,
                                                                net::http_request request,
                                                                base::time_point deadline,
                                                                std::function<void(std::string_view)> line);

/// The detail of a problem-details answer, or the body itself when it is none.
std::string problem_detail(const net::http_response& answer);

}  // namespace gamekeeper::control
