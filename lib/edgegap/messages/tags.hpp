#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "edgegap/messages/pages.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::edgegap {

/// A word that marks a deployment, for filters. A change does not reach the variables of a running container.
struct deployment_tag {
  std::string name;  ///< required; 1 to 40 characters by the specification, to 20 by the older reference
  std::optional<base::wall_time> create_time;
  std::optional<base::wall_time> last_updated;
};

base::result<decoded_response<page<deployment_tag>>> decode_tag_page(std::string_view text, int number = 1);
base::result<decoded_response<deployment_tag>> decode_tag(std::string_view text);
/// {"name": …}; invalid_input when it is empty. Its length is left to the platform, whose documents disagree.
base::result<std::string> encode_tag_name(std::string_view name);

}  // namespace gamekeeper::edgegap
