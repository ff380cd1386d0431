#include "fleet/wait.hpp"

#include "base/terminal_text.hpp"
#include "fleet/relative_time.hpp"
#include "fleet/text_width.hpp"
#include "fleet/views.hpp"

#include <optional>
#include <ostream>

namespace gamekeeper::fleet {

namespace {

using edgegap::deployment_status;

/// The line on stderr that is written over; nothing where stderr is no terminal.
class progress_line {
 public:
  explicit progress_line(session& s) : session_(s), since_(s.time.now()) {}
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;
  ~progress_line() { clear(); }

  void update(std::string_view id, std::string_view status) {
    if (!session_.show.progress) return;
    const auto text = base::terminal_text(std::string(id) + "  " + std::string(status)) + "  " +
                      rough(session_.time.now() - since_);
    const auto columns = session_.show.columns == 0 ? 80 : session_.show.columns;
    *session_.show.err << "\r\x1b[K" << shortened(text, columns - 1) << std::flush;
    written_ = true;
  }
  void clear() {
    if (written_) *session_.show.err << "\r\x1b[K" << std::flush;
    written_ = false;
  }

 private:
  session& session_;
  base::time_point since_;
  bool written_ = false;
};

enum class verdict { goes_on, there, never };

verdict judge(wait_goal goal, deployment_status status) noexcept {
  if (goal == wait_goal::terminated)
    return status == deployment_status::terminated ? verdict::there : verdict::goes_on;
  switch (status) {
    case deployment_status::ready:
      return verdict::there;
    case deployment_status::error:
    case deployment_status::terminating:
    case deployment_status::terminated:
      return verdict::never;
    default:
      return verdict::goes_on;
  }
}

bool is_gone(const edgegap::api_error& failure, bool seen) noexcept {
  // The platform has answered 400 to an id that it knows no more, although its specification says 404.
  if (failure.status() == 410) return true;
  return seen && (failure.status() == 404 || failure.status() == 400);
}

exit_code give_up(session& s, const wait_options& options, const std::string& status) {
  s.show.complain(options.request_id + " is not " +
                  (options.goal == wait_goal::ready ? "ready" : "terminated") + " after " +
                  rough(options.timeout) +
                  "; last status: " + (status.empty() ? "none" : base::terminal_text(status)));
  return timed_out;
}

void show_end(session& s, const wait_options& options, const edgegap::decoded_deployment& answer) {
  if (options.silent) return;
  if (s.show.quiet) return s.show.line(base::terminal_text(answer.value.request_id));
  if (s.show.json) return s.show.verbatim(answer.text);
  show_deployment(s.show, answer.value, s.time.wall());
}

// What the answer means, or nothing when the waiting goes on.
std::optional<exit_code> take(session& s, const wait_options& options, std::string& status,
                              const edgegap::api_result<edgegap::decoded_deployment>& answer) {
  if (answer) {
    status = answer->value.status_text;
    const auto what = judge(options.goal, answer->value.status);
    if (what == verdict::goes_on) return std::nullopt;
    show_end(s, options, *answer);
    return what == verdict::there ? done : ended_otherwise;
  }
  const auto& failure = answer.error();
  if (is_gone(failure, !status.empty())) {
    if (!s.show.json && !options.silent)
      s.show.line(s.show.quiet ? options.request_id : options.request_id + " is gone");
    return options.goal == wait_goal::terminated ? done : ended_otherwise;
  }
  if (failure.retry_can_help()) return std::nullopt;
  return explain(s.show, failure);
}

}  // namespace

command wait(session& s, wait_options options) {
  const auto end = s.time.now() + options.timeout;
  progress_line progress(s);
  std::string status;
  for (;;) {
    const auto answer = co_await s.platform.status(options.request_id, end);
    if (answer) progress.update(options.request_id, answer->value.status_text);
    if (!answer || judge(options.goal, answer->value.status) != verdict::goes_on) progress.clear();
    const auto code = take(s, options, status, answer);
    if (code) co_return *code;
    const auto next = s.time.now() + options.interval;
    if (next >= end) {
      progress.clear();
      co_return give_up(s, options, status);
    }
    co_await base::sleep_until(s.time, next);
  }
}

}  // namespace gamekeeper::fleet
