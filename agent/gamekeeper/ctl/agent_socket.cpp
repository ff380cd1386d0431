#include "gamekeeper/ctl/agent_socket.hpp"

#include "base/terminal_text.hpp"
#include "control/client.hpp"
#include "gamekeeper/command_line/print.hpp"
#include "gamekeeper/ctl/ctl.hpp"
#include "settings/agent_settings.hpp"

#include <sys/stat.h>

#include <cstdlib>

namespace gamekeeper::ctl {

using command_line::print_error;

namespace {

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

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

std::string curl_line(const std::string& socket, const net::http_request& request, bool streams) {
  std::string line = std::string("curl ") + (streams ? "-N " : "") + "--unix-socket " + shell_quoted(socket);
  if (request.method != "GET") line += " -X " + request.method;
  if (!request.body.empty()) line += " -H 'Content-Type: application/json' -d " + shell_quoted(request.body);
  const auto address = "http://localhost" + request.target;
  const bool plain = address.find_first_of("?&'") == std::string::npos;
  return line + " " + (plain ? address : shell_quoted(address));
}

int explain(const base::error& failure) {
  print_error("gamekeeper: " + base::terminal_text(failure.message()) + "\n");
  if (failure.code() == base::errc::not_found || failure.code() == base::errc::unreachable) {
    print_error("No agent answers there. Is it running in this container? --socket names another place.\n");
    return unreachable;
  }
  return failure.code() == base::errc::timed_out ? timed_out : failed;
}

int explain(const net::http_response& refusal) {
  print_error("gamekeeper: " + base::terminal_lines(control::problem_detail(refusal)) + "\n");
  return refused;
}

}  // namespace gamekeeper::ctl
