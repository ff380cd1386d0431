#include "fleet/connection.hpp"

#include "base/limits.hpp"
#include "base/system_clock.hpp"
#include "base/text.hpp"
#include "base/variable_text.hpp"
#include "edgegap/client/retry_policy.hpp"
#include "net/http_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>

namespace gamekeeper::fleet {

namespace asio = boost::asio;

namespace {

std::string variable(const std::vector<std::string>& environment, std::string_view name) {
  for (const auto& each : environment)
    if (each.size() > name.size() && each.starts_with(name) && each[name.size()] == '=')
      return std::string(base::variable_text(std::string_view(each).substr(name.size() + 1)));
  return "";
}

base::result<base::secret> token_of(const connection_options& options,
                                    const std::vector<std::string>& environment) {
  std::string text, place = "EDGEGAP_API_TOKEN";
  if (options.token_file.empty()) {
    text = variable(environment, "EDGEGAP_API_TOKEN");
  } else {
    place = options.token_file;
    errno = 0;
    std::ifstream file(options.token_file);
    if (!file || !std::getline(file, text)) {
      if (errno != 0) return base::system_failure("--token-file " + place, errno);
    }
    text = std::string(base::trimmed(text));
  }
  if (text.empty()) {
    return base::error(base::errc::invalid_input,
                       options.token_file.empty()
                           ? "no API token: set EDGEGAP_API_TOKEN or name a file with --token-file"
                           : "--token-file " + place + ": its first line is empty");
  }
  for (const unsigned char c : text)
    if (c <= 0x20 || c >= 0x7f)
      return base::error(base::errc::invalid_input,
                         place + ": the token holds a space or a character that is not ASCII");
  return base::secret(std::move(text));
}

std::vector<std::string> own_environment() {
  std::vector<std::string> all;
  for (char** each = environ; *each; ++each) all.emplace_back(*each);
  return all;
}

std::uint64_t seed() {
  std::random_device device;  // the tag of a deploy must be nobody else's
  return (std::uint64_t{device()} << 32) | device();
}

int act(const identity& who, const connection_options& options, const screen& show, base::duration timeout,
        const std::function<command(session&)>& start) {
  asio::io_context loop(1);
  base::system_clock time(loop.get_executor());
  base::logger log(base::make_fd_sink(STDERR_FILENO), base::log_format::text, base::log_level::warn);
  const auto names = net::make_system_resolver(loop.get_executor(), time);
  net::http_client http(loop.get_executor(), time, *names, net::trust_settings{options.ca_file}, log,
                        base::limits::fleet_answer_bytes);
  http.use_proxies([](const char* name) {
    const char* value = std::getenv(name);
    return std::string(base::variable_text(value ? value : ""));
  });
  base::random_source random(seed());
  edgegap::retry_policy retries(time, random);
  auto settings = who.settings;
  settings.policy = &retries;
  edgegap::client platform(http, time, std::move(settings), who.injected);
  session s{platform, time, random, show, std::cin, ::isatty(STDIN_FILENO) == 1, timeout};
  int code = unreachable;
  asio::co_spawn(loop, start(s), [&code, &loop](std::exception_ptr escaped, exit_code ended) {
    loop.stop();  // a silent name server is not waited for
    if (escaped) std::rethrow_exception(escaped);
    code = ended;
  });
  loop.run();
  std::cout.flush();
  if (!std::cout) {
    show.complain("the answer could not be written");
    code = unreachable;
  }
  // The resolver's thread may still wait for an answer that nobody needs; to join it would be to wait too.
  if (names->busy()) std::_Exit(code);
  return code;
}

}  // namespace

base::result<identity> identify(const connection_options& options,
                                const std::vector<std::string>& environment) {
  identity who;
  if (options.inside) {
    who.injected = edgegap::read_environment(environment);
    who.settings.api = net::parse_url(default_api_url).value();  // not used: every url is injected
    for (const auto& warning : who.injected.warnings)
      if (warning.find("DELETE") != std::string::npos || warning.find("CONTEXT") != std::string::npos)
        return base::error(base::errc::invalid_input, warning);
    return who;
  }
  const auto from_variable = variable(environment, "GAMEKEEPER_API_URL");
  const bool named = !options.api_url.empty();
  const auto text = named                   ? options.api_url
                    : from_variable.empty() ? std::string(default_api_url)
                                            : from_variable;
  auto url = net::parse_trusted_url(text);
  if (!url) return url.error().within(named ? "--api-url" : "GAMEKEEPER_API_URL");
  who.settings.api = std::move(*url);
  auto token = token_of(options, environment);
  if (!token) return token.error();
  who.settings.organisation_token = std::move(*token);
  return who;
}

int run_command(const connection_options& options, const screen& show, base::duration timeout,
                const std::function<command(session&)>& start) {
  const auto who = identify(options, own_environment());
  if (!who) {
    show.complain(who.error().message());
    return usage;
  }
  return act(*who, options, show, timeout, start);
}

}  // namespace gamekeeper::fleet
