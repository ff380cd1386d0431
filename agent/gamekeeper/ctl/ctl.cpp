#include "gamekeeper/ctl/ctl.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/system_clock.hpp"
#include "base/terminal_text.hpp"
#include "control/client.hpp"
#include "gamekeeper/command_line/print.hpp"
#include "gamekeeper/ctl/agent_socket.hpp"
#include "gamekeeper/ctl/event_line.hpp"
#include "gamekeeper/ctl/terminal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <unistd.h>

namespace gamekeeper::ctl {

namespace asio = boost::asio;
using command_line::print;
using answer = base::result<net::http_response>;

namespace {

// Runs one conversation on a loop of its own.
template <class Start>
answer converse(Start start) {
  asio::io_context loop(1);
  base::system_clock time(loop.get_executor());
  answer out = base::error(base::errc::cancelled, "no answer");
  const auto deadline = time.now() + base::limits::control_client_deadline;
  asio::co_spawn(loop, start(loop.get_executor(), time, deadline),
                 [&out](std::exception_ptr escaped, answer came) {
                   if (escaped) std::rethrow_exception(escaped);
                   out = std::move(came);
                 });
  loop.run();
  return out;
}

answer ask(const std::string& socket, const net::http_request& request) {
  return converse([&](asio::any_io_executor loop, base::clock& time, base::time_point deadline) {
    return control::ask(loop, time, socket, request, deadline);
  });
}

}  // namespace

int ask_agent(const ctl_request& wanted) {
  const auto found = socket_path(wanted.socket);
  if (!found) return explain(found.error());
  const auto& socket = *found;
  if (wanted.curl) {
    print(curl_line(socket, wanted.request) + "\n");
    return done;
  }
  const auto came = ask(socket, wanted.request);
  if (!came) return explain(came.error());
  if (came->status != 200) return explain(*came);
  if (wanted.json || !wanted.show) {
    print(base::terminal_json(came->body));
    return done;
  }
  const auto parsed = base::parse_json(came->body);
  if (!parsed) return explain(parsed.error());
  print(wanted.show(*parsed, look_of_stdout()));
  return done;
}

int print_events(const ctl_request& wanted) {
  const auto found = socket_path(wanted.socket);
  if (!found) return explain(found.error());
  const auto& socket = *found;
  if (wanted.curl) {
    print(curl_line(socket, wanted.request, true) + "\n");
    return done;
  }
  const bool colour = look_of_stdout().colour;
  const auto came = converse([&](asio::any_io_executor loop, base::clock& time, base::time_point deadline) {
    return control::follow(loop, time, socket, wanted.request, deadline, [&](std::string_view line) {
      print((wanted.json ? base::terminal_json(line) : event_line(line, colour)) + "\n");
    });
  });
  if (!came) return explain(came.error());
  return came->status == 200 ? done : explain(*came);
}

int check_health(const ctl_request& wanted) {
  const auto found = socket_path(wanted.socket);
  if (!found) return explain(found.error());
  const auto& socket = *found;
  if (wanted.curl) {
    print(curl_line(socket, wanted.request) + "\n");
    return done;
  }
  const auto came = ask(socket, wanted.request);
  if (!came) {
    explain(came.error());
    return failed;
  }
  print(base::terminal_json(came->body));
  return came->status == 200 ? done : failed;
}

}  // namespace gamekeeper::ctl
