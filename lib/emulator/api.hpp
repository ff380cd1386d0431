#pragma once

#include "base/log.hpp"
#include "emulator/faults.hpp"
#include "emulator/fields.hpp"
#include "emulator/platform.hpp"
#include "net/http.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

struct api_settings {
  std::vector<base::secret> organisation_tokens;
  bool admin = false;  ///< serve /_emulator/ too
};

struct api_reply {
  net::http_response response;
  base::duration delay{};  ///< a fault's: the answer is ready and goes out after this
};

/// One request that has found its route.
struct api_call {
  const net::http_request& request;
  std::vector<std::string> parameters;  ///< what stood in the path's {…}, decoded
  deployment* subject = nullptr;  ///< of {request_id}, when there is one; deploy sets it to what it made
};

/// The platform's HTTP API, request -> response without sockets: codes, headers and bodies as documented.
/// Every answer is JSON; every refusal is {"message": …} and names what is wrong and what is allowed.
class api {
 public:
  api(platform& target, base::logger& log, api_settings settings);

  api_reply answer(const net::http_request& request);

  using operation = net::http_response (api::*)(api_call&);
  struct route;  // api_routes.hpp

 private:
  const route* find_route(const net::http_request& request, std::vector<std::string>& parameters,
                          std::string& allowed) const;
  net::http_response perform(const route& to, api_call& call);
  bool organisation_may(const net::http_request& request) const;

  // api_deployments.cpp: what the organisation does
  net::http_response deploy(api_call& call);
  net::http_response status(api_call& call);
  net::http_response stop(api_call& call);
  // api_self.cpp: what a deployment does for itself
  net::http_response self_stop(api_call& call);
  net::http_response context(api_call& call);
  // api_admin.cpp: what only the emulator has
  net::http_response admin_list(api_call& call);
  net::http_response admin_show(api_call& call);
  net::http_response admin_sockets_usage(api_call& call);
  net::http_response admin_status(api_call& call);
  net::http_response admin_faults(api_call& call);

  platform& platform_;
  base::logger& log_;
  api_settings settings_;
  fault_list faults_;

  friend struct api_route_table;
};

/// An answer with a JSON body.
net::http_response json_answer(int status, const boost::json::object& body);
/// {"message": …}: every refusal, those of the HTTP server itself too.
net::http_response message_answer(int status, std::string_view message);

/// The same over time: waits out a fault's delay. Both outlive the coroutine.
boost::asio::awaitable<net::http_response> serve(api& handler, base::clock& time, net::http_request request);

}  // namespace gamekeeper::emulator
