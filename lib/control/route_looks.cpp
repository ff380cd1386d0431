#include "base/json_text.hpp"
#include "base/limits.hpp"
#include "control/arguments.hpp"
#include "control/event_messages.hpp"
#include "control/json_members.hpp"
#include "control/metrics_page.hpp"
#include "control/problem.hpp"
#include "control/routes.hpp"
#include "net/one_shot_event.hpp"
#include "net/websocket.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gamekeeper::control::routes {

namespace asio = boost::asio;
namespace json = boost::json;
namespace limits = base::limits;
using net::http_response;

namespace {

http_response page(const json::value& shown, int status = 200) {
  return http_response(status, "application/json", base::json_text(shown) + "\n");
}

std::string etag(const call& asked) {
  const auto& events = asked.parts.events;
  return "\"" + std::to_string(events.epoch()) + "-" + std::to_string(events.last()) + "\"";
}

// Whether the caller knows the state as it is now.
base::result<bool> is_known(const call& asked) {
  if (const auto tag = asked.request.headers.find("If-None-Match"); tag && *tag == etag(asked)) return true;
  if (!query_value(asked.request, "after")) return false;
  const auto after = query_number(asked.request, "after");
  if (!after) return after.error();
  return *after == asked.parts.events.last();
}

http_response unchanged(const call& asked) {
  http_response same(304);
  same.headers.add("ETag", etag(asked));
  return same;
}

asio::awaitable<void> wait_for_event(telemetry::event_history::reader& place, base::clock& time,
                                     base::duration at_most) {
  const auto loop = co_await asio::this_coro::executor;
  const auto sleeper = std::make_shared<net::one_shot_event>();
  place.when_news([loop, sleeper] { asio::post(loop, [sleeper] { sleeper->wake(); }); });
  auto alarm = time.make_timer();
  alarm->arm(time.now() + at_most, [sleeper] { sleeper->wake(); });
  co_await sleeper->wait();
  place.when_news(nullptr);
}

http_response too_many_readers() {
  return problem(503,
                 std::to_string(limits::event_readers) +
                     " follow or wait already, and that is as many as this agent allows; try again later");
}

}  // namespace

http_response status(const call& asked) {
  auto seen = asked.parts.target.look();
  seen.seq = asked.parts.events.last();
  auto shown = page(to_json(seen));
  shown.headers.add("ETag", etag(asked));
  return shown;
}

asio::awaitable<http_response> status_or_wait(const call& asked) {
  const auto known = is_known(asked);
  if (!known) co_return problem(known.error());
  const auto patience = query_duration(asked.request, "wait", limits::control_wait_max);
  if (!patience) co_return problem(patience.error());
  if (!*known) co_return status(asked);
  if (patience->count() <= 0) co_return unchanged(asked);
  const auto before = asked.parts.events.last();
  const auto place = asked.parts.events.read_since(before, asked.client);
  if (!place) co_return too_many_readers();
  // A history that is closed wakes nobody any more.
  if (!place->over()) co_await wait_for_event(*place, asked.parts.time, *patience);
  if (asked.parts.events.last() == before) co_return unchanged(asked);
  co_return status(asked);
}

http_response why(const call& asked) {
  auto seen = asked.parts.target.why();
  seen.now.seq = asked.parts.events.last();
  return page(to_json(seen, asked.parts.time.wall()));
}

http_response deployment(const call& asked) {
  return page(to_json(asked.parts.target.deployment()));
}

http_response settings(const call& asked) {
  return page(to_json(asked.parts.target.settings()));
}

http_response events(const call& asked) {
  const auto since = query_number(asked.request, "since");
  if (!since) return problem(since.error());
  const auto word = query_value(asked.request, "follow");
  const bool upgrade = net::asks_for_websocket(asked.request);
  const bool follow = upgrade || (word && *word != "0" && *word != "false");
  auto place = asked.parts.events.read_since(*since, asked.client);
  if (!place) return too_many_readers();
  auto source = std::make_shared<event_messages>(std::move(place), follow);
  if (upgrade) {
    auto accepted = net::accept_websocket(asked.request, std::move(source));
    return accepted ? std::move(*accepted) : problem(accepted.error());
  }
  http_response stream(200);
  stream.headers.add("Content-Type", "application/x-ndjson");
  stream.messages = std::move(source);
  return stream;
}

http_response metrics(const call& asked) {
  return http_response(200, std::string(telemetry::metrics_text::content_type),
                       metrics_page(asked.parts.target.look(), asked.parts.counted, asked.parts.events,
                                    telemetry::measure_own_usage()));
}

http_response health(const call& asked) {
  const auto seen = asked.parts.target.look();
  const bool well = seen.phase == "running";
  return page({{"status", well ? "ok" : "not ok"}, {"phase", text(seen.phase)}}, well ? 200 : 503);
}

asio::awaitable<http_response> tags(const call& asked) {
  const auto all = co_await asked.tags.read();
  if (!all) co_return problem(all.error());
  co_return page(json::object{{"tags", texts(*all)}});
}

asio::awaitable<http_response> tag_add(const call& asked) {
  const auto given = arguments::of(asked.request, {"name"});
  if (!given) co_return problem(given.error());
  auto name = given->required_text("name", limits::tag_bytes);
  if (!name) co_return problem(name.error());
  const auto deadline = asked.parts.time.now() + limits::control_platform_deadline;
  const auto added = co_await asked.parts.target.add_tag(std::move(*name), deadline);
  asked.tags.forget();
  if (!added) co_return problem(added.error());
  co_return co_await tags(asked);
}

asio::awaitable<http_response> tag_remove(const call& asked) {
  const auto deadline = asked.parts.time.now() + limits::control_platform_deadline;
  const auto removed = co_await asked.parts.target.remove_tag(asked.name, deadline);
  asked.tags.forget();
  if (!removed) co_return problem(removed.error());
  co_return co_await tags(asked);
}

}  // namespace gamekeeper::control::routes
