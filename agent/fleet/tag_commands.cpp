#include "fleet/tag_commands.hpp"

#include "base/terminal_text.hpp"
#include "fleet/views.hpp"
#include "fleet/walked.hpp"

namespace gamekeeper::fleet {

namespace {

exit_code shown(session& s,
                const edgegap::api_result<edgegap::decoded_response<edgegap::deployment_tag>>& answer) {
  if (!answer) return explain(s.show, answer.error());
  if (s.show.json)
    s.show.verbatim(answer->text);
  else if (s.show.quiet)
    s.show.line(base::terminal_text(answer->value.name));
  else
    show_tags(s.show, std::span(&answer->value, 1), s.time.wall());
  return done;
}

exit_code removed(session& s, const edgegap::api_result<void>& answer, const std::string& name) {
  if (!answer) return explain(s.show, answer.error());
  if (!s.show.json)
    s.show.line(s.show.quiet ? base::terminal_text(name) : "removed " + base::terminal_text(name));
  return done;
}

}  // namespace

command tags_list(session& s, std::string request_id, page_options pages) {
  auto walk = pages.number ? one_page<edgegap::deployment_tag>(
                                 edgegap::operation_id::tag_list, *pages.number,
                                 [&s, request_id, size = pages.size](int number) {
                                   return s.platform.tag_page(request_id, size, number, s.deadline());
                                 })
                           : s.platform.tags(std::move(request_id), pages.size, s.deadline());
  const auto all = co_await walked(s, std::move(walk));
  if (!all) co_return explain(s.show, all.error());
  if (s.show.json) co_return done;
  if (s.show.quiet)
    for (const auto& one : all->items) s.show.line(base::terminal_text(one.name));
  else
    show_tags(s.show, all->items, s.time.wall());
  if (!s.show.quiet) show_total(s.show, all->items.size(), all->last, "tag");
  co_return done;
}

command tags_get(session& s, std::string request_id, std::string name) {
  const auto answer = co_await s.platform.tag(std::move(request_id), std::move(name), s.deadline());
  co_return shown(s, answer);
}

command tags_add(session& s, std::string request_id, std::string name) {
  const auto answer = co_await s.platform.tag_create(std::move(request_id), std::move(name), s.deadline());
  co_return shown(s, answer);
}

command tags_rename(session& s, std::string request_id, std::string name, std::string new_name) {
  const auto answer = co_await s.platform.tag_update(std::move(request_id), std::move(name),
                                                     std::move(new_name), s.deadline());
  co_return shown(s, answer);
}

command tags_remove(session& s, std::string request_id, std::string name) {
  const auto answer = co_await s.platform.tag_delete(std::move(request_id), name, s.deadline());
  co_return removed(s, answer, name);
}

command self_stop(session& s, std::string log_storage) {
  const auto storage = log_storage.empty() ? edgegap::log_storage::as_configured()
                                           : edgegap::log_storage::in(std::move(log_storage));
  const auto outcome = co_await s.platform.self_stop(s.deadline(), storage);
  const bool settled =
      outcome.kind == edgegap::stop_kind::accepted || outcome.kind == edgegap::stop_kind::already_gone;
  if (!settled) co_return explain(s.show, outcome);
  if (s.show.json)
    s.show.verbatim(outcome.text);
  else if (!s.show.quiet)
    s.show.line(base::terminal_text(outcome.message));
  co_return done;
}

command context(session& s) {
  const auto answer = co_await s.platform.context(s.deadline());
  if (!answer) co_return explain(s.show, answer.error());
  show_answer(s.show, *answer, s.time.wall());
  co_return done;
}

command context_tag_add(session& s, std::string name) {
  const auto answer = co_await s.platform.context_tag_add(std::move(name), s.deadline());
  co_return shown(s, answer);
}

command context_tag_remove(session& s, std::string name) {
  const auto answer = co_await s.platform.context_tag_remove(name, s.deadline());
  co_return removed(s, answer, name);
}

}  // namespace gamekeeper::fleet
