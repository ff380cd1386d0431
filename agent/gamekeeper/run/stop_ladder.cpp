#include "gamekeeper/run/stop_ladder.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace gamekeeper::run {

namespace asio = boost::asio;

namespace {

bool writes_lines(const settings::agent_settings& chosen) {
  const auto& all = chosen.drain.ladder;
  return std::any_of(all.begin(), all.end(),
                     [](const auto& step) { return step.what == settings::ladder_step::kind::line; });
}

}  // namespace

stop_ladder::stop_ladder(seams around) : seams_(std::move(around)) {
  if (writes_lines(seams_.chosen)) input_.emplace(seams_.loop);
}

void stop_ladder::open_input(process::spawn_spec& spec) {
  if (!input_) return;
  if (auto opened = input_->open()) {
    input_end_ = std::move(*opened);
    spec.input_fd = input_end_.get();
  } else {
    seams_.log.error("the game gets no pipe on its stdin; the ladder's lines will not reach it",
                     {{"what", opened.error().message()}});
  }
}

void stop_ladder::run(const settings::ladder_step& step, step_done done) {
  using kind = settings::ladder_step::kind;
  switch (step.what) {
    case kind::line:
      return done(write_line(step.text));
    case kind::hook:
      return run_command(step.text, done);
    case kind::http:
      return seams_.tasks.spawn("ladder step", call(step.text, std::move(done)));
    case kind::event:
    case kind::signal:
      return done("");
  }
}

std::string stop_ladder::write_line(const std::string& text) {
  if (!input_) return "the game has no pipe on its stdin";
  const auto written = input_->write_line(text);
  return written ? "" : written.error().message();
}

void stop_ladder::run_command(const std::string& text, const step_done& done) {
  process::spawn_spec spec;
  spec.command = settings::words_of(text);
  spec.environment = environment_;
  const auto started = seams_.hooks.run(spec, seams_.time.now() + seams_.chosen.drain.grace,
                                        [done](process::hook_ended ended) {
                                          if (ended.timed_out) return done("it took too long and was killed");
                                          done(ended.status.success() ? "" : ended.status.describe());
                                        });
  if (!started) done(started.error().message);
}

asio::awaitable<void> stop_ladder::call(std::string address, step_done done) {
  auto to = net::parse_trusted_url(address);
  if (!to) {
    done(to.error().message());
    co_return;
  }
  net::http_request request("POST");
  const auto deadline = seams_.time.now() + base::limits::ladder_call_deadline;
  auto& http = seams_.network();
  const auto answer = co_await http.send(std::move(*to), std::move(request), deadline);
  if (!answer)
    done(answer.error().message());
  else
    done(answer->status < 300 ? "" : "HTTP " + std::to_string(answer->status));
}

}  // namespace gamekeeper::run
