#pragma once

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "base/limits.hpp"
#include "edgegap/client/client.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace gamekeeper::edgegap {

struct idempotent_deploy_settings {
  int deploys = base::limits::deploy_attempts;
  int lookups = base::limits::deploy_lookups;
  base::duration pause = base::limits::deploy_lookup_pause;  ///< before each look-up: a list may lag behind
};

struct deploy_result {
  std::string request_id;
  std::string idempotency_tag;  ///< the tag that it carries
  bool found = false;           ///< its deploy had no usable answer; it was found in the list by that tag
  std::string text;             ///< the deploy's answer as it came, or empty when it was found
  std::string dns;  ///< the name that players connect to, where the answer says it: v1's alone does
};

/// Deploys once, also when it is not known whether a deploy has happened (a reset, a timeout, a 5xx, an
/// answer that cannot be read). The platform has no idempotency key, so the request gets one more tag that
/// nobody else has, "gk-" and 16 hexadecimal digits (within the 20 characters of the older reference). After
/// a failure with an unknown outcome the organisation's list is asked for that tag:
/// - one is there: that is the deployment;
/// - none, `lookups` times with `pause` before each: it did not happen, and it is sent again with the same tag,
///   at most `deploys` times in all;
/// - the list cannot be had, or time is up: the deploy's own error, whose may_have_been_applied() is true. The
///   tag is in its sentence, so that a person can look later.
/// What this cannot rule out: a request that is carried out after the last look-up. Both deployments then
/// carry the tag, so bulk-stop by that tag ends both. The three kinds of deploy differ in their request
/// only. Everything that is handed in outlives the coroutine.
boost::asio::awaitable<api_result<deploy_result>> idempotent_deploy(client& platform, base::clock& time,
                                                                    base::random_source& random,
                                                                    deploy_request request,
                                                                    base::time_point deadline,
                                                                    idempotent_deploy_settings settings = {});
boost::asio::awaitable<api_result<deploy_result>> idempotent_deploy(client& platform, base::clock& time,
                                                                    base::random_source& random,
                                                                    fleet_deploy_request request,
                                                                    base::time_point deadline,
                                                                    idempotent_deploy_settings settings = {});
boost::asio::awaitable<api_result<deploy_result>> idempotent_deploy(client& platform, base::clock& time,
                                                                    base::random_source& random,
                                                                    deploy_v1_request request,
                                                                    base::time_point deadline,
                                                                    idempotent_deploy_settings settings = {});

}  // namespace gamekeeper::edgegap
