#include "gamekeeper/run/hook_transports.hpp"

#include "base/fd.hpp"
#include "edgegap/messages/retry_after.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <sys/mman.h>
#include <unistd.h>

namespace gamekeeper::run {

namespace asio = boost::asio;
using telemetry::hook_call;
using telemetry::hook_result;
using on_result = std::function<void(hook_result)>;

namespace {

hook_result failure(std::string detail, bool again = false) {
  hook_result how;
  how.what = hook_result::kind::failed;
  how.again = again;
  how.detail = std::move(detail);
  return how;
}

// A file without a name that holds the event and a line's end: a pipe would have to be fed.
base::unique_fd input_of(const std::string& event) {
  base::unique_fd file(::memfd_create("gamekeeper event", MFD_CLOEXEC));
  if (!file.valid()) return file;
  const auto line = event + "\n";
  if (::write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
      ::lseek(file.get(), 0, SEEK_SET) != 0)
    file.reset();
  return file;
}

hook_result result_of(const process::hook_ended& ended) {
  hook_result how;
  if (ended.timed_out) {
    how.what = hook_result::kind::timed_out;
    how.detail = "killed at its deadline";
  } else if (ended.status.exit_code() != 0) {
    how = failure(ended.status.describe());
  }
  return how;
}

// The answer of a hook that could not even start comes on a turn of the loop of its own, as every other.
asio::awaitable<void> tell_later(on_result tell, hook_result how) {
  tell(std::move(how));
  co_return;
}

hook_result result_of(const base::result<net::http_response>& answer, base::wall_time now) {
  if (!answer) {
    auto how = failure(answer.error().message(), answer.error().code() != base::errc::invalid_input);
    if (answer.error().code() == base::errc::timed_out) how.what = hook_result::kind::timed_out;
    return how;
  }
  const int status = answer->status;
  if (status >= 200 && status <= 299) return {};
  const bool may_pass = status == 408 || status == 425 || status == 429 || status >= 500;
  auto how = failure("HTTP " + std::to_string(status), may_pass);
  if (const auto field = answer->headers.find("Retry-After"))
    how.retry_after = edgegap::parse_retry_after(*field, now);
  return how;
}

asio::awaitable<void> post(net::http_transport& http, base::clock& time, hook_call call, on_result tell) {
  auto to = net::parse_trusted_url(call.url);
  if (!to) {
    tell(failure(to.error().message()));
    co_return;
  }
  net::http_request request("POST");
  request.headers.add("Content-Type", "application/json");
  request.headers.add("Gamekeeper-Event", call.event_type);
  for (const auto& [name, value] : call.headers) request.headers.add(name, value);
  request.body = std::move(call.event);
  const auto answer = co_await http.send(std::move(*to), std::move(request), call.deadline);
  tell(result_of(answer, time.wall()));
}

}  // namespace

telemetry::hook_carrier command_transport(process::hook_runner& runner, base::task_group& tasks,
                                          std::vector<std::string> environment) {
  return [&runner, &tasks, environment = std::move(environment)](hook_call call, on_result tell) {
    process::spawn_spec spec;
    spec.command = std::move(call.command);
    spec.environment = environment;
    spec.environment.push_back("GAMEKEEPER_EVENT=" + call.event);
    spec.environment.push_back("GAMEKEEPER_EVENT_TYPE=" + call.event_type);
    const auto input = input_of(call.event);
    spec.input_fd = input.get();
    const auto started =
        runner.run(spec, call.deadline, [tell](process::hook_ended ended) { tell(result_of(ended)); });
    if (!started) tasks.spawn("hook", tell_later(tell, failure(started.error().message)));
  };
}

telemetry::hook_carrier webhook_transport(std::function<net::http_transport&()> http, base::clock& time,
                                          base::task_group& tasks) {
  return [http = std::move(http), &time, &tasks](hook_call call, on_result tell) {
    tasks.spawn("webhook", post(http(), time, std::move(call), std::move(tell)));
  };
}

}  // namespace gamekeeper::run
