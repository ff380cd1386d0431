#include "edgegap/client/idempotent_deploy.hpp"

#include <algorithm>
#include <functional>

namespace gamekeeper::edgegap {

namespace asio = boost::asio;

namespace {

using placed = api_result<deploy_result>;
using send = std::function<asio::awaitable<placed>()>;

std::string new_idempotency_tag(base::random_source& random) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string idempotency_tag = "gk-";
  auto bits = random.next();
  for (int i = 0; i < 16; ++i, bits >>= 4) idempotency_tag += digits[bits & 15];
  return idempotency_tag;
}

template <class Answer>
placed to_placed(api_result<decoded_response<Answer>> answer) {
  if (!answer) return answer.error();
  deploy_result one;
  one.request_id = std::move(answer->value.request_id);
  one.text = std::move(answer->text);
  return one;
}

asio::awaitable<placed> send_v2(client& platform, const deploy_request& request, base::time_point deadline) {
  auto answer = co_await platform.deploy(request, deadline);
  co_return to_placed(std::move(answer));
}
asio::awaitable<placed> send_fleet(client& platform, const fleet_deploy_request& request,
                                   base::time_point deadline) {
  auto answer = co_await platform.fleet_deploy(request, deadline);
  co_return to_placed(std::move(answer));
}
asio::awaitable<placed> send_v1(client& platform, const deploy_v1_request& request,
                                base::time_point deadline) {
  auto answer = co_await platform.deploy_v1(request, deadline);
  std::string dns = answer ? answer->value.request_dns : "";
  auto one = to_placed(std::move(answer));
  if (one) one->dns = std::move(dns);
  co_return one;
}

/// Looks for the deployment that carries the tag: its request id, or empty when none does.
asio::awaitable<api_result<std::string>> find_tagged(client& platform, const std::string& idempotency_tag,
                                                     base::time_point deadline) {
  list_query query;
  query.tags.emplace(idempotency_tag);
  auto walk = platform.deployments(std::move(query), deadline);
  for (;;) {
    auto item = co_await walk.next();
    if (!item) co_return item.error();
    if (!item->has_value()) co_return std::string();
    // A platform that ignores the filter gives everything.
    const auto& tags = (*item)->tags;
    if (std::find(tags.begin(), tags.end(), idempotency_tag) != tags.end())
      co_return std::move((*item)->request_id);
  }
}

/// What became of a deploy: found, not found (empty), or nobody knows.
asio::awaitable<api_result<std::string>> look_up(client& platform, base::clock& time,
                                                 const std::string& idempotency_tag,
                                                 base::time_point deadline,
                                                 const idempotent_deploy_settings& settings) {
  api_result<std::string> found = std::string();
  for (int lookup = 0; lookup < settings.lookups; ++lookup) {
    const auto moment = time.now() + settings.pause;
    if (moment >= deadline) {
      const base::error late(base::errc::timed_out, "no time is left to look for the deployment");
      co_return api_error::from_failure(operation_id::deployment_list, late);
    }
    co_await base::sleep_until(time, moment);
    found = co_await find_tagged(platform, idempotency_tag, deadline);
    if (!found || !found->empty()) co_return found;
  }
  co_return found;
}

asio::awaitable<placed> resolve(client& platform, base::clock& time, std::string idempotency_tag,
                                const send& once, base::time_point deadline,
                                idempotent_deploy_settings settings) {
  for (int deploys = 1;; ++deploys) {
    auto answer = co_await once();
    if (answer) {
      answer->idempotency_tag = std::move(idempotency_tag);
      co_return answer;
    }
    if (!answer.error().may_have_been_applied()) co_return answer;
    auto found = co_await look_up(platform, time, idempotency_tag, deadline, settings);
    if (!found) {
      auto failure = answer.error();
      failure.remark("whether it happened is not known (" + found.error().message() + "); look for the tag " +
                     idempotency_tag);
      co_return failure;
    }
    if (!found->empty()) {
      deploy_result one;
      one.request_id = std::move(*found);
      one.idempotency_tag = std::move(idempotency_tag);
      one.found = true;
      co_return one;
    }
    if (deploys >= settings.deploys) {
      auto failure = answer.error();
      failure.remark("no deployment with the tag " + idempotency_tag + " is in the list");
      co_return failure;
    }
  }
}

}  // namespace

asio::awaitable<placed> idempotent_deploy(client& platform, base::clock& time, base::random_source& random,
                                          deploy_request request, base::time_point deadline,
                                          idempotent_deploy_settings settings) {
  auto idempotency_tag = new_idempotency_tag(random);
  request.tags.push_back(idempotency_tag);
  const send once = [&] { return send_v2(platform, request, deadline); };
  auto answer = co_await resolve(platform, time, std::move(idempotency_tag), once, deadline, settings);
  co_return answer;
}

asio::awaitable<placed> idempotent_deploy(client& platform, base::clock& time, base::random_source& random,
                                          fleet_deploy_request request, base::time_point deadline,
                                          idempotent_deploy_settings settings) {
  auto idempotency_tag = new_idempotency_tag(random);
  request.tags.push_back(idempotency_tag);
  const send once = [&] { return send_fleet(platform, request, deadline); };
  auto answer = co_await resolve(platform, time, std::move(idempotency_tag), once, deadline, settings);
  co_return answer;
}

asio::awaitable<placed> idempotent_deploy(client& platform, base::clock& time, base::random_source& random,
                                          deploy_v1_request request, base::time_point deadline,
                                          idempotent_deploy_settings settings) {
  auto idempotency_tag = new_idempotency_tag(random);
  request.tags.push_back(idempotency_tag);
  const send once = [&] { return send_v1(platform, request, deadline); };
  auto answer = co_await resolve(platform, time, std::move(idempotency_tag), once, deadline, settings);
  co_return answer;
}

}  // namespace gamekeeper::edgegap
