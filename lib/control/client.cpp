#include "control/client.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "net/http_codec.hpp"
#include "net/unix_socket.hpp"

#include <boost/json.hpp>

namespace gamekeeper::control {

namespace asio = boost::asio;

asio::awaitable<base::result<net::http_response>> ask(asio::any_io_executor loop, base::clock& time,
                                                      std::string path, net::http_request request,
                                                      base::time_point deadline) {
  auto connected = co_await net::connect_unix(loop, path);
  if (!connected) co_return connected.error();
  auto stream = std::move(*connected);

  bool late = false;
  auto alarm = time.make_timer();
  alarm->arm(deadline, [&late, &stream] {
    late = true;
    stream->close();
  });
  const auto failure = [&late, &path](const base::error& e) {
    if (late) return base::error(base::errc::timed_out, path + ": the agent did not answer in time");
    return e.within(path);
  };

  net::http_codec codec(*stream, base::limits::api_response_body_bytes);
  std::string authority = "localhost";
  const auto written = co_await codec.write_request(request, authority);
  if (!written) co_return failure(written.error());
  auto answered = co_await codec.read_response(request.method);
  if (!answered) co_return failure(answered.error());
  co_return std::move(answered->response);
}

std::string problem_detail(const net::http_response& answer) {
  const auto parsed = base::parse_json(answer.body);
  if (!parsed) return answer.body;
  std::vector<std::string> ignored;
  const base::json_reader reader(*parsed, ignored);
  return reader.text("detail").value_or(answer.body);
}

}  // namespace gamekeeper::control
