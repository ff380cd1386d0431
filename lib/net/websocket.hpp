#pragma once

#include "net/http.hpp"

#include <memory>

namespace gamekeeper::net {

/// Whether the request wants to go on as a WebSocket (RFC 6455, section 4.2.1).
bool asks_for_websocket(const http_request& request) noexcept;

/// The answer that goes on as a WebSocket and sends what `source` has to say. invalid_input: the key is none,
/// or the version is another than 13.
base::result<http_response> accept_websocket(const http_request& request,
                                             std::shared_ptr<stream_source> source);

}  // namespace gamekeeper::net
