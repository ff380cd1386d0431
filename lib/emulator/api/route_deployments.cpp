#include "emulator/api/json_answer.hpp"
#include "emulator/api/routes.hpp"
#include "emulator/api/views.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator::routes {

namespace json = boost::json;

net::http_response status(api_call& call) {
  return json_answer(200, status_view(*call.subject, call.context.target.time().now()));
}

// The two messages are the reference's for 200 and the specification's for 202; the specification shows its
// own for both.
net::http_response stop(api_call& call) {
  auto& d = *call.subject;
  switch (call.context.target.stop(d)) {
    case stop_outcome::gone:
      return message_answer(410, "Instance " + d.request_id + " already terminated");
    case stop_outcome::deferred:
      return message_answer(202, d.request_id + " - Delete request will be processed soon");
    case stop_outcome::stopping:
      break;
  }
  return json_answer(200, {{"message", "Instance " + d.request_id + " will be deleted"},
                           {"deployment_summary", status_view(d, call.context.target.time().now())}});
}

}  // namespace gamekeeper::emulator::routes
