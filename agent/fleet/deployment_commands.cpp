#include "fleet/deployment_commands.hpp"

#include "base/duration.hpp"
#include "base/terminal_text.hpp"
#include "fleet/plot.hpp"
#include "fleet/views.hpp"

#include <algorithm>
#include <ostream>

namespace gamekeeper::fleet {

namespace {

using edgegap::deployment_status;

edgegap::log_storage storage_of(const std::string& word) {
  return word.empty() ? edgegap::log_storage::as_configured() : edgegap::log_storage::in(word);
}

}  // namespace

command status(session& s, std::string request_id) {
  const auto answer = co_await s.platform.status(std::move(request_id), s.deadline());
  if (!answer) co_return explain(s.show, answer.error());
  show_answer(s.show, *answer, s.time.wall());
  co_return done;
}

command stop(session& s, stop_options options) {
  const auto storage = storage_of(options.log_storage);
  const auto outcome = co_await s.platform.stop(options.request_id, s.deadline(), storage);
  const bool gone = outcome.kind == edgegap::stop_kind::already_gone;
  if (!gone && outcome.kind != edgegap::stop_kind::accepted) {
    const auto code = explain(s.show, outcome);
    // The platform says 400 of an id that it does not know, and here of nothing else.
    co_return outcome.status == 400 && options.log_storage.empty() ? not_found : code;
  }
  if (s.show.quiet)
    s.show.line(options.request_id);
  else if (s.show.json && !outcome.text.empty())
    s.show.verbatim(outcome.text);
  else
    s.show.line(gone ? options.request_id + " was stopped already" : base::terminal_text(outcome.message));
  co_return done;
}

std::string_view added(std::string_view before, std::string_view now) noexcept {
  if (now.starts_with(before)) return now.substr(before.size());
  // The beginning was cut off: what both have in common is the end of the one and stands somewhere in the
  // other.
  const auto known = before.substr(before.size() - std::min<std::size_t>(before.size(), 4096));
  const auto at = now.rfind(known);
  return at == std::string_view::npos ? now : now.substr(at + known.size());
}

namespace {

/// As a person's terminal can take it. A container that had a terminal ends its lines with a carriage return, too.
std::string shown_log(std::string_view log) {
  std::string text;
  for (auto end = log.find("\r\n"); end != std::string_view::npos; end = log.find("\r\n")) {
    text += log.substr(0, end);
    log.remove_prefix(end + 1);
  }
  return base::terminal_lines(text.append(log));
}

void show_crash(session& s, const edgegap::container_logs& got) {
  if (got.crash_logs && !got.crash_logs->empty())
    *s.show.err << "--- of the run that crashed:\n" << shown_log(*got.crash_logs) << "\n";
  if (!got.crash) return;
  std::string text = "the process ended";
  if (got.crash->exit_code) text += " with exit code " + std::to_string(*got.crash->exit_code);
  if (!got.crash->message.empty()) text += ": " + base::terminal_text(got.crash->message);
  if (got.crash->restart_count)
    text += "; started again " + std::to_string(*got.crash->restart_count) + " times";
  s.show.complain(text);
}

bool has_ended(const edgegap::api_result<edgegap::decoded_deployment>& answer) {
  if (!answer) return !answer.error().retry_can_help();
  return answer->value.status == deployment_status::terminated ||
         answer->value.status == deployment_status::error;
}

}  // namespace

command logs(session& s, log_options options) {
  std::string before;
  bool ended = !options.follow;
  for (bool first = true;; first = false) {
    const auto answer = co_await s.platform.logs(options.request_id, s.deadline());
    if (!answer && !first && !answer.error().retry_can_help())
      co_return done;  // they went with the deployment
    if (!answer && (first || !options.follow)) co_return explain(s.show, answer.error());
    if (answer && s.show.json) s.show.verbatim(answer->text);
    if (answer && !s.show.json) {
      *s.show.out << shown_log(added(before, answer->value.logs)) << std::flush;
      before = answer->value.logs;
      if (ended) show_crash(s, answer->value);
      if (ended && !answer->value.logs_link.empty())
        s.show.complain("kept at " + base::terminal_text(answer->value.logs_link));
    }
    if (ended) co_return done;
    co_await base::sleep_until(s.time, s.time.now() + options.interval);
    const auto seen = co_await s.platform.status(options.request_id, s.deadline());
    ended = has_ended(seen);  // then once more, for what was said last
  }
}

namespace {

base::result<std::optional<base::wall_time>> moment(const std::string& word, base::wall_time now) {
  if (word.empty()) return std::optional<base::wall_time>();
  if (const auto ago = base::parse_duration(word)) return std::optional(now - *ago);
  if (const auto when = edgegap::parse_timestamp(word)) return std::optional(*when);
  return base::error(
      base::errc::invalid_input,
      "'" + word + "': expected a duration (that long ago) or a time in UTC, e.g. 2026-04-22T12:00:46");
}

base::result<edgegap::metrics_query> query_of(const metrics_options& options, base::wall_time now) {
  edgegap::metrics_query query;
  const auto since = moment(options.since, now), until = moment(options.until, now);
  if (!since) return since.error();
  if (!until) return until.error();
  query.start_time = *since;
  query.end_time = *until;
  if (!options.step.empty()) {
    const auto step = base::parse_duration(options.step);
    if (!step) return step.error().within("--step");
    query.step = std::chrono::floor<std::chrono::seconds>(*step);
  }
  if (options.raw) query.raw = true;
  return query;
}

}  // namespace

command metrics(session& s, metrics_options options) {
  auto query = query_of(options, s.time.wall());
  if (!query) {
    s.show.complain(query.error().message());
    co_return usage;
  }
  const auto answer = co_await s.platform.metrics(options.request_id, *query, s.deadline());
  if (!answer) co_return explain(s.show, answer.error());
  if (options.csv)
    *s.show.out << csv(answer->value) << std::flush;
  else if (s.show.json)
    s.show.verbatim(answer->text);
  else if (options.plot)
    plot_metrics(s.show, answer->value);
  else
    show_metrics(s.show, answer->value);
  co_return done;
}

}  // namespace gamekeeper::fleet
