#pragma once

#include "base/task_group.hpp"
#include "edgegap/watch/watcher.hpp"
#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/scripted_transport.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::edgegap {

inline const std::string context_token = "dfaf50b9333b9ee07b22ed247e4a17e6";
inline const std::string organisation_token = "3f0c6f52-0a9c-4b1e-8f57-2d1c6c1f9a10";
inline const std::string ready = R"({"request_id":"f68e011bfb01","status":"Status.READY","sockets_usage":0})";

/// A watcher over a scripted platform, in fake time. Its end checks that nothing is left and that no token
/// was logged.
struct watcher_fixture {
  boost::asio::io_context loop;
  tests::fake_clock time{loop};
  tests::scripted_transport http{time};
  tests::captured_log captured{base::log_format::text};
  base::random_source random{7};
  base::task_group tasks{loop.get_executor(), captured.log};
  watch_settings settings;
  std::vector<observation> seen;
  std::function<void()> on_seen;
  std::unique_ptr<client> platform;
  std::unique_ptr<watcher> watch;

  ~watcher_fixture() {
    tasks.cancel();
    time.advance(base::duration(0));
    BOOST_TEST(tasks.size() == 0U);
    BOOST_TEST(time.waiting() == 0U);
    BOOST_TEST(captured.all().find(context_token) == std::string::npos);
    BOOST_TEST(captured.all().find(organisation_token) == std::string::npos);
    BOOST_TEST(captured.count("internal error") == 0);
  }

  void start(bool context, bool organisation, std::string request_id = "f68e011bfb01") {
    injected_environment injected;
    if (context) {
      injected.context_url = net::parse_url("https://api.edgegap.com/v1/context/9170f5211e17/17").value();
      injected.context_token = base::secret(context_token);
    }
    client_settings api{net::parse_url("https://api.edgegap.com").value(), std::nullopt};
    if (organisation) api.organisation_token = base::secret(organisation_token);
    platform = std::make_unique<client>(http, time, std::move(api), injected);
    watch = std::make_unique<watcher>(*platform, time, random, captured.log, settings, std::move(request_id),
                                      [this](const observation& each) {
                                        seen.push_back(each);
                                        if (on_seen) on_seen();
                                      });
    tasks.spawn("watch", watch->run());
  }

  /// The waits between one request and the next, from the n-th on.
  std::vector<base::duration> waits(std::size_t from = 0) const {
    std::vector<base::duration> all;
    for (std::size_t i = from + 1; i < http.requests().size(); ++i)
      all.push_back(http.requests()[i].at - http.requests()[i - 1].at);
    return all;
  }
};

}  // namespace gamekeeper::edgegap
