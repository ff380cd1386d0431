#pragma once

#include "emulator/api/api.hpp"

#include <span>
#include <string_view>

namespace gamekeeper::emulator {

/// Who may call an operation.
enum class access {
  organisation,  ///< `Authorization: token X` with one of the organisation's tokens
  deployment,    ///< the operation itself checks the raw token of the deployment
  admin,         ///< anyone, when the emulator was started with --admin; the path does not exist otherwise
};

struct api::route {
  std::string_view method;
  std::string_view path;  ///< each {…} takes one segment; {request_id} is looked up
  std::string_view name;  ///< of the operation, for faults and history
  access who;
  int per_second;  ///< documented limit; 0: none is documented
  api::operation perform;
};

/// Every route of the API; one line here is one operation served.
struct api_route_table {
  static std::span<const api::route> all() noexcept;
};

/// The path's segments that stand where the pattern has {…}; false when they differ elsewhere.
bool match_path(std::string_view pattern, std::string_view path, std::vector<std::string>& parameters);

}  // namespace gamekeeper::emulator
