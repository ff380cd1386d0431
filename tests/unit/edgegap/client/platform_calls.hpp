#pragma once

#include "edgegap/client/client.hpp"
#include "support/fake_clock.hpp"
#include "support/scripted_transport.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::edgegap {

inline const std::string api_token = "3f0c6f52-0a9c-4b1e-8f57-2d1c6c1f9a10";
inline const std::string injected_token = "dfaf50b9333b9ee07b22ed247e4a17e6";

/// A client over a scripted platform, in fake time, with every token there is.
struct platform_calls {
  boost::asio::io_context loop;
  tests::fake_clock time{loop};
  tests::scripted_transport http{time};
  client platform{http, time, settings(), injected()};

  static client_settings settings(call_policy* policy = nullptr) {
    return client_settings{net::parse_url("https://api.edgegap.com").value(), base::secret(api_token),
                           policy};
  }
  static injected_environment injected() {
    injected_environment given;
    given.context_url = net::parse_url("https://api.edgegap.com/v1/context/9170f5211e17/17").value();
    given.context_token = base::secret(injected_token);
    given.delete_url = net::parse_url("https://api.edgegap.com/v1/self/stop/9f511e17/660").value();
    given.delete_token = base::secret(injected_token);
    return given;
  }

  base::time_point in(base::duration from_now) const { return time.now() + from_now; }

  /// Runs the call until nothing but waiting is left to do, then lets `wait` pass.
  template <class T>
  T run(boost::asio::awaitable<T> call, base::duration wait = base::duration(0)) {
    std::optional<T> outcome;
    boost::asio::co_spawn(loop, std::move(call), [&outcome](std::exception_ptr escaped, T value) {
      if (escaped) std::rethrow_exception(escaped);
      outcome.emplace(std::move(value));
    });
    time.advance(wait);
    BOOST_REQUIRE(outcome.has_value());
    return std::move(*outcome);
  }
};

/// Why a call of any operation failed, or nothing.
using failed = std::optional<api_error>;

/// One operation called as its documentation's example does, and what has to go over the wire for it.
struct documented_call {
  operation_id operation;
  std::function<failed(platform_calls&)> make;
  std::string url;
  std::string body;     ///< of the request
  std::string success;  ///< body of the first documented success
  std::string about;    ///< the request id that an error names
};

/// Every operation of the table, in its order.
std::vector<documented_call> documented_calls();

}  // namespace gamekeeper::edgegap
