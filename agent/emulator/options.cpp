#include "options.hpp"

#include "base/variable_text.hpp"
#include "version.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/ip/address.hpp>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <fstream>

namespace gamekeeper::emulator_program {

namespace {

// "127.0.0.1:8080" or "[::1]:0".
base::result<endpoint> parse_endpoint(const std::string& text, bool allow_remote) {
  const auto colon = text.rfind(':');
  const auto wrong = [&text](const std::string& why) {
    return base::error(base::errc::invalid_input,
                       "'" + text + "' " + why + "; write ADDRESS:PORT, e.g. 127.0.0.1:8080");
  };
  if (colon == std::string::npos) return wrong("has no port");
  endpoint parsed;
  parsed.address = text.substr(0, colon);
  if (parsed.address.starts_with('[') && parsed.address.ends_with(']'))
    parsed.address = parsed.address.substr(1, parsed.address.size() - 2);
  const auto* first = text.data() + colon + 1;
  const auto* last = text.data() + text.size();
  const auto [end, ec] = std::from_chars(first, last, parsed.port);
  if (ec != std::errc() || end != last) return wrong("has a port that is no number from 0 to 65535");
  boost::system::error_code not_numeric;
  const auto address = boost::asio::ip::make_address(parsed.address, not_numeric);
  if (not_numeric) return wrong("has no numeric address");
  if (!address.is_loopback() && !allow_remote)
    return base::error(base::errc::denied,
                       "'" + text +
                           "' is no loopback address; whoever reaches the emulator can start "
                           "programs, so this takes --allow-remote");
  return parsed;
}

}  // namespace

void add_options(CLI::App& app, given_options& given) {
  app.name("gamekeeper-emulator");
  app.description(
      "The platform on one machine: the HTTP API, and it really starts each deployment's process.\n"
      "Prints one line of JSON on stdout when it is ready; logs on stderr.");
  app.set_version_flag("--version", [] { return version_text("gamekeeper-emulator"); });
  auto& chosen = given.chosen;
  app.add_option("--config", chosen.config_file,
                 "What can be deployed; default: the built-in sample application");
  app.add_option("--listen", given.http, "ADDRESS:PORT for http; port 0 lets the system choose")
      ->capture_default_str();
  app.add_option("--tls-listen", given.https, "ADDRESS:PORT for https")->capture_default_str();
  app.add_option("--ca-file", chosen.ca_file,
                 "Where to write the CA certificate (PEM); default: ca.pem in the data folder");
  app.add_option(
      "--data", chosen.data_folder,
      "Folder for the deployments' output and the state; default: a fresh one, removed at the end");
  auto* token =
      app.add_option("--token", chosen.token,
                     "The organisation's API token; everybody on this machine can read it here")
          ->check(CLI::Validator(
              [](const std::string& text) { return text.empty() ? "a token has a character at least" : ""; },
              "TOKEN"));
  app.add_option(
         "--token-file", chosen.token_file,
         "The organisation's API tokens, one per line; else GAMEKEEPER_EMULATOR_TOKEN, else one is drawn and "
         "printed")
      ->excludes(token);
  app.add_option("--webhook-ca-file", chosen.webhook_ca_file,
                 "What webhooks over https trust (PEM); default: the image's roots");
  app.add_option(
      "--scenario", chosen.scenario_file,
      "Faults from a file: {\"seed\": 42, \"faults\": [{\"operation\": \"status\", \"status\": 503}]}");
  app.add_option("--fault-seed", chosen.fault_seed,
                 "Of the dice that faults with a probability throw, when the scenario gives none")
      ->capture_default_str();
  app.add_option("--record", chosen.record_file,
                 "Append every request and its answer to this file, a line of JSON each; no token is in it");
  app.add_option("--runtime", given.runtime, "What a deployment runs: process, or none for load tests")
      ->check(CLI::IsMember({"process", "none"}))
      ->capture_default_str();
  app.add_flag(
      "--ephemeral", chosen.ephemeral,
      "Keep the state in memory. Otherwise DATA/emulator.sqlite has it when --data names a folder, and "
      "an emulator that starts again finds its deployments there");
  app.add_flag("--admin", chosen.admin,
               "Serve /_emulator/: what a test needs to look inside and to make things fail");
  app.add_flag(
      "!--no-rate-limits", chosen.rate_limits,
      "Answer any number of requests: without it the documented limits hold, for each token and operation");
  app.add_flag("--allow-remote", given.allow_remote, "Allow addresses that other machines can reach");
  app.add_option(
         "--allow-host", chosen.allowed_hosts,
         "Another name that requests may be for (Host, Origin), besides loopback and what it listens on")
      ->expected(1);
  app.add_option("--unknown-deployment", chosen.unknown_deployment,
                 "Status for a request id that nobody has: 400 as the platform answers, 404 as its "
                 "specification says")
      ->check(CLI::IsMember({400, 404}))
      ->capture_default_str();
  app.add_flag("--verbose", chosen.verbose, "Log every request");
}

boost::system::result<options, finished> parse_options(int argc, char** argv) {
  CLI::App app;
  given_options given;
  add_options(app, given);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return finished{app.exit(e)};
  }
  auto& chosen = given.chosen;
  chosen.processes = given.runtime == "process";
  for (auto [text, into] : {std::pair(&given.http, &chosen.http), std::pair(&given.https, &chosen.https)}) {
    auto parsed = parse_endpoint(*text, given.allow_remote);
    if (!parsed) {
      std::cerr << "gamekeeper-emulator: " << parsed.error().message() << "\n";
      return finished{2};
    }
    *into = std::move(*parsed);
  }
  return chosen;
}

base::result<token_list> organisation_tokens(const options& chosen) {
  token_list list;
  if (!chosen.token.empty()) {
    list.tokens.emplace_back(chosen.token);
    list.source = "--token";
    return list;
  }
  const auto& token_file = chosen.token_file;
  if (!token_file.empty()) {
    std::ifstream file(token_file);
    if (!file) return base::system_failure(token_file, errno);
    for (std::string line; std::getline(file, line);) {
      const auto first = line.find_first_not_of(" \t\r");
      if (first == std::string::npos || line[first] == '#') continue;
      list.tokens.emplace_back(line.substr(first, line.find_last_not_of(" \t\r") - first + 1));
    }
    if (list.tokens.empty())
      return base::error(base::errc::invalid_input, token_file + ": holds no token; one per line");
    list.source = token_file;
    return list;
  }
  const char* variable = std::getenv("GAMEKEEPER_EMULATOR_TOKEN");
  if (const auto token = base::variable_text(variable ? variable : ""); !token.empty()) {
    list.tokens.emplace_back(std::string(token));
    list.source = "GAMEKEEPER_EMULATOR_TOKEN";
    return list;
  }
  return list;
}

}  // namespace gamekeeper::emulator_program
