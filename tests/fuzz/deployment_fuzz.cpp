#include "base/limits.hpp"
#include "edgegap/messages/api_error.hpp"
#include "edgegap/messages/deployment.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace limits = gamekeeper::base::limits;
namespace edgegap = gamekeeper::edgegap;

void require(bool holds) {
  if (!holds) std::abort();
}

void decode_body(std::string_view text) {
  const auto answer = edgegap::decode_deployment(text);
  if (!answer) {
    require(answer.error().code() == gamekeeper::base::errc::malformed);
    return;
  }
  const auto& seen = answer->value;
  require(!seen.request_id.empty() || !seen.status_text.empty());
  require(!seen.sockets_usage || (*seen.sockets_usage >= 0 && *seen.sockets_usage <= limits::players_max));
  require(!seen.elapsed_time || seen.elapsed_time->count() >= 0);
  require(seen.ports.size() <= limits::deployment_ports);
  require(answer->warnings.size() <= limits::decode_warnings + 1);
}

void read_failure(std::string_view text) {
  const gamekeeper::base::wall_time now(std::chrono::seconds(1'776'859'200));
  gamekeeper::net::http_response answer(429, "application/json", std::string(text));
  answer.headers.add("Retry-After", std::string(text));
  const auto failure = edgegap::api_error::from_answer(edgegap::operation_id::self_stop, answer, now);
  require(failure.detail().size() <= limits::platform_message_bytes + 3);
  if (const auto wait = failure.retry_after())
    require(wait->count() >= 0 && *wait <= limits::retry_after_max);
}

}  // namespace

/// The input is the body of an answer, and the Retry-After that came with it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  decode_body(text);
  read_failure(text);
  edgegap::parse_timestamp(text);
  return 0;
}
