#include "gamekeeper/run/local_api.hpp"

#include "control/problem.hpp"
#include "gamekeeper/run/game_environment.hpp"
#include "gamekeeper/run/game_usage.hpp"

#include <utility>

namespace gamekeeper::run {

namespace asio = boost::asio;

namespace {

constexpr mode_t socket_mode = 0666;  // everybody in the container may look; changes are by SO_PEERCRED

net::http_response error_page(int status, const std::string& detail) {
  return control::problem(status, detail);
}

}  // namespace

local_api::local_api(runtime& on, run_inputs& inputs, telemetry_sinks telemetry)
    : runtime_(on), inputs_(inputs), telemetry_(telemetry) {}

void local_api::bind() {
  const auto path = inputs_.chosen().control.socket.resolve(settings::control_socket_name);
  if (!path) return;
  auto bound = net::listen_unix(*path, socket_mode);
  if (bound)
    socket_ = std::move(*bound);
  else
    inputs_.log->error("the local API cannot be served; the game runs without it",
                       {{"socket", *path}, {"what", bound.error().message()}});
}

std::optional<std::string> local_api::socket_path() const {
  return socket_ ? std::optional(socket_->path()) : std::nullopt;
}

void local_api::serve(control::agent& target) {
  api_.emplace(control::api_parts{target, runtime_.time, telemetry_.events, telemetry_.counters,
                                  game_owner(inputs_.chosen().game.user), &inputs_.log->secrets()});
  if (socket_) serve_socket();
  telemetry_.counters.measure_game = [] { return measure_game(process::cgroup::find()); };
  if (inputs_.chosen().metrics.listen) serve_metrics();
}

void local_api::serve_socket() {
  server_.emplace(
      runtime_.executor(), runtime_.time, *inputs_.log,
      control::server_limits(game_owner(inputs_.chosen().game.user)),
      [this](net::http_request request, const net::http_peer& peer) {
        return api_->answer(std::move(request), peer);
      },
      error_page);
  server_->listen_unix(std::move(*socket_), runtime_.closer);
}

asio::awaitable<net::http_response> local_api::answer_publicly(net::http_request request) {
  co_return api_->answer_publicly(request);
}

void local_api::serve_metrics() {
  const auto& where = *inputs_.chosen().metrics.listen;
  metrics_server_.emplace(
      runtime_.executor(), runtime_.time, *inputs_.log, control::public_server_limits(),
      [this](net::http_request request, const net::http_peer&) {
        return answer_publicly(std::move(request));
      },
      error_page);
  if (const auto bound = metrics_server_->listen_tcp(where.address, where.port); !bound)
    inputs_.log->error("the metrics cannot be served on their port", {{"what", bound.error().message()}});
}

void local_api::stop() {
  if (server_) server_->stop();
  if (metrics_server_) metrics_server_->stop();
}

void local_api::close() {
  server_.reset();
  socket_.reset();
}

}  // namespace gamekeeper::run
