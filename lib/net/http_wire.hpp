#pragma once

#include "net/http.hpp"

#include <string>

namespace gamekeeper::net {

/// A message as bytes, ready for one write. Refused as invalid_input, because it would be another message on
/// the wire than the one that was meant: control characters in a value or target, a name that is no token,
/// and the fields that are written here (Host, Authorization, Content-Length, Transfer-Encoding, Connection).
/// No refusal quotes a value.
base::result<base::secret> request_on_wire(const http_request& request, const std::string& authority);

struct response_framing {
  bool keep_alive = true;
  bool peer_is_http_1_0 = false;  ///< it takes a connection for closed unless told otherwise
  bool head = false;              ///< the length is announced, the body is not sent
};
base::result<std::string> response_on_wire(const http_response& response, response_framing framing);
/// The header of an answer whose messages follow; the connection ends with them. Status 101 is allowed here.
base::result<std::string> live_header_on_wire(const http_response& response, bool peer_is_http_1_0);

}  // namespace gamekeeper::net
