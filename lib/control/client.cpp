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

asio::awaitable<base::result<net::http_response>> follow(asio::any_io_executor loop, base::clock& time,
                                                         std::string path, net::http_request request,
                                                         base::time_point deadline,
                                                         std::function<void(std::string_view)> line) {
  auto connected = co_await net::connect_unix(loop, path);
  if (!connected) co_return connected.error();
  auto stream = std::move(*connected);
  auto alarm = time.make_timer();
  bool late = false;
  alarm->arm(deadline, [&late, &stream] {
    late = true;
    stream->close();
  });

  net::http_codec codec(*stream, base::limits::api_response_body_bytes);
  std::string authority = "localhost";
  const auto written = co_await codec.write_request(request, authority);
  if (!written) co_return written.error().within(path);
  net::http_response answer;
  std::string pending;
  std::function<void(const net::http_response&)> on_head = [&](const net::http_response& head) {
    alarm->disarm();
    answer = head;
  };
  std::function<void(std::string_view)> on_piece = [&](std::string_view piece) {
    pending.append(piece);
    if (answer.status != 200) return;
    std::size_t begin = 0;
    for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n', begin)) {
      line(std::string_view(pending).substr(begin, end - begin));
      begin = end + 1;
    }
    pending.erase(0, begin);
  };
  const auto read = co_await codec.read_response_in_pieces(on_head, on_piece);
  if (late) co_return base::error(base::errc::timed_out, path + ": the agent did not answer in time");
  if (!read) co_return read.error().within(path);
  answer.body = std::move(pending);
  co_return answer;
}

std::string problem_detail(const net::http_response& answer) {
  const auto parsed = base::parse_json(answer.body);
  if (!parsed) return answer.body;
  std::vector<std::string> ignored;
  const base::json_reader reader(*parsed, ignored);
  return reader.text("detail").value_or(answer.body);
}

}  // namespace gamekeeper::control
