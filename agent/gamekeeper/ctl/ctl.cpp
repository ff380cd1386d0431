#include "gamekeeper/ctl/ctl.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/system_clock.hpp"
#include "control/client.hpp"
#include "gamekeeper/ctl/screens.hpp"
#include "settings/agent_settings.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace gamekeeper::ctl {

namespace asio = boost::asio;

namespace {

// The agent's first choice may not be writable for its user, so look where the file is rather than where it
// could be.
std::string socket_path(const std::optional<std::string>& given) {
  if (given) return *given;
  if (const char* injected = std::getenv("GAMEKEEPER_SOCKET"); injected && *injected) return injected;
  const std::string name(settings::control_socket_name);
  struct stat info {};
  for (const auto* folder : {"/run/", "/tmp/"})
    if (::stat((folder + name).c_str(), &info) == 0 && S_ISSOCK(info.st_mode)) return folder + name;
  return "/run/" + name;
}

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string curl_line(const std::string& socket, const net::http_request& request) {
  std::string line = "curl --unix-socket " + shell_quoted(socket);
  if (request.method != "GET") line += " -X " + request.method;
  if (!request.body.empty()) line += " -H 'Content-Type: application/json' -d " + shell_quoted(request.body);
  return line + " http://localhost" + request.target;
}

base::result<net::http_response> ask(const std::string& socket, net::http_request request) {
  asio::io_context loop(1);
  base::system_clock time(loop.get_executor());
  base::result<net::http_response> answer = base::error(base::errc::cancelled, "no answer");
  const auto deadline = time.now() + base::limits::control_client_deadline;
  asio::co_spawn(loop, control::ask(loop.get_executor(), time, socket, std::move(request), deadline),
                 [&answer](std::exception_ptr escaped, base::result<net::http_response> came) {
                   if (escaped) std::rethrow_exception(escaped);
                   answer = std::move(came);
                 });
  loop.run();
  return answer;
}

int explain(const base::error& failure) {
  std::cerr << "gamekeeper: " << failure.message() << "\n";
  if (failure.code() == base::errc::not_found || failure.code() == base::errc::unreachable) {
    std::cerr << "No agent answers there. Is it running in this container? --socket names another place.\n";
    return unreachable;
  }
  return failure.code() == base::errc::timed_out ? timed_out : failed;
}

}  // namespace

int ask_agent(const ctl_request& wanted) {
  const auto socket = socket_path(wanted.socket);
  if (wanted.curl) {
    std::cout << curl_line(socket, wanted.request) << "\n";
    return done;
  }
  const auto answer = ask(socket, wanted.request);
  if (!answer) return explain(answer.error());
  if (answer->status != 200) {
    std::cerr << "gamekeeper: " << control::problem_detail(*answer) << "\n";
    return refused;
  }
  if (wanted.json) {
    std::cout << answer->body;
    return done;
  }
  const auto parsed = base::parse_json(answer->body);
  if (!parsed) return explain(parsed.error());
  std::cout << status_screen(*parsed, ::isatty(STDOUT_FILENO) == 1);
  return done;
}

}  // namespace gamekeeper::ctl
