#include "base/limits.hpp"
#include "base/system_clock.hpp"
#include "data_folder.hpp"
#include "emulator/api.hpp"
#include "emulator/process_containers.hpp"
#include "emulator/usage_sampler.hpp"
#include "emulator/webhooks.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "net/tls.hpp"
#include "options.hpp"
#include "process/posix_host.hpp"
#include "process/signals.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace asio = boost::asio;
namespace base = gamekeeper::base;
namespace emulator = gamekeeper::emulator;
namespace net = gamekeeper::net;
namespace process = gamekeeper::process;
namespace program = gamekeeper::emulator_program;

namespace {

int refuse(const base::error& why) {
  std::cerr << "gamekeeper-emulator: " << why.message() << "\n";
  return 2;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// All addresses are no address to call: whoever is on this machine calls the loopback one.
std::string callable(const std::string& address) {
  if (address == "0.0.0.0") return "127.0.0.1";
  return address == "::" ? "::1" : address;
}

std::string origin(std::string_view scheme, const program::endpoint& at, std::uint16_t port) {
  const auto address = callable(at.address);
  const bool v6 = address.find(':') != std::string::npos;
  return std::string(scheme) + "://" + (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

std::vector<std::string> certificate_names(const program::endpoint& https) {
  std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
  if (std::find(names.begin(), names.end(), callable(https.address)) == names.end())
    names.push_back(https.address);
  return names;
}

net::http_server_limits server_limits() {
  net::http_server_limits limits;
  limits.request_body_bytes = base::limits::emulator_request_body_bytes;
  limits.connections = base::limits::emulator_connections;
  limits.request_deadline = base::limits::emulator_request_deadline;
  limits.idle = base::limits::emulator_idle;
  limits.write_deadline = base::limits::emulator_write_deadline;
  return limits;
}

// Ends the deployments as the platform would, however long that takes within its bound; a second signal does
// not wait.
class ending {
 public:
  ending(asio::io_context& loop, base::clock& time, base::logger& log, emulator::platform& platform)
      : loop_(loop), log_(log), platform_(platform), bound_(time.make_timer()), time_(time) {}

  void begin(int signal) {
    if (begun_) return finish("a second signal: everything is killed");
    begun_ = true;
    log_.info("ending: all deployments are stopped", {{"signal", process::signal_name(signal)}});
    bound_->arm(time_.now() + base::limits::emulator_shutdown,
                [this] { finish("some deployments took too long to end: everything is killed"); });
    platform_.shut_down([this] { loop_.stop(); });
  }

 private:
  void finish(std::string_view why) {
    log_.warn(why);
    loop_.stop();
  }

  asio::io_context& loop_;
  base::logger& log_;
  emulator::platform& platform_;
  std::unique_ptr<base::timer> bound_;
  base::clock& time_;
  bool begun_ = false;
};

/// Sends them, and writes into the deployment's history what came of it.
emulator::platform::webhook_sender webhook_sender(emulator::platform& platform,
                                                  emulator::webhooks& webhooks) {
  return [&](emulator::deployment& d, const std::string& url, std::string body) {
    const auto about = std::string(emulator::name_of(d.status));
    webhooks.post(url, std::move(body), [&platform, id = d.request_id, about](const std::string& outcome) {
      auto* subject = platform.deployments().find(id);
      if (!subject) return;
      emulator::history_event event;
      event.event = "webhook";
      event.detail = about + ": " + outcome;
      platform.record(*subject, std::move(event));
    });
  };
}

int run(const program::options& chosen, const process::signal_block& signals, emulator::catalogue offered,
        const program::token_list& tokens, const program::data_folder& data, net::tls_identity identity) {
  base::logger log(base::make_fd_sink(STDERR_FILENO), base::log_format::text,
                   chosen.verbose ? base::log_level::debug : base::log_level::info);
  for (const auto& token : tokens.tokens)
    // The word that everybody may know is no secret, and hiding it would tear the log apart.
    if (!token.matches("emulator")) log.redact(token);
  asio::io_context loop(1);
  base::system_clock time(loop.get_executor());
  process::posix_host host(signals, log);
  emulator::process_containers runtime(time, host, emulator::read_proc_environment, log);
  emulator::surroundings where{"", data.path(), variable("PATH"), variable("HOME")};
  emulator::platform platform(time, log, offered, runtime, emulator::system_random_hex,
                              emulator::port_is_free, where);
  const auto names = net::make_system_resolver(loop.get_executor(), time);
  net::http_client client(loop.get_executor(), time, *names, {chosen.webhook_ca_file}, log,
                          base::limits::emulator_webhook_answer_bytes);
  emulator::webhooks webhooks(loop.get_executor(), time, client, log);
  platform.send_webhooks_with(webhook_sender(platform, webhooks));
  emulator::usage_sampler sampler(time, platform, [&host] { return host.descendants(); });
  sampler.start();
  emulator::api api(platform, log, {tokens.tokens, chosen.admin, chosen.rate_limits});
  net::http_server server(
      loop.get_executor(), time, log, server_limits(),
      [&api, &time](net::http_request request, const net::http_peer&) {
        return emulator::serve(api, time, std::move(request));
      },
      [](int status, std::string detail) { return emulator::message_answer(status, detail); });

  const auto http = server.listen_tcp(chosen.http.address, chosen.http.port);
  if (!http) return refuse(http.error());
  const auto https = server.listen_tls(chosen.https.address, chosen.https.port, identity);
  if (!https) return refuse(https.error());
  const auto https_origin = origin("https", chosen.https, *https);
  platform.reachable_at(https_origin);

  const auto ca_file = chosen.ca_file.empty() ? data.path() + "/ca.pem" : chosen.ca_file;
  if (const auto written = program::write_file(ca_file, identity.ca_pem()); !written)
    return refuse(written.error());

  ending end(loop, time, log, platform);
  const auto source = process::make_signal_source(loop.get_executor());
  source->start([&](process::received_signal signal) {
    if (signal.number == SIGCHLD) host.child_signal();
    if (signal.number == SIGTERM || signal.number == SIGINT) end.begin(signal.number);
  });

  log.info("organisation tokens", {{"from", tokens.source}});
  std::cout << boost::json::serialize(boost::json::object{{"http", origin("http", chosen.http, *http)},
                                                          {"https", https_origin},
                                                          {"ca_file", ca_file},
                                                          {"data", data.path()}})
            << std::endl;
  loop.run();
  server.stop();
  // What descends from here came from a deployment, those too that nothing else could tell any more.
  host.kill_tree();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const process::signal_block signals;
  net::initialise_tls();
  const auto chosen = program::parse_options(argc, argv);
  if (!chosen) return chosen.error().exit_code;
  auto offered = chosen->config_file.empty() ? emulator::parse_catalogue(emulator::built_in_catalogue())
                                             : emulator::load_catalogue(chosen->config_file);
  if (!offered) return refuse(offered.error());
  const auto tokens = program::organisation_tokens(chosen->token_file);
  if (!tokens) return refuse(tokens.error());
  auto data = program::data_folder::prepare(chosen->data_folder);
  if (!data) return refuse(data.error());
  auto identity = net::tls_identity::self_made(certificate_names(chosen->https));
  if (!identity) return refuse(identity.error());
  return run(*chosen, signals, std::move(*offered), *tokens, *data, std::move(*identity));
}
