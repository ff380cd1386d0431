#pragma once

#include "base/error.hpp"

#include <span>
#include <string>
#include <string_view>

namespace gamekeeper::edgegap {

/// Every call that can be made, in the order of the table in operation.cpp.
enum class operation_id {
  deployment_status,  ///< GET /v1/status/{request_id}
  deployment_stop,    ///< DELETE /v1/stop/{request_id}
  self_stop,          ///< DELETE $ARBITRIUM_DELETE_URL, from inside the deployment
  context_get,        ///< GET $ARBITRIUM_CONTEXT_URL, from inside the deployment
};

enum class authorization_kind {
  organisation_token,  ///< "Authorization: token X", the account's API token
  deployment_token,    ///< "Authorization: X", the raw token that was injected for this one url
};

/// One row of the table.
struct operation {
  operation_id id;
  std::string_view name;  ///< as it stands in logs and metrics
  std::string_view method;
  std::string_view path;  ///< with {placeholders}, below the API's origin; empty: the injected url, as it is
  authorization_kind authorization;
  std::span<const int> documented_codes;
  int requests_per_second;  ///< documented limit per organisation; 0: none is documented
  bool idempotent;          ///< sending it twice does what sending it once does
};

std::span<const operation> operations() noexcept;
const operation& describe(operation_id id) noexcept;
bool documents(const operation& what, int status) noexcept;

/// A placeholder's name and what goes there, unescaped.
struct path_value {
  path_value(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
  std::string_view name;
  std::string value;
};

/// The path with every {placeholder} replaced by its percent-encoded value. invalid_input when a value is
/// missing, empty, "." or "..": such a path would name another operation.
base::result<std::string> expand_path(const operation& what, std::span<const path_value> values);

}  // namespace gamekeeper::edgegap
