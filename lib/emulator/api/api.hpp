#pragma once

/// The platform's HTTP API.
///   api.hpp                   request -> response, without sockets
///   route_table.hpp           every route, and how a path is matched
///   routes.hpp                what stands behind each of them, in route_*.cpp
///   json_answer.hpp           answers and refusals with a JSON body
///   views.hpp                 deployments as the JSON that the API gives; paging.hpp the pages of every list
///   rate_limits.hpp           the documented requests per second
///   allowed_hosts.hpp         by which names it may be called, so that no page of the web can
///   faults.hpp                what is to go wrong; fault_request.hpp reads it, from a request or a scenario
///   request_record.hpp        requests and answers, written down

#include "base/log.hpp"
#include "emulator/api/allowed_hosts.hpp"
#include "emulator/api/faults.hpp"
#include "emulator/api/rate_limits.hpp"
#include "emulator/api/request_record.hpp"
#include "emulator/platform/platform.hpp"
#include "net/http.hpp"

#include <string>
#include <vector>

namespace gamekeeper::emulator {

struct api_settings {
  std::vector<base::secret> organisation_tokens;
  bool admin = false;            ///< serve /_emulator/ too
  bool rate_limits = false;      ///< refuse what is more than the documented requests per second
  std::uint64_t fault_seed = 0;  ///< of the dice that faults with a probability throw
  allowed_hosts hosts = {};
  int unknown_deployment = 400;  ///< what an unknown request id is answered with
};

struct api_reply {
  net::http_response response;
  base::duration delay{};  ///< a fault's: the answer is ready and goes out after this
};

/// What the routes stand on.
struct api_context {
  platform& target;
  base::logger& log;
  fault_list faults;
  rate_limits rates;
  base::wall_time since;  ///< when this API began
  api_settings settings;
};

/// The platform's HTTP API, request -> response without sockets: codes, headers and bodies as documented.
/// Every answer is JSON; every refusal is {"message": …} and names what is wrong and what is allowed.
class api {
 public:
  api(platform& target, base::logger& log, api_settings settings);

  api_reply answer(const net::http_request& request);
  /// What is to go wrong: of answers it is carried out here, of the rest by whoever asks.
  fault_list& faults() noexcept { return context_.faults; }

 private:
  api_context context_;
};

/// api::answer() over time: waits out a fault's delay, and writes both down when there is a record. All outlive the
/// coroutine.
boost::asio::awaitable<net::http_response> serve(api& handler, base::clock& time, net::http_request request,
                                                 request_record* record = nullptr);

}  // namespace gamekeeper::emulator
