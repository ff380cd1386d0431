#pragma once

#include "emulator/reading/fields.hpp"
#include "net/http.hpp"

#include <boost/json/fwd.hpp>

#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// 400 that names each wrong member by its JSON pointer, or parameter as "?name".
net::http_response refusal(const std::vector<problem>& problems);
/// The same with v2's member `details`: each problem by its pointer.
net::http_response detailed_refusal(const std::vector<problem>& problems);
/// An answer with a JSON body.
net::http_response json_answer(int status, const boost::json::object& body);
/// {"message": …}: every refusal, those of the HTTP server itself too.
net::http_response message_answer(int status, std::string_view message);

}  // namespace gamekeeper::emulator
