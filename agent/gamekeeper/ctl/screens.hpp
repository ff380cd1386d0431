#pragma once

#include "base/clock.hpp"

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <string>

namespace gamekeeper::ctl {

/// How a screen is drawn.
struct look {
  bool colour = false;
  std::size_t width = 0;  ///< columns; longer lines go on below, behind the labels. 0: as long as they are
};

using screen_maker = std::string (*)(const boost::json::value& answer, const look& how);

/// GET /v1/status for a person: one screen.
std::string status_screen(const boost::json::value& status, const look& how);
/// GET /v1/why.
std::string why_screen(const boost::json::value& why, const look& how);
/// GET /v1/deployment.
std::string deployment_screen(const boost::json::value& deployment, const look& how);
/// GET /v1/settings, as `config show` prints them.
std::string settings_screen(const boost::json::value& settings, const look& how);
/// GET /v1/tags.
std::string tags_screen(const boost::json::value& tags, const look& how);

/// A status as it would be `passed` later if nothing happened: what is left of times gets less, ages grow.
boost::json::value later(const boost::json::value& status, base::duration passed);

}  // namespace gamekeeper::ctl
