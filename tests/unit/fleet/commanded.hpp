#pragma once

#include "fleet/session.hpp"
#include "support/fake_clock.hpp"
#include "support/scripted_transport.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <sstream>
#include <string>

namespace gamekeeper::fleet {

/// A session over a scripted platform, in fake time, whose screen is two texts.
struct commanded {
  boost::asio::io_context loop;
  tests::fake_clock time{loop};
  tests::scripted_transport http{time};
  base::random_source random{7};
  std::ostringstream out, err;
  std::istringstream in;
  edgegap::client platform{http, time,
                           edgegap::client_settings{net::parse_url("https://api.edgegap.com").value(),
                                                    base::secret("the-organisations-token")}};
  session s{platform, time, random, shown(), in, false, std::chrono::seconds(60)};

  screen shown() {
    screen show;
    show.out = &out;
    show.err = &err;
    return show;
  }

  /// The exit code of a command, after `wait` has passed.
  exit_code run(command started, base::duration wait = base::duration(0)) {
    std::optional<exit_code> code;
    boost::asio::co_spawn(loop, std::move(started), [&code](std::exception_ptr escaped, exit_code ended) {
      if (escaped) std::rethrow_exception(escaped);
      code = ended;
    });
    time.advance(wait);
    BOOST_REQUIRE(code.has_value());
    return *code;
  }
};

}  // namespace gamekeeper::fleet
