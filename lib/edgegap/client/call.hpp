#pragma once

#include "base/clock.hpp"
#include "edgegap/messages/api_error.hpp"
#include "edgegap/messages/operation.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <vector>

namespace gamekeeper::edgegap {

/// One operation, what fills its path and query, and its body.
struct api_call {
  explicit api_call(operation_id what) : operation(what) {}
  operation_id operation;
  std::vector<path_value> path;
  std::vector<query_value> query;
  std::string body;  ///< JSON; empty: none
};

using api_answer = api_result<net::http_response>;

/// How often a call is tried, and how fast calls follow each other. Without one, a call is one request;
/// retry_policy.hpp has the one for operators. Outlives the client that it is given to.
class call_policy {
 public:
  using attempt = std::function<boost::asio::awaitable<api_answer>(base::time_point deadline)>;
  virtual ~call_policy() = default;
  /// Makes the call by calling `once`, and gives what the caller gets. `once` outlives the coroutine.
  virtual boost::asio::awaitable<api_answer> execute(operation_id what, const attempt& once,
                                                     base::time_point deadline) = 0;
};

}  // namespace gamekeeper::edgegap
