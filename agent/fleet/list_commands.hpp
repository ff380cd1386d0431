#pragma once

#include "fleet/page_options.hpp"
#include "fleet/session.hpp"

#include <string>
#include <vector>

namespace gamekeeper::fleet {

struct list_options {
  std::vector<std::string> statuses;
  std::vector<std::string> applications;
  std::vector<std::string> versions;
  std::vector<std::string> tags;
  std::string created_after;   ///< a time, or a duration: that long ago
  std::string created_before;  ///< one of the two
  std::string order;           ///< "created_at", "-created_at", …
  std::string query;           ///< the platform's own words, in place of all of the above
  page_options pages;
};
command list(session& s, list_options options);

struct location_options {
  std::string application;
  std::string version;
  std::string type;
  bool with_tags = false;
  bool beacons = false;
  page_options pages;
};
command locations(session& s, location_options options);

struct host_options {
  std::string fleet;
  page_options pages;
};
command hosts(session& s, host_options options);

struct bulk_stop_options {
  std::vector<std::string> ids;
  std::vector<std::string> tags;
  std::string match = "any";  ///< of the tags: any, all, not
  bool yes = false;
};
/// Shows what matches and asks, unless `yes`; what is stopped then is what was shown.
command bulk_stop(session& s, bulk_stop_options options);

}  // namespace gamekeeper::fleet
