#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/system_clock.hpp"
#include "base/terminal_text.hpp"
#include "control/client.hpp"
#include "gamekeeper/command_line/print.hpp"
#include "gamekeeper/ctl/agent_socket.hpp"
#include "gamekeeper/ctl/ctl.hpp"
#include "gamekeeper/ctl/terminal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

#include <memory>

namespace gamekeeper::ctl {

namespace asio = boost::asio;
namespace json = boost::json;
using command_line::print;
using command_line::print_error;
using namespace std::chrono_literals;

namespace {

// Long enough to ask seldom; readings that repeat themselves are no event, and their age should not mislead.
constexpr base::duration patience = 5s;
constexpr base::duration tick = 1s;

class watcher {
 public:
  watcher(asio::io_context& loop, base::clock& time, const ctl_request& wanted, std::string socket)
      : loop_(loop), time_(time), wanted_(wanted), socket_(std::move(socket)), ticker_(time.make_timer()) {
    if (!wanted.json) screen_ = std::make_unique<whole_screen>();
  }

  asio::awaitable<void> run() {
    const auto deadline_after = base::limits::control_client_deadline + patience;
    std::string known;
    while (!failure_) {
      net::http_request request("GET", "/v1/status" + known);
      auto came = co_await control::ask(loop_.get_executor(), time_, socket_, std::move(request),
                                        time_.now() + deadline_after);
      if (!came) {
        failure_ = came.error();
      } else if (came->status == 304) {
        known.clear();
      } else if (came->status != 200) {
        refusal_ = std::move(*came);
        break;
      } else {
        const bool changed = take(came->body);
        if (changed && wanted_.json) print(base::terminal_json(came->body));
        known = "?after=" + std::to_string(seq_) + "&wait=" + std::to_string(patience / 1s) + "s";
      }
    }
    ticker_->disarm();
  }

  int finish() {
    screen_.reset();
    if (!wanted_.json && !status_.is_null()) print(status_screen(shown_status(), look_of_stdout()));
    if (refusal_) return explain(*refusal_);
    // It was seen ending: that nobody answers any more is what was waited for.
    return failure_ && !ending() ? explain(*failure_) : done;
  }

 private:
  // Whether something has happened since the last one.
  bool take(const std::string& body) {
    auto parsed = base::parse_json(body);
    if (!parsed) {
      failure_ = parsed.error();
      return false;
    }
    status_ = std::move(*parsed);
    taken_ = time_.now();
    std::vector<std::string> ignored;
    const auto seq = base::json_reader(status_, ignored).integer("seq").value_or(0);
    const bool changed = std::exchange(seq_, seq) != seq || !drawn_;
    draw();
    return changed;
  }

  bool ending() const {
    std::vector<std::string> ignored;
    return !status_.is_null() && base::json_reader(status_, ignored).object("end").has_value();
  }

  json::value shown_status() const { return later(status_, time_.now() - taken_); }

  void draw() {
    drawn_ = true;
    if (!screen_) return;
    screen_->draw(status_screen(shown_status(), look_of_stdout()));
    ticker_->arm(time_.now() + tick, [this] { draw(); });
  }

  asio::io_context& loop_;
  base::clock& time_;
  const ctl_request& wanted_;
  std::string socket_;
  std::unique_ptr<base::timer> ticker_;
  std::unique_ptr<whole_screen> screen_;
  json::value status_;
  base::time_point taken_{};
  std::int64_t seq_ = -1;
  bool drawn_ = false;
  std::optional<base::error> failure_;
  std::optional<net::http_response> refusal_;
};

}  // namespace

int watch_status(const ctl_request& wanted) {
  if (wanted.curl) {
    auto waiting = wanted;
    waiting.request.target += "?after=0&wait=60s";
    return ask_agent(waiting);
  }
  if (!wanted.json && !stdout_is_terminal()) {
    print_error("gamekeeper: --watch needs a terminal, or --json\n");
    return usage;
  }
  auto socket = socket_path(wanted.socket);
  if (!socket) return explain(socket.error());
  asio::io_context loop(1);
  base::system_clock time(loop.get_executor());
  watcher one(loop, time, wanted, std::move(*socket));
  asio::co_spawn(loop, one.run(), [](std::exception_ptr escaped) {
    if (escaped) std::rethrow_exception(escaped);
  });
  loop.run();
  return one.finish();
}

}  // namespace gamekeeper::ctl
