#pragma once

#include "emulator/api/routes.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// Who may call an operation.
enum class access {
  organisation,  ///< `Authorization: token X` with one of the organisation's tokens
  deployment,    ///< the operation itself checks the raw token of the deployment
  admin,         ///< anyone, when the emulator was started with --admin; the path does not exist otherwise
};

struct route {
  std::string_view method;
  std::string_view path;  ///< each {…} takes one segment; {request_id} is looked up
  std::string_view name;  ///< of the operation, for faults and history
  access who;
  int per_second;  ///< documented limit; 0: none is documented
  net::http_response (*perform)(api_call&);
};

/// Every route of the API; one line of its table is one operation served.
std::span<const route> all_routes() noexcept;

/// The path's segments that stand where the pattern has {…}; false when they differ elsewhere.
bool match_path(std::string_view pattern, std::string_view path, std::vector<std::string>& parameters);

}  // namespace gamekeeper::emulator
