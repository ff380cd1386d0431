// Lists the deployments that are ready, as another program would do it with the installed library.
//   EDGEGAP_API_TOKEN=… example [https://api.edgegap.com] [CA_FILE]
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <unistd.h>

#include <base/backoff.hpp>
#include <base/limits.hpp>
#include <base/log.hpp>
#include <base/system_clock.hpp>
#include <cstdlib>
#include <edgegap/client.hpp>
#include <edgegap/client/retry_policy.hpp>
#include <exception>
#include <iostream>
#include <net/http_client.hpp>
#include <net/resolver.hpp>
#include <random>

namespace asio = boost::asio;
namespace base = gamekeeper::base;
namespace edgegap = gamekeeper::edgegap;
namespace net = gamekeeper::net;

// A coroutine per task. Pages are fetched as the list is walked, at most ten requests a second, and tried again while
// that can help, all within the deadline.
static asio::awaitable<int> list_ready(edgegap::client& platform, base::time_point deadline) {
  edgegap::list_query query;
  query.status.emplace(edgegap::deployment_status::ready);
  auto walk = platform.deployments(query, deadline);
  for (int count = 0;; ++count) {
    const auto next = co_await walk.next();
    if (!next) {
      std::cerr << next.error().message() << "\n";
      co_return 1;
    }
    if (!next->has_value()) {
      std::cout << count << " ready\n";
      co_return 0;
    }
    const auto& one = **next;
    std::cout << one.request_id << " " << one.fqdn << "\n";
  }
}

int main(int argc, char** argv) {
  const char* token = std::getenv("EDGEGAP_API_TOKEN");
  const auto api = net::parse_trusted_url(argc > 1 ? argv[1] : "https://api.edgegap.com");
  if (!token || !api) {
    std::cerr << (token ? api.error().message() : "EDGEGAP_API_TOKEN is not set") << "\n";
    return 2;
  }
  net::initialise_tls();
  asio::io_context loop(1);  // one thread: nothing here is locked
  base::system_clock time(loop.get_executor());
  base::logger log(base::make_fd_sink(STDERR_FILENO), base::log_format::text, base::log_level::warn);
  const auto names = net::make_system_resolver(loop.get_executor(), time);
  net::http_client http(loop.get_executor(), time, *names, net::trust_settings{argc > 2 ? argv[2] : ""}, log,
                        base::limits::fleet_answer_bytes);
  base::random_source random(std::random_device{}());
  edgegap::retry_policy retries(time, random);
  edgegap::client platform(http, time, {*api, base::secret(token), &retries});

  int code = 1;
  asio::co_spawn(loop, list_ready(platform, time.now() + std::chrono::seconds(30)),
                 [&code](std::exception_ptr escaped, int ended) {
                   if (escaped) std::rethrow_exception(escaped);
                   code = ended;
                 });
  loop.run();
  return code;
}
