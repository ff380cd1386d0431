#pragma once

#include "base/error.hpp"
#include "net/http.hpp"

#include <string_view>

namespace gamekeeper::control {

/// An error as RFC 9457 problem details (application/problem+json): status, its title, and a detail that
/// names what was wrong and what is allowed.
net::http_response problem(int status, std::string_view detail);
/// The same for a failure: invalid_input 400, denied 403, not_found 404, busy 409, too_large 413; where the
/// platform had to be asked timed_out 504 and no way to it 502; else 500.
net::http_response problem(const base::error& failure);

}  // namespace gamekeeper::control
