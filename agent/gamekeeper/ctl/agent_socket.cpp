#include "gamekeeper/ctl/agent_socket.hpp"

#include "base/terminal_text.hpp"
#include "base/variable_text.hpp"
#include "control/client.hpp"
#include "gamekeeper/command_line/print.hpp"
#include "gamekeeper/ctl/ctl.hpp"
#include "settings/agent_settings.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace gamekeeper::ctl {

using command_line::print_error;

namespace {

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// Root's, where it cannot be seen: then nobody else is trusted.
uid_t owner_of_init() {
  struct stat info {};
  return ::stat("/proc/1", &info) == 0 ? info.st_uid : 0;
}

}  // namespace

bool has_trusted_owner(uid_t owner, uid_t caller, uid_t init) noexcept {
  return owner == 0 || owner == caller || owner == init;
}

// The agent's first choice may not be writable for its user, so look where the file is rather than where it
// could be.
base::result<std::string> socket_path(const std::optional<std::string>& given) {
  if (given) return *given;
  const char* variable = std::getenv("GAMEKEEPER_SOCKET");
  if (const auto path = base::variable_text(variable ? variable : ""); !path.empty())
    return std::string(path);
  const std::string name(settings::control_socket_name);
  struct stat info {};
  for (const auto* folder : {"/run/", "/tmp/"}) {
    auto path = folder + name;
    if (::lstat(path.c_str(), &info) != 0 || !S_ISSOCK(info.st_mode)) continue;
    if (has_trusted_owner(info.st_uid, ::geteuid(), owner_of_init())) return path;
    return base::error(
        base::errc::denied,
        path + " belongs to uid " + std::to_string(info.st_uid) +
            ", who is neither root, nor you, nor the user of process 1: it may be anybody's. --socket " +
            path + " takes it all the same.");
  }
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
