#include "fleet/list_commands.hpp"

#include "base/duration.hpp"
#include "base/terminal_text.hpp"
#include "edgegap/messages/timestamp.hpp"
#include "fleet/views.hpp"
#include "fleet/walked.hpp"

#include <istream>
#include <ostream>

namespace gamekeeper::fleet {

namespace asio = boost::asio;

namespace {

base::error wrong(const std::string& word, const std::string& expected) {
  return base::error(base::errc::invalid_input, "'" + word + "': expected " + expected);
}

base::result<void> add_statuses(const std::vector<std::string>& words, edgegap::list_query& into) {
  if (words.empty()) return {};
  std::vector<edgegap::deployment_status> all;
  for (const auto& word : words) {
    const auto status = edgegap::parse_status(word);
    if (status == edgegap::deployment_status::unknown)
      return wrong(
          word,
          "initializing, seeking, seeked, scanning, deploying, ready, terminating, terminated or error");
    all.push_back(status);
  }
  into.status.emplace(std::move(all));
  return {};
}

base::result<void> add_time(const list_options& options, base::wall_time now, edgegap::list_query& into) {
  const bool after = !options.created_after.empty();
  if (after && !options.created_before.empty())
    return base::error(
        base::errc::invalid_input,
        "--created-after and --created-before exclude each other: the platform takes one filter per field");
  const auto& word = after ? options.created_after : options.created_before;
  if (word.empty()) return {};
  std::optional<base::wall_time> when = edgegap::parse_timestamp(word);
  if (const auto ago = base::parse_duration(word)) when = now - *ago;
  if (!when) return wrong(word, "a duration (that long ago) or a time in UTC, e.g. 2026-04-22T12:00:46");
  into.created_at.emplace(after ? edgegap::time_comparison::after : edgegap::time_comparison::before, *when);
  return {};
}

base::result<void> add_order(const std::string& word, edgegap::list_query& into) {
  if (word.empty()) return {};
  using edgegap::list_field;
  const bool down = word.starts_with('-');
  for (const auto field : {list_field::status, list_field::application, list_field::version, list_field::tags,
                           list_field::created_at}) {
    if (word.substr(down ? 1 : 0) != edgegap::to_string(field)) continue;
    into.order.emplace_back(field, down);
    return {};
  }
  return wrong(word, "status, application, version, tags or created_at, with - in front for the reverse");
}

bool asks_in_words(const list_options& o) {
  return !o.statuses.empty() || !o.applications.empty() || !o.versions.empty() || !o.tags.empty() ||
         !o.created_after.empty() || !o.created_before.empty() || !o.order.empty();
}

base::result<edgegap::list_query> query_as_it_is(const list_options& options) {
  if (asks_in_words(options))
    return base::error(base::errc::invalid_input,
                       "--query takes the place of --status, --app, --app-version, --tag, --created-after, "
                       "--created-before and --order");
  edgegap::list_query query;
  query.text = options.query;
  query.page_size = options.pages.size;
  if (const auto good = edgegap::encode(query); !good) return good.error().within("--query");
  return query;
}

base::result<edgegap::list_query> query_of(const list_options& options, base::wall_time now) {
  if (!options.query.empty()) return query_as_it_is(options);
  edgegap::list_query query;
  if (auto good = add_statuses(options.statuses, query); !good) return good.error();
  if (!options.applications.empty()) query.application.emplace(options.applications);
  if (!options.versions.empty()) query.version.emplace(options.versions);
  if (!options.tags.empty()) query.tags.emplace(options.tags);
  if (auto good = add_time(options, now, query); !good) return good.error();
  if (auto good = add_order(options.order, query); !good) return good.error();
  query.page_size = options.pages.size;
  return query;
}

edgegap::paginator<edgegap::listed_deployment> walk(session& s, const list_options& options,
                                                    edgegap::list_query query) {
  if (!options.pages.number) return s.platform.deployments(std::move(query), s.deadline());
  return one_page<edgegap::listed_deployment>(
      edgegap::operation_id::deployment_list, *options.pages.number,
      [&s, query](int number) { return s.platform.deployment_page(query, number, s.deadline()); });
}

}  // namespace

command list(session& s, list_options options) {
  auto query = query_of(options, s.time.wall());
  if (!query) {
    s.show.complain(query.error().message());
    co_return usage;
  }
  auto pages = walk(s, options, std::move(*query));
  const auto all = co_await walked(s, std::move(pages));
  if (!all) co_return explain(s.show, all.error());
  if (s.show.json) co_return done;
  if (s.show.quiet)
    for (const auto& one : all->items) s.show.line(base::terminal_text(one.request_id));
  else
    show_deployments(s.show, all->items, s.time.wall());
  if (!s.show.quiet) show_total(s.show, all->items.size(), all->last, "deployment");
  co_return done;
}

namespace {

command beacons(session& s, location_options options) {
  auto pages = options.pages.number
                   ? one_page<edgegap::beacon>(edgegap::operation_id::beacon_list, *options.pages.number,
                                               [&s, size = options.pages.size](int number) {
                                                 return s.platform.beacon_page(size, number, s.deadline());
                                               })
                   : s.platform.beacons(options.pages.size, s.deadline());
  const auto all = co_await walked(s, std::move(pages));
  if (!all) co_return explain(s.show, all.error());
  if (s.show.json) co_return done;
  if (s.show.quiet)
    for (const auto& one : all->items) s.show.line(base::terminal_text(one.host));
  else
    show_beacons(s.show, all->items);
  if (!s.show.quiet) show_total(s.show, all->items.size(), all->last, "beacon");
  co_return done;
}

// What deploy's --at takes.
std::string coordinates(const edgegap::location& place) {
  const auto text = [](std::optional<double> value) {
    return value ? std::to_string(*value) : std::string("?");
  };
  return text(place.latitude) + "," + text(place.longitude);
}

}  // namespace

command locations(session& s, location_options options) {
  if (options.beacons) {
    const auto code = co_await beacons(s, std::move(options));
    co_return code;
  }
  edgegap::locations_query query;
  query.application = options.application;
  query.version = options.version;
  query.type = options.type;
  query.with_tags = options.with_tags;
  query.page_size = options.pages.size;
  auto pages =
      options.pages.number
          ? one_page<edgegap::deploy_location>(
                edgegap::operation_id::location_list, *options.pages.number,
                [&s, query](int number) { return s.platform.location_page(query, number, s.deadline()); })
          : s.platform.locations(query, s.deadline());
  const auto all = co_await walked(s, std::move(pages));
  if (!all) co_return explain(s.show, all.error());
  if (s.show.json) co_return done;
  if (s.show.quiet)
    for (const auto& one : all->items) s.show.line(coordinates(one.place));
  else
    show_locations(s.show, all->items);
  if (!s.show.quiet) show_total(s.show, all->items.size(), all->last, "location");
  co_return done;
}

command hosts(session& s, host_options options) {
  auto pages = options.pages.number ? one_page<edgegap::fleet_host>(
                                          edgegap::operation_id::fleet_hosts, *options.pages.number,
                                          [&s, options](int number) {
                                            return s.platform.host_page(options.fleet, options.pages.size,
                                                                        number, s.deadline());
                                          })
                                    : s.platform.hosts(options.fleet, options.pages.size, s.deadline());
  const auto all = co_await walked(s, std::move(pages));
  if (!all) co_return explain(s.show, all.error());
  if (s.show.json) co_return done;
  if (s.show.quiet)
    for (const auto& one : all->items) s.show.line(base::terminal_text(one.host_id));
  else
    show_hosts(s.show, all->items, s.time.wall());
  if (!s.show.quiet) show_total(s.show, all->items.size(), all->last, "host");
  co_return done;
}

namespace {

base::result<edgegap::bulk_stop_request> request_of(const bulk_stop_options& options) {
  edgegap::bulk_stop_request request;
  const auto kind = edgegap::parse_match_kind(options.match);
  if (!kind) return wrong(options.match, "any, all or not");
  if (!options.ids.empty()) request.request_ids.emplace(edgegap::match_kind::any, options.ids);
  if (!options.tags.empty()) request.tags.emplace(*kind, options.tags);
  if (options.ids.empty() && options.tags.empty())
    return base::error(base::errc::invalid_input, "name what to stop, with --id or --tag");
  return request;
}

bool agreed(session& s, std::size_t count) {
  *s.show.err << "Stop "
              << (count == 1 ? "this deployment" : "these " + std::to_string(count) + " deployments")
              << " for good? [y/N] " << std::flush;
  std::string answer;
  std::getline(s.in, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

/// What was agreed to; or nothing, and the exit code that says why.
struct agreement {
  std::vector<std::string> ids;
  exit_code otherwise = done;
};

/// Shows what the platform would stop now, and asks.
asio::awaitable<agreement> choose(session& s, edgegap::bulk_stop_request request) {
  agreement made;
  // The question is for the terminal, whatever becomes of stdout.
  session asking{s.platform, s.time, s.random, s.show, s.in, s.can_ask, s.timeout};
  asking.show.json = false;
  asking.show.out = s.show.err;
  auto everything = s.platform.deployments(edgegap::list_query(), s.deadline());
  auto all = co_await walked(asking, std::move(everything));
  if (!all) {
    made.otherwise = explain(s.show, all.error());
    co_return made;
  }
  std::erase_if(all->items, [&request](const auto& one) { return !request.accepts(one); });
  if (all->items.empty()) {
    s.show.complain("nothing matches");
    co_return made;
  }
  show_deployments(asking.show, all->items, s.time.wall());
  if (!agreed(s, all->items.size())) {
    s.show.complain("nothing was stopped");
    made.otherwise = ended_otherwise;
    co_return made;
  }
  for (const auto& one : all->items) made.ids.push_back(one.request_id);
  co_return made;
}

}  // namespace

command bulk_stop(session& s, bulk_stop_options options) {
  auto request = request_of(options);
  if (!request || (!options.yes && !s.can_ask)) {
    s.show.complain(request ? "it stops deployments for good: say --yes, since stdin is no terminal to ask on"
                            : request.error().message());
    co_return usage;
  }
  if (!options.yes) {
    auto made = co_await choose(s, *request);
    if (made.ids.empty()) co_return made.otherwise;
    request = edgegap::bulk_stop_request();
    request->request_ids.emplace(edgegap::match_kind::any, std::move(made.ids));
  }
  const auto answer = co_await s.platform.bulk_stop(std::move(*request), s.deadline());
  if (!answer) co_return explain(s.show, answer.error());
  if (s.show.json)
    s.show.verbatim(answer->text);
  else
    for (const auto& id : answer->value.processable)
      s.show.line((s.show.quiet ? "" : "stopping ") + base::terminal_text(id));
  if (answer->value.processable.empty()) s.show.complain("nothing matched");
  co_return done;
}

}  // namespace gamekeeper::fleet
