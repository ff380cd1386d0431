#include "gamekeeper/check/fake_platform.hpp"

#include "base/limits.hpp"

#include <boost/json.hpp>

#include <sys/random.h>

#include <array>
#include <cctype>

namespace gamekeeper::check {

namespace asio = boost::asio;
namespace json = boost::json;
namespace limits = base::limits;

namespace {

constexpr std::uint64_t memory_when_not_given = 1024;
constexpr std::uint16_t first_external = 30'000;

std::string random_hex(std::size_t digits) {
  std::string text(digits, '0');
  std::array<unsigned char, 64> bytes{};
  // Cannot be interrupted below 256 bytes (getrandom(2)).
  if (::getrandom(bytes.data(), bytes.size(), 0) < 0) bytes.fill(0x5a);
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = "0123456789abcdef"[bytes[i % bytes.size()] & 15];
  return text;
}

std::string upper_name(std::string_view name) {
  std::string out;
  for (const unsigned char c : name)
    out += c < 0x80 && std::isalnum(c) ? static_cast<char>(std::toupper(c)) : '_';
  return out;
}

net::http_server_limits server_limits() {
  net::http_server_limits bounds;
  bounds.request_body_bytes = limits::control_request_body_bytes;
  bounds.connections = limits::control_connections;
  bounds.request_deadline = limits::control_request_deadline;
  bounds.idle = limits::control_idle;
  bounds.write_deadline = limits::control_write_deadline;
  return bounds;
}

net::http_response message(int status, const std::string& text) {
  return {status, "application/json", json::serialize(json::object{{"message", text}})};
}

}  // namespace

fake_platform::fake_platform(asio::any_io_executor loop, base::clock& time, base::logger& log,
                             std::vector<port_request> ports, std::optional<std::uint64_t> memory_mb)
    : ports_(std::move(ports)),
      memory_mb_(memory_mb.value_or(memory_when_not_given)),
      id_(random_hex(12)),
      delete_token_(random_hex(32)),
      context_token_(random_hex(32)),
      server_(
          loop, time, log, server_limits(),
          [this](net::http_request request, const net::http_peer&) { return serve(std::move(request)); },
          [](int status, std::string detail) { return message(status, detail); }) {}

base::result<void> fake_platform::listen() {
  const auto bound = server_.listen_tcp("127.0.0.1", 0);
  if (!bound) return bound.error();
  port_ = *bound;
  return {};
}

std::string fake_platform::mapping() const {
  json::object all;
  for (std::size_t i = 0; i < ports_.size(); ++i)
    all[ports_[i].name] = json::object{{"name", ports_[i].name},
                                       {"internal", ports_[i].number},
                                       {"external", first_external + i},
                                       {"protocol", ports_[i].protocol}};
  return json::serialize(all);
}

std::string fake_platform::context() const {
  return "{\"request_id\":\"" + id_ + "\",\"fqdn\":\"" + id_ +
         ".pr.edgegap.net\",\"public_ip\":\"127.0.0.1\",\"status\":\"Status.READY\",\"ready\":true,"
         "\"whitelisting_active\":false,\"ports\":" +
         mapping() + ",\"tags\":[],\"sockets\":null,\"sockets_usage\":null}";
}

std::vector<std::string> fake_platform::variables() const {
  std::vector<std::string> all{
      "ARBITRIUM_REQUEST_ID=" + id_,
      "ARBITRIUM_PUBLIC_IP=127.0.0.1",
      "ARBITRIUM_DELETE_URL=" + api_url() + "/v1/self/stop/" + id_ + "/1",
      "ARBITRIUM_DELETE_TOKEN=" + delete_token_.reveal(),
      "ARBITRIUM_CONTEXT_URL=" + api_url() + "/v1/context/" + id_ + "/1",
      "ARBITRIUM_CONTEXT_TOKEN=" + context_token_.reveal(),
      "ARBITRIUM_DEPLOYMENT_TAGS=",
      "ARBITRIUM_DEPLOYMENT_VCPU_UNITS=1024",
      "ARBITRIUM_DEPLOYMENT_MEMORY_MB=" + std::to_string(memory_mb_),
      R"(ARBITRIUM_DEPLOYMENT_LOCATION={"city":"Montreal","country":"Canada","continent":"North America",)"
      R"("administrative_division":"Quebec","timezone":"Eastern Time","latitude":45.5,"longitude":-73.6})",
      "ARBITRIUM_HOST_ID=gamekeeper-check",
      "ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY=2000",
      "ARBITRIUM_HOST_IN_PRIVATE_FLEET=false",
      "ARBITRIUM_PRIVATE_FLEET_ID=PUBLIC_CLOUD",
      "ARBITRIUM_HOST_BEACON_ENABLED=false",
      "ARBITRIUM_PORTS_MAPPING={\"ports\":" + mapping() + "}"};
  for (std::size_t i = 0; i < ports_.size(); ++i) {
    const auto prefix = "ARBITRIUM_PORT_" + upper_name(ports_[i].name);
    all.push_back(prefix + "_INTERNAL=" + std::to_string(ports_[i].number));
    all.push_back(prefix + "_EXTERNAL=" + std::to_string(first_external + i));
    all.push_back(prefix + "_PROTOCOL=" + ports_[i].protocol);
  }
  return all;
}

asio::awaitable<net::http_response> fake_platform::serve(net::http_request request) {
  co_return answer(request);
}

net::http_response fake_platform::answer(const net::http_request& request) {
  const auto allowed = [&request](const base::secret& token) {
    return request.authorization && token.matches(request.authorization->reveal());
  };
  if (request.path() == "/v1/self/stop/" + id_ + "/1" && request.method == "DELETE") {
    if (!allowed(delete_token_)) return message(401, "the token is not this deployment's");
    if (on_self_stop_) on_self_stop_();
    return message(200, "Instance " + id_ + " will be deleted");
  }
  if (request.path() == "/v1/context/" + id_ + "/1" && request.method == "GET") {
    if (!allowed(context_token_)) return message(401, "the token is not this deployment's");
    return {200, "application/json", context()};
  }
  return message(404, "the platform of `gamekeeper check` does not have this");
}

}  // namespace gamekeeper::check
