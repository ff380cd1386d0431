#include "base/system_clock.hpp"
#include "emulated_platform.hpp"
#include "emulator/api/json_answer.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "process/posix_host.hpp"
#include "process/signals.hpp"
#include "support/temporary_folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>

using namespace gamekeeper;
namespace asio = boost::asio;

namespace {

// It leaves a process behind that has left its group and lost its parent.
constexpr const char* catalogue_text = R"json({
  "walk": {"initializing": "1ms", "seeking": "1ms", "seeked": "1ms", "scanning": "1ms", "deploying": "1ms"},
  "applications": [{"application": "game", "version": "v1", "command": ["/bin/sh", "-c",
    "trap 'echo asked to end; exit 0' TERM; (setsid sleep 1000 &); echo up $ARBITRIUM_REQUEST_ID; while :; do sleep 1000 & wait $!; done"]}]
})json";

net::http_server_limits server_limits() {
  net::http_server_limits limits;
  limits.request_body_bytes = 64 * 1024;
  limits.connections = 8;
  limits.request_deadline = limits.idle = limits.write_deadline = std::chrono::seconds(60);
  return limits;
}

/// The caller's mask and its SIGPIPE, put back at the end: the other tests run in this process too.
class caller_signals {
 public:
  caller_signals() {
    ::pthread_sigmask(SIG_SETMASK, nullptr, &mask_);
    ::sigaction(SIGPIPE, nullptr, &pipe_);
  }
  ~caller_signals() {
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    const timespec now{};
    while (::sigtimedwait(&children, nullptr, &now) > 0) {
    }
    ::sigaction(SIGPIPE, &pipe_, nullptr);
    ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
  }

 private:
  sigset_t mask_{};
  struct sigaction pipe_ {};
};

/// A whole emulator with real processes, time and sockets, and a client of it.
struct real_emulator {
  caller_signals before;
  process::signal_block block;
  asio::io_context loop{1};
  base::system_clock time{loop.get_executor()};
  base::logger log{std::make_unique<tests::silent_sink>(), base::log_format::text, base::log_level::error};
  tests::temporary_folder data;
  process::posix_host host{block, log};
  std::unique_ptr<process::signal_source> signals = process::make_signal_source(loop.get_executor());
  emulator::catalogue offered = *emulator::parse_catalogue(catalogue_text);
  emulator::process_containers runtime{time, host, emulator::whole_machine(""), log};
  emulator::platform platform{time,
                              log,
                              offered,
                              runtime,
                              emulator::system_random_hex,
                              emulator::port_is_free,
                              {"", data.path(), "/usr/bin:/bin", "/"}};
  emulator::api api{platform, log, {{base::secret("organisation-token")}, true}};
  net::http_server server{
      loop.get_executor(),
      time,
      log,
      server_limits(),
      [this](net::http_request request, const net::http_peer&) {
        return emulator::serve(api, time, std::move(request));
      },
      [](int status, std::string detail) { return emulator::message_answer(status, detail); }};
  std::unique_ptr<net::resolver> names = net::make_system_resolver(loop.get_executor(), time);
  net::http_client client{loop.get_executor(), time, *names, {}, log, 1024 * 1024};
  net::url origin;

  real_emulator() {
    signals->start([this](process::received_signal signal) {
      if (signal.number == SIGCHLD) host.child_signal();
    });
    const auto port = server.listen_tcp("127.0.0.1", 0);
    BOOST_REQUIRE(port.has_value());
    origin = *net::parse_url("http://127.0.0.1:" + std::to_string(*port));
    platform.reachable_at(origin.origin());
  }

  ~real_emulator() {
    while (!host.descendants().empty()) {
      host.kill_tree();
      host.child_signal();
    }
  }

  net::http_response send(std::string method, std::string target, std::string authorization,
                          std::string body = "") {
    net::http_request request(std::move(method));
    request.authorization = base::secret(std::move(authorization));
    request.body = std::move(body);
    std::optional<base::result<net::http_response>> answer;
    asio::co_spawn(loop, client.send(origin.with_target(std::move(target)), std::move(request), soon()),
                   [&answer](std::exception_ptr escaped, base::result<net::http_response> got) {
                     BOOST_TEST(!escaped);
                     answer = std::move(got);
                   });
    run_until([&answer] { return answer.has_value(); });
    BOOST_REQUIRE(answer->has_value());
    return **answer;
  }

  // Only a test that would otherwise hang for ever gets there.
  base::time_point soon() const { return time.now() + std::chrono::minutes(1); }

  template <class Condition>
  void run_until(Condition holds) {
    while (!holds()) {
      loop.restart();
      BOOST_REQUIRE_MESSAGE(loop.run_one_for(std::chrono::minutes(1)) > 0, "nothing happens any more");
    }
  }

  static std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(emulator_real_process, real_emulator)

BOOST_AUTO_TEST_CASE(a_deployment_runs_writes_its_log_is_asked_to_end_and_leaves_nothing) {
  const auto made =
      send("POST", "/v2/deployments", "token organisation-token", tests::emulated_platform::order("v1"));
  BOOST_REQUIRE(made.status == 202);
  const auto id = std::string(boost::json::parse(made.body).at("request_id").as_string());
  auto& d = *platform.deployments().find(id);
  run_until([&d] { return d.status == emulator::deployment_status::ready; });

  // Asked again and again, since a file says by itself nothing to the loop.
  while (text_of(d.container.log_file) != "up " + id + "\n")
    BOOST_REQUIRE(send("GET", "/v1/status/" + id, "token organisation-token").status == 200);
  BOOST_TEST(host.descendants().size() == 3u);

  const auto stop = send("DELETE", "/v1/self/stop/" + id + "/" + d.stop_key, d.delete_token.reveal());
  BOOST_TEST(stop.status == 200);
  run_until([&d] { return d.status == emulator::deployment_status::terminated; });
  BOOST_TEST(text_of(d.container.log_file) == "up " + id + "\nasked to end\n");
  BOOST_TEST(d.container.last_exit->describe() == "exited with code 0");
  const auto left = host.descendants();
  BOOST_TEST(std::none_of(left.begin(), left.end(), [](const auto& each) { return each.state != 'Z'; }));
}

BOOST_AUTO_TEST_SUITE_END()
