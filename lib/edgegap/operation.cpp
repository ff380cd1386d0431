#include "edgegap/operation.hpp"

#include "net/url.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gamekeeper::edgegap {

namespace {

using enum operation_id;
using enum authorization_kind;

// The documented codes are the union of what the OpenAPI file and the older reference list: the two disagree
// about 410.
constexpr std::array status_codes{200, 400, 401, 404};
constexpr std::array stop_codes{200, 202, 400, 401, 403, 404, 410, 500};
constexpr std::array context_codes{200, 400, 401};

constexpr std::array<operation, 4> table{{
    {deployment_status, "deployment_status", "GET", "/v1/status/{request_id}", organisation_token,
     status_codes, 20, true},
    {deployment_stop, "deployment_stop", "DELETE", "/v1/stop/{request_id}", organisation_token, stop_codes, 0,
     true},
    {self_stop, "self_stop", "DELETE", "", deployment_token, stop_codes, 0, true},
    {context_get, "context_get", "GET", "", deployment_token, context_codes, 0, true},
}};

constexpr bool ordered_by_id() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].id) != i) return false;
  return true;
}
static_assert(ordered_by_id(), "describe() finds a row by its id");

base::error unusable(const operation& what, std::string_view placeholder, std::string_view why) {
  std::string message(what.name);
  message.append(": {").append(placeholder).append("} ").append(why);
  return base::error(base::errc::invalid_input, std::move(message));
}

}  // namespace

std::span<const operation> operations() noexcept {
  return table;
}

const operation& describe(operation_id id) noexcept {
  return table[static_cast<std::size_t>(id)];
}

bool documents(const operation& what, int status) noexcept {
  return std::find(what.documented_codes.begin(), what.documented_codes.end(), status) !=
         what.documented_codes.end();
}

base::result<std::string> expand_path(const operation& what, std::span<const path_value> values) {
  std::string path;
  std::string_view rest = what.path;
  while (!rest.empty()) {
    const auto open = rest.find('{');
    path.append(rest.substr(0, open));
    if (open == std::string_view::npos) break;
    rest.remove_prefix(open + 1);
    const auto close = rest.find('}');
    const auto name = rest.substr(0, close);
    rest.remove_prefix(close + 1);
    const auto found = std::find_if(values.begin(), values.end(),
                                    [name](const path_value& each) { return each.name == name; });
    if (found == values.end()) return unusable(what, name, "is missing");
    if (found->value.empty()) return unusable(what, name, "is empty");
    if (found->value == "." || found->value == "..") return unusable(what, name, "must not be a dot segment");
    path.append(net::percent_encode(found->value));
  }
  return path;
}

}  // namespace gamekeeper::edgegap
