#pragma once

#include "base/error.hpp"
#include "edgegap/messages/decoded_response.hpp"
#include "edgegap/messages/deployment_list.hpp"
#include "edgegap/messages/value_filter.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::edgegap {

/// POST /v1/deployments/bulk-stop: everything that passes all the filters is stopped for good.
struct bulk_stop_request {
  std::optional<value_filter> request_ids;
  std::optional<value_filter> tags;  ///< "deployment_tags"

  /// Whether the platform would stop this one; what an operator is shown before asking it to.
  bool accepts(const listed_deployment& one) const;
};

/// 202 by the specification, 200 by the 2024 Swagger.
struct bulk_stop_answer {
  std::vector<std::string> processable;  ///< request ids of those that will be stopped
};

/// invalid_input without any filter (that would mean everything), and for a filter without values.
base::result<std::string> encode(const bulk_stop_request& request);
base::result<decoded_response<bulk_stop_answer>> decode_bulk_stop_answer(std::string_view text);

}  // namespace gamekeeper::edgegap
