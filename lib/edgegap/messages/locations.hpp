#pragma once

#include "base/error.hpp"
#include "edgegap/messages/pages.hpp"
#include "edgegap/messages/types.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::edgegap {

/// What GET /v1/locations is asked. A location that has not the resources for application and version is left
/// out.
struct locations_query {
  std::string application;  ///< "app"; empty: whatever it takes
  std::string version;
  std::string type;        ///< of the location; the older reference only
  bool with_tags = false;  ///< "tags": the older reference only
  std::optional<int> page_size;
};

struct location_tag {
  std::string key;
  std::string value;
};

/// A place that can be deployed to now.
struct deploy_location {
  location place;
  std::string type;                ///< "standard", …; the 2024 Swagger only
  std::vector<location_tag> tags;  ///< when they were asked for
};

/// GET /v1/locations/beacons: what a player's machine measures its latency against, to give the matchmaker.
struct beacon {
  std::string host;  ///< required: numeric address
  std::string fqdn;
  std::optional<std::uint16_t> udp_port;
  std::optional<std::uint16_t> tcp_port;
  location place;
};

base::result<decoded_response<page<deploy_location>>> decode_location_page(std::string_view text,
                                                                           int number = 1);
base::result<decoded_response<page<beacon>>> decode_beacon_page(std::string_view text, int number = 1);

}  // namespace gamekeeper::edgegap
