#include "base/limits.hpp"
#include "base/system_clock.hpp"
#include "base/variable_text.hpp"
#include "data_folder.hpp"
#include "emulator/api/api.hpp"
#include "emulator/api/fault_request.hpp"
#include "emulator/api/json_answer.hpp"
#include "emulator/platform/webhooks.hpp"
#include "emulator/reading/catalogue_reader.hpp"
#include "emulator/runtime/no_containers.hpp"
#include "emulator/runtime/process_containers.hpp"
#include "emulator/runtime/usage_sampler.hpp"
#include "graceful_shutdown.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "net/tls.hpp"
#include "options.hpp"
#include "persisted_state.hpp"
#include "process/posix_host.hpp"
#include "process/process_tree.hpp"
#include "process/signals.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
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
  return std::string(base::variable_text(value ? value : ""));
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

base::result<emulator::scenario> load_scenario(const std::string& path) {
  if (path.empty()) return emulator::scenario();
  const auto text = program::read_file(path, base::limits::settings_file_bytes);
  if (!text) return text.error();
  auto read = emulator::parse_scenario(*text);
  if (!read) return read.error().within(path);
  return read;
}

/// Sends them, unless one is to be lost, and writes into the deployment's history what came of it.
emulator::platform::webhook_sender webhook_sender(emulator::platform& platform, emulator::webhooks& webhooks,
                                                  emulator::fault_list& faults) {
  return [&](emulator::deployment& d, const std::string& url, std::string body) {
    const auto about = std::string(emulator::name_of(d.status));
    const auto note = [&platform, id = d.request_id, about](const std::string& outcome) {
      auto* subject = platform.deployments().find(id);
      if (!subject) return;
      emulator::history_event event;
      event.event = "webhook";
      event.detail = about + ": " + outcome;
      platform.record(*subject, std::move(event));
    };
    if (faults.take(emulator::fault_place::webhook, "", d.request_id))
      note("lost on purpose");
    else
      webhooks.post(url, std::move(body), note);
  };
}

/// A stalled handshake, a certificate for somebody else, or the right one.
net::tls_choice choose_identity(emulator::fault_list& faults, net::tls_identity& right,
                                net::tls_identity& wrong) {
  return [&]() -> net::tls_identity* {
    const auto due = faults.take(emulator::fault_place::tls, "", "");
    if (!due) return &right;
    return due->tls == emulator::tls_fault::stall ? nullptr : &wrong;
  };
}

/// What was read before anything began.
struct preparation {
  program::options chosen;
  emulator::catalogue offered;
  emulator::scenario scenario;
  program::token_list tokens;
  std::string drawn_token = "";  ///< the only one, when nobody chose any
};

emulator::allowed_hosts hosts_of(const program::options& chosen) {
  auto names = chosen.allowed_hosts;
  bool any_address = false;
  for (const auto& at : {chosen.http, chosen.https}) {
    any_address |= at.address == "0.0.0.0" || at.address == "::";
    names.push_back(at.address);
  }
  return {std::move(names), any_address};
}

/// The emulator, wired: members that others refer to come first.
class emulator_app {
 public:
  emulator_app(preparation& given, const process::signal_block& signals, const program::data_folder& data,
               emulator::sqlite_state& state, base::logger& log)
      : given_(given),
        data_(data),
        state_(state),
        log_(log),
        host_(signals, log),
        runtime_(make_runtime()),
        platform_(time_, log, given.offered, *runtime_, emulator::system_random_hex, emulator::port_is_free,
                  {"", data.path(), variable("PATH"), variable("HOME"), ca_file(), process_mark()}),
        api_(platform_, log,
             {given.tokens.tokens, given.chosen.admin, given.chosen.rate_limits,
              given.scenario.seed.value_or(given.chosen.fault_seed), hosts_of(given.chosen),
              given.chosen.unknown_deployment}),
        names_(net::make_system_resolver(loop_.get_executor(), time_)),
        client_(loop_.get_executor(), time_, *names_, {given.chosen.webhook_ca_file}, log,
                base::limits::emulator_webhook_answer_bytes),
        webhooks_(loop_.get_executor(), time_, client_, log),
        sampler_(time_, platform_, [] { return process::descendants_of(0); }),
        server_(
            loop_.get_executor(), time_, log, server_limits(),
            [this](net::http_request request, const net::http_peer&) {
              return emulator::serve(api_, time_, std::move(request), record_ ? &*record_ : nullptr);
            },
            [](int status, std::string detail) { return emulator::message_answer(status, detail); }) {}

  /// Everything but the loop. An error means that nothing was started.
  base::result<void> start();
  void run();

 private:
  std::unique_ptr<emulator::containers> make_runtime();
  base::result<void> listen();
  void announce();
  // Deployments are told it, whatever their working directory.
  std::string ca_file() const;
  std::string process_mark() { return program::persisted_secret(state_, "process_mark"); }

  preparation& given_;
  const program::data_folder& data_;
  emulator::sqlite_state& state_;
  base::logger& log_;
  std::optional<emulator::request_record> record_;
  std::optional<net::tls_identity> identity_, wrong_identity_;
  asio::io_context loop_{1};
  base::system_clock time_{loop_.get_executor()};
  process::posix_host host_;
  std::unique_ptr<emulator::containers> runtime_;
  emulator::platform platform_;
  emulator::api api_;
  std::unique_ptr<net::resolver> names_;
  net::http_client client_;
  emulator::webhooks webhooks_;
  emulator::usage_sampler sampler_;
  net::http_server server_;
  std::unique_ptr<process::signal_source> signals_;
  std::string http_origin_, https_origin_;
};

std::unique_ptr<emulator::containers> emulator_app::make_runtime() {
  if (!given_.chosen.processes) return std::make_unique<emulator::no_containers>();
  return std::make_unique<emulator::process_containers>(time_, host_, emulator::whole_machine(process_mark()),
                                                        log_);
}

std::string emulator_app::ca_file() const {
  if (given_.chosen.ca_file.empty()) return data_.path() + "/ca.pem";
  std::error_code unknown_folder;
  const auto whole = std::filesystem::absolute(given_.chosen.ca_file, unknown_folder);
  return unknown_folder ? given_.chosen.ca_file : whole.string();
}

base::result<void> emulator_app::listen() {
  const auto& chosen = given_.chosen;
  auto identity = program::persisted_identity(state_, certificate_names(chosen.https), log_);
  if (!identity) return identity.error();
  identity_.emplace(std::move(*identity));
  auto wrong = net::tls_identity::self_made({"somebody-else.invalid"});
  if (!wrong) return wrong.error();
  wrong_identity_.emplace(std::move(*wrong));
  const auto http = program::rebind(
      state_, "http_port", chosen.http, log_,
      [this](const std::string& address, std::uint16_t port) { return server_.listen_tcp(address, port); });
  if (!http) return http.error();
  const auto https = program::rebind(
      state_, "https_port", chosen.https, log_, [this](const std::string& address, std::uint16_t port) {
        return server_.listen_tls(address, port,
                                  choose_identity(api_.faults(), *identity_, *wrong_identity_));
      });
  if (!https) return https.error();
  http_origin_ = origin("http", chosen.http, *http);
  https_origin_ = origin("https", chosen.https, *https);
  platform_.reachable_at(https_origin_);
  return {};
}

base::result<void> emulator_app::start() {
  const auto& chosen = given_.chosen;
  if (!chosen.record_file.empty()) {
    auto record = emulator::request_record::open(chosen.record_file, time_, log_);
    if (!record) return record.error();
    record_.emplace(std::move(*record));
  }
  if (const auto listening = listen(); !listening) return listening;
  if (const auto written = program::write_file(ca_file(), identity_->ca_pem()); !written) return written;
  for (const auto& each : given_.scenario.faults) api_.faults().set(each);
  platform_.send_webhooks_with(webhook_sender(platform_, webhooks_, api_.faults()));
  platform_.keep_state_in(state_);
  signals_ = process::make_signal_source(loop_.get_executor());
  program::restore_deployments(state_, platform_, time_, log_);
  sampler_.start();
  announce();
  return {};
}

void emulator_app::announce() {
  log_.info("organisation tokens", {{"from", given_.tokens.source}});
  const bool kept = !given_.chosen.ephemeral && !data_.temporary();
  boost::json::object line{{"http", http_origin_}, {"https", https_origin_}, {"ca_file", ca_file()},
                           {"data", data_.path()}, {"state", nullptr},       {"token", nullptr}};
  if (kept) line["state"] = program::state_file(data_);
  if (!given_.drawn_token.empty()) {
    line["token"] = given_.drawn_token;
    // By hand: the log hides every token. Where the line is not on the screen, this is.
    if (!::isatty(STDOUT_FILENO))
      std::cerr << "gamekeeper-emulator: the token is " << given_.drawn_token << std::endl;
  }
  std::cout << boost::json::serialize(line) << std::endl;
}

void emulator_app::run() {
  program::graceful_shutdown end(loop_, time_, log_, platform_);
  signals_->start([&](process::received_signal signal) {
    if (signal.number == SIGCHLD) host_.child_signal();
    if (signal.number == SIGTERM || signal.number == SIGINT) end.begin(signal.number);
  });
  loop_.run();
  server_.stop();
  // What was cancelled ends on the next turns of the loop.
  loop_.restart();
  loop_.poll();
  // What descends from here came from a deployment, those too that nothing else could tell any more; and what an
  // earlier emulator had started does not descend from here.
  runtime_->kill_everything();
  host_.kill_tree();
}

// Kept with the state: what knows the emulator goes on to know it when it starts again.
void draw_token(preparation& given, emulator::sqlite_state& state) {
  if (!given.tokens.tokens.empty()) return;
  given.drawn_token = program::persisted_secret(state, "organisation_token");
  given.tokens.tokens.emplace_back(given.drawn_token);
  given.tokens.source = "drawn at random";
}

int run(preparation given, const process::signal_block& signals, const program::data_folder& data) {
  base::logger log(base::make_fd_sink(STDERR_FILENO), base::log_format::text,
                   given.chosen.verbose ? base::log_level::debug : base::log_level::info);
  const bool in_memory = given.chosen.ephemeral || data.temporary();
  auto state = emulator::sqlite_state::open(in_memory ? ":memory:" : program::state_file(data), log);
  if (!state) return refuse(state.error());
  draw_token(given, *state);
  for (const auto& token : given.tokens.tokens) log.redact(token);
  emulator_app all(given, signals, data, *state, log);
  if (const auto started = all.start(); !started) return refuse(started.error());
  all.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const process::signal_block signals;
  net::initialise_tls();
  auto chosen = program::parse_options(argc, argv);
  if (!chosen) return chosen.error().exit_code;
  auto offered = chosen->config_file.empty() ? emulator::parse_catalogue(emulator::built_in_catalogue())
                                             : emulator::load_catalogue(chosen->config_file);
  if (!offered) return refuse(offered.error());
  auto scenario = load_scenario(chosen->scenario_file);
  if (!scenario) return refuse(scenario.error());
  auto tokens = program::organisation_tokens(*chosen);
  if (!tokens) return refuse(tokens.error());
  const auto data = program::data_folder::prepare(chosen->data_folder);
  if (!data) return refuse(data.error());
  return run({std::move(*chosen), std::move(*offered), std::move(*scenario), std::move(*tokens)}, signals,
             *data);
}
