#include "fleet/deploy_commands.hpp"

#include "base/terminal_text.hpp"
#include "edgegap/client/idempotent_deploy.hpp"
#include "fleet/deploy_requests.hpp"
#include "fleet/wait.hpp"

namespace gamekeeper::fleet {

namespace asio = boost::asio;

namespace {

using placed = edgegap::api_result<edgegap::deploy_result>;

template <class Answer>
placed to_placed(edgegap::api_result<edgegap::decoded_response<Answer>> answer) {
  if (!answer) return answer.error();
  edgegap::deploy_result one;
  one.request_id = std::move(answer->value.request_id);
  one.text = std::move(answer->text);
  return one;
}

asio::awaitable<placed> send_to_hosts(session& s, bool unmarked, edgegap::fleet_deploy_request request) {
  const auto deadline = s.deadline();
  if (unmarked) {
    auto answer = co_await s.platform.fleet_deploy(std::move(request), deadline);
    co_return to_placed(std::move(answer));
  }
  auto answer =
      co_await edgegap::idempotent_deploy(s.platform, s.time, s.random, std::move(request), deadline);
  co_return answer;
}

asio::awaitable<placed> send_anywhere(session& s, bool unmarked, edgegap::deploy_request request) {
  const auto deadline = s.deadline();
  if (unmarked) {
    auto answer = co_await s.platform.deploy(std::move(request), deadline);
    co_return to_placed(std::move(answer));
  }
  auto answer =
      co_await edgegap::idempotent_deploy(s.platform, s.time, s.random, std::move(request), deadline);
  co_return answer;
}

asio::awaitable<placed> send(session& s, const deploy_options& options,
                             edgegap::fleet_deploy_request request) {
  if (!options.hosts.empty()) return send_to_hosts(s, options.unmarked, std::move(request));
  return send_anywhere(s, options.unmarked, std::move(request));
}

asio::awaitable<placed> send(session& s, const deploy_v1_options& options,
                             edgegap::deploy_v1_request request) {
  const auto deadline = s.deadline();
  if (options.unmarked) {
    auto answer = co_await s.platform.deploy_v1(std::move(request), deadline);
    std::string dns = answer ? answer->value.request_dns : "";
    auto one = to_placed(std::move(answer));
    if (one) one->dns = std::move(dns);
    co_return one;
  }
  auto answer =
      co_await edgegap::idempotent_deploy(s.platform, s.time, s.random, std::move(request), deadline);
  co_return answer;
}

void show(session& s, const edgegap::deploy_result& one, bool waits) {
  if (one.found)
    s.show.complain("the answer was lost, the deployment was found by its tag " + one.idempotency_tag);
  if (s.show.quiet) return s.show.line(base::terminal_text(one.request_id));
  if (waits) return;  // what comes then says it all
  if (!s.show.json) {
    const auto id = s.show.tinted(base::terminal_text(one.request_id), tint::strong);
    return s.show.line("deploying " + id + (one.dns.empty() ? "" : ", at " + base::terminal_text(one.dns)));
  }
  // A deployment that was found has no answer of its own any more; its id is what the answer would have said.
  s.show.verbatim(one.text.empty() ? "{\"request_id\":\"" + one.request_id + "\"}" : one.text);
}

template <class Options>
command place(session& s, Options options) {
  auto request = to_request(options);
  if (!request) {
    s.show.complain(request.error().message());
    co_return usage;
  }
  auto answer = co_await send(s, options, std::move(*request));
  if (!answer) {
    if (!answer.error().request_id().empty() && s.show.quiet)
      s.show.line(base::terminal_text(answer.error().request_id()));
    co_return explain(s.show, answer.error());
  }
  show(s, *answer, options.wait);
  if (!options.wait) co_return done;
  wait_options until;
  until.request_id = answer->request_id;
  until.timeout = options.wait_timeout;
  until.silent = s.show.quiet;
  const auto code = co_await wait(s, std::move(until));
  co_return code;
}

}  // namespace

command deploy(session& s, deploy_options options) {
  return place(s, std::move(options));
}

command deploy_v1(session& s, deploy_v1_options options) {
  return place(s, std::move(options));
}

}  // namespace gamekeeper::fleet
